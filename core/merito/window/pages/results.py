"""The results: every table, every figure with where it comes from, the findings, what changed since the run before."""

from typing import Any

from flask import Blueprint, abort, make_response, request, send_file

from merito.api.register import Register
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import say
from merito.model.source import Source
from merito.register.entries import RUN, Entry
from merito.register.told import difference_lines
from merito.window.app import Answer, desk, page, the_place
from merito.window.guard import OF_RESULTS
from merito.window.pages.year import fix_of
from merito.window.place import Place
from merito.window.views.results import all_findings, explained_of, explanation, one_table, table_names
from merito.window.worker import Answer as Asked
from merito.workspace.problems import Problem

ROWS = 500
MOST_ASKED = 40
SHOWN_IN_PAGE = (".html",)
results = Blueprint("results", __name__)


@results.get("/w/<key>/<ente>/<int:year>/risultati", endpoint="results")
def the_results(key: str, ente: str, year: int) -> Answer:
    """The tables of results, and the files that were written."""
    place = the_place(key, ente, year)
    answer = desk().ask(place.root, ente, year, table_names, place.stamp, place.as_of)
    if answer.value is None:
        return unreadable(place, answer)
    own = [one for one in answer.value if not one.of_regulation]
    added = [one for one in answer.value if one.of_regulation]
    return page("results.html", own=own, added=added, files=_written(place))


@results.get("/w/<key>/<ente>/<int:year>/risultati/<path:name>")
def table(key: str, ente: str, year: int, name: str) -> Answer:
    """One table; each row leads to its explanation."""
    place = the_place(key, ente, year)
    answer = desk().ask(place.root, ente, year, one_table(name), place.stamp, place.as_of)
    if answer.value is None and (answer.messages or answer.problems):
        return unreadable(place, answer)
    words = request.args.get("cerca", "").casefold()
    view = answer.value
    pairs = list(zip(view.rows, view.subjects, strict=True)) if view else []
    found = [pair for pair in pairs if not words or words in " ".join(cell.text for cell in pair[0]).casefold()]
    return page(
        "table.html", view=view, pairs=found[:ROWS], count=len(found), most=ROWS, words=request.args.get("cerca", "")
    )


@results.get("/w/<key>/<ente>/<int:year>/rilievi")
def findings(key: str, ente: str, year: int) -> Answer:
    """The findings, errors first."""
    place = the_place(key, ente, year)
    answer = desk().ask(place.root, ente, year, all_findings, place.stamp, place.as_of)
    if answer.value is None:
        return unreadable(place, answer)
    return page("findings.html", severities=answer.value, fix_of=lambda at: fix_of(Problem(at), place))


@results.get("/w/<key>/<ente>/<int:year>/spiega")
def explain(key: str, ente: str, year: int) -> Answer:
    """Where a figure comes from."""
    place = the_place(key, ente, year)
    subject = request.args.get("s", "")
    if not subject:
        return _what_there_is(place)
    answer = desk().ask(place.root, ente, year, explanation(subject), place.stamp, place.as_of)
    if answer.value is None:
        return unreadable(place, answer)
    if isinstance(answer.value, str):
        return page("fault.html", lines=answer.value.splitlines()), 404
    return page(
        "explain.html",
        found=answer.value.data.get("explanations", ()),
        input_of=lambda row: fix_of(Problem(Source(row["file"], row["row"], row["sheet"])), place),
    )


def _what_there_is(place: Place) -> Answer:
    """What can be asked for: people, structures and the rest by their names, those that hold the words asked for."""
    answer = desk().ask(place.root, place.ente, place.year, explained_of, place.stamp, place.as_of)
    if answer.value is None:
        return unreadable(place, answer)
    words = request.args.get("cerca", "")
    found = [one.with_words(words) for one in answer.value]
    return page("explain.html", kinds=[one for one in found if one.subjects], words=words, most=MOST_ASKED)


@results.get("/w/<key>/<ente>/<int:year>/differenze")
def differences(key: str, ente: str, year: int) -> Answer:
    """Who and what changed from one run to another, and why."""
    place = the_place(key, ente, year)
    register, told, runs, lines = Register(place.root), "", list[Entry](), list[str]()
    try:
        runs = [one for one in register.history(ente, year) if one.kind == RUN]
    except MeritoError as error:
        told = str(error)
    asked = [request.args.get(name, "") for name in ("da", "a")]
    old, new = asked if all(asked) else [str(one.number) for one in runs[-2:]] if len(runs) > 1 else ["", ""]
    if old:
        lines = list(difference_lines(register.diff(old, new), whole=True))
    return page("differences.html", runs=runs[::-1], lines=lines, old=old, new=new, told=told)


@results.get("/w/<key>/<ente>/<int:year>/file/<path:name>")
def file(key: str, ente: str, year: int, name: str) -> Answer:
    """A file of the written results: a page is shown, which runs nothing; anything else is downloaded."""
    place = the_place(key, ente, year)
    path = (place.results / name).resolve()
    if not path.is_relative_to(place.results.resolve()) or not path.is_file():
        abort(404)
    if path.suffix in SHOWN_IN_PAGE:
        answer = make_response(path.read_bytes())
        answer.headers["Content-Type"] = "text/html; charset=utf-8"
        answer.headers["Content-Security-Policy"] = OF_RESULTS
        return answer
    return send_file(path, as_attachment=True, download_name=path.name)


def _written(place: Place) -> list[tuple[str, str]]:
    """The files that an office opens, with what they are."""
    told = {
        "index.html": say("La pagina dell'anno"),
        "giunta.html": say("I fogli per la Giunta"),
        "calibrazione.html": say("Le valutazioni, una accanto all'altra"),
        "results.xlsx": say("Tutte le tabelle in un foglio di calcolo"),
    }
    if place.home is None:
        return []
    return [(name, in_words(text)) for name, text in told.items() if (place.results / name).is_file()]


def unreadable(place: Place, answer: "Asked[Any]") -> Answer:
    """The page of data that cannot be read: each fault with where it is corrected."""
    return page(
        "unreadable.html", problems=answer.problems, messages_of=answer.messages, fix_of=lambda one: fix_of(one, place)
    )
