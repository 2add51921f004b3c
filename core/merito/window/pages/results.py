"""The results: every table, every figure with where it comes from, the findings, what changed since the run before."""

from flask import Blueprint, abort, make_response, request, send_file

from merito.api.register import Register
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import say
from merito.register.entries import RUN, Entry
from merito.register.told import difference_lines
from merito.window.app import Answer, page, seen, the_place
from merito.window.guard import OF_RESULTS
from merito.window.place import Place
from merito.window.views.results import all_findings, explained_of, explanation, one_table, table_names

ROWS = 500
MOST_ASKED = 40
SHOWN_IN_PAGE = (".html",)
results = Blueprint("results", __name__)


@results.get("/w/<key>/<ente>/<int:year>/risultati", endpoint="results")
def the_results(key: str, ente: str, year: int) -> Answer:
    """The tables of results, and the files that were written."""
    place = the_place(key, ente, year)
    tables = seen(place, table_names)
    own, added = ([one for one in tables if one.of_regulation is of] for of in (False, True))
    return page("results.html", own=own, added=added, files=_written(place))


@results.get("/w/<key>/<ente>/<int:year>/risultati/<path:name>")
def table(key: str, ente: str, year: int, name: str) -> Answer:
    """One table; each row leads to its explanation."""
    place = the_place(key, ente, year)
    words = request.args.get("cerca", "").casefold()
    view = seen(place, one_table(name))
    pairs = list(zip(view.rows, view.subjects, strict=True)) if view else []
    found = [pair for pair in pairs if not words or words in " ".join(cell.text for cell in pair[0]).casefold()]
    return page(
        "table.html", view=view, pairs=found[:ROWS], count=len(found), most=ROWS, words=request.args.get("cerca", "")
    )


@results.get("/w/<key>/<ente>/<int:year>/rilievi")
def findings(key: str, ente: str, year: int) -> Answer:
    """The findings, errors first."""
    place = the_place(key, ente, year)
    return page("findings.html", severities=seen(place, all_findings))


@results.get("/w/<key>/<ente>/<int:year>/spiega")
def explain(key: str, ente: str, year: int) -> Answer:
    """Where a figure comes from."""
    place = the_place(key, ente, year)
    subject = request.args.get("s", "")
    if not subject:
        return _what_there_is(place)
    found = seen(place, explanation(subject))
    if isinstance(found, str):
        return page("fault.html", lines=found.splitlines()), 404
    return page("explain.html", found=found.data.get("explanations", ()))


def _what_there_is(place: Place) -> Answer:
    """What can be asked for: people, structures and the rest by their names, those that hold the words asked for."""
    words = request.args.get("cerca", "")
    found = [one.with_words(words) for one in seen(place, explained_of)]
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
