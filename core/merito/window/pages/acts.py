"""Acts, readings and values: an act is registered, a reading adopted, a value decided, each with what it changes."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, request
from werkzeug.utils import redirect

from merito.contract.bodies import titles_of
from merito.contract.inputs import ActKind
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import say
from merito.simulation.levers import Lever, Standing
from merito.simulation.levers import levers as undecided
from merito.window.app import Answer, address, ask, flash, page, places, seen, the_place
from merito.window.pages.data import references, site_at, told_written
from merito.window.pages.whatif import compared
from merito.window.place import Place
from merito.window.views.acts import ActLine, ActsView, acts_view
from merito.window.views.supposed import figures, levers
from merito.window.worker import regulations
from merito.workspace.exchange.checked import check
from merito.workspace.exchange.composed import NewContent, composed
from merito.workspace.exchange.decided import Decided, value_of, ways_of, with_decided
from merito.workspace.exchange.held import Kind, table_at, tables_at
from merito.workspace.exchange.held import Place as Folder
from merito.workspace.exchange.proposed import as_it_is, with_row
from merito.workspace.exchange.replaced import write as put_in_place
from merito.workspace.exchange.site import Site
from merito.workspace.problems import WorkspaceError

SUBJECTS = ("person", "unit", "position", "objective", "indicator", "dashboard", "area", "act", "amendment")
NUMBERED = re.compile(r"([A-Za-z]+)(\d+)")
FIELDS = (("text", "v"), ("act", "a"), ("agreed", "g"), ("source", "f"))
OUTCOMES = (
    ("favorevole", say("favorevole")),
    ("con_osservazioni", say("favorevole con osservazioni")),
    ("contrario", say("contrario")),
    ("non_reso", say("non reso nei termini")),
)
ACTING = (
    ("vicario", say("vicario")),
    ("sostituto", say("in sostituzione")),
    ("commissario", say("commissario")),
    ("urgenza", say("presidente in via d'urgenza, con ratifica")),
)
LIKES = {
    "money": "9.000,00",
    "share": "0,25",
    "table": "a: 40; b: 60",
    "list": "a; b",
    "date": "30/6/2026",
    "day": "31 dicembre",
}
acts = Blueprint("acts", __name__)


@acts.get("/w/<key>/<ente>/<int:year>/atti", endpoint="acts")
def the_acts(key: str, ente: str, year: int) -> Answer:
    """The acts recorded and awaited, and the readings of the text."""
    place = the_place(key, ente, year)
    readings = [one for one in seen(place, levers) if one.kind == "reading"]
    return page("acts.html", view=seen(place, acts_view), readings=readings)


@acts.route("/w/<key>/<ente>/<int:year>/atti/nuovo", methods=["GET", "POST"])
def new_act(key: str, ente: str, year: int) -> Answer:
    """The form of an act; it is written if nothing is wrong with it."""
    place = the_place(key, ente, year)
    site, view = site_at(place), ask(place, acts_view).value or ActsView()
    inputs, asked = site.stack.inputs, request.values.get("tipo", "")
    kinds = sorted(inputs.acts.values(), key=lambda one: one.title.casefold())
    bodies = {one.kind: [titles_of((code,), inputs.bodies) for code in one.by] for one in kinds}
    kind = next((one for one in kinds if asked in (one.kind, one.label)), None)
    if kind is None:
        return page("act_kinds.html", kinds=kinds, bodies=bodies, frees=view.frees)
    given, wrong = dict(request.form), list[str]()
    if request.method == "POST":
        content, wrong = _act(site, place, kind, given)
        if content is not None:
            put_in_place(content, datetime.now())
            flash("ok", in_words(say("Registrato: {title}.", title=kind.title)))
            told_written(content)
            return redirect(address("year.year", place))
    return page(
        "act.html",
        kind=kind,
        bodies=bodies[kind.kind],
        frees=view.frees.get(kind.kind, ()),
        given=given,
        wrong=wrong,
        outcomes=_words(OUTCOMES),
        acting=_words(ACTING),
        subjects=_subjects(site, kind),
        acts=view.acts,
    )


@acts.get("/w/<key>/<ente>/<int:year>/letture/<reading>")
def reading(key: str, ente: str, year: int, reading: str) -> Answer:
    """A reading: its choices, and whose money each would change."""
    place = the_place(key, ente, year)
    lever = next((one for one in seen(place, levers) if one.key == reading), None)
    if lever is None:
        raise WorkspaceError(say("questa lettura non c'è"))
    now = ask(place, figures)
    choices = []
    for name, text in lever.choices:
        after = ask(place, figures, ((reading, name),)) if name != lever.now else now
        choices.append((name, text, compared(now.value, after.value), list(after.messages)))
    return page("reading.html", lever=lever, choices=choices, acts=_acts(place))


@acts.get("/w/<key>/<ente>/<int:year>/valori", endpoint="values")
def the_values(key: str, ente: str, year: int) -> Answer:
    """The sums of the funds, the figures of the year and the values that the text leaves to the ente."""
    return _values_page(the_place(key, ente, year))


@acts.post("/w/<key>/<ente>/<int:year>/valori")
def decide(key: str, ente: str, year: int) -> Answer:
    """Writes the reading that the form names, with its act; or every sum and value that is not as it was."""
    place = the_place(key, ente, year)
    site, form = site_at(place), request.form
    if name := form.get("chiave", ""):
        asked = Decided(
            key=name,
            text=form.get("valore", "").strip(),
            act=form.get("atto", ""),
            agreed=form.get("accordo", ""),
        )
        if wrong := _written(place, site, {name: asked}):
            return page("fault.html", lines=[line for lines in wrong.values() for line in lines]), 400
        _tell_if_open(place, name)
        return redirect(address("acts.acts", place))
    known = {one.key: one for one in _levers(place, site)[0]}
    changed = {one.key: one for one in map(_asked, known) if one != _now(site, known[one.key])}
    wrong = _written(place, site, changed)
    if wrong:
        return _values_page(place, changed, wrong)
    return redirect(address("acts.values", place))


def _asked(key: str) -> Decided:
    """What the form says of a value."""
    given = {name: request.form.get(f"{field}.{key}", "").strip() for name, field in FIELDS}
    return Decided(key=key, **given)


def _levers(place: Place, site: Site) -> tuple[list[Lever], bool]:
    """What an ente can decide but the readings, and whether its data can be read; if not, as its files have it."""
    known = ask(place, levers).value
    if known is None:
        every = undecided(site.stack, Standing())
        values = {one.key: value for one in every if (value := value_of(site, one.key)) is not None}
        known = undecided(site.stack, Standing(values=values))
        return [one for one in known if one.kind != "reading"], False
    return [one for one in known if one.kind != "reading"], True


def _values_page(
    place: Place, typed_in: Mapping[str, Decided] | None = None, wrong: Mapping[str, list[str]] | None = None
) -> Answer:
    site = site_at(place)
    by_kind: dict[str, list[tuple[Lever, Decided]]] = {"funds": [], "figures": [], "decided": [], "parameter": []}
    found, readable = _levers(place, site)
    for one in found:
        kind = "decided" if one.kind == "parameter" and one.who else one.kind
        by_kind[kind].append((one, (typed_in or {}).get(one.key) or _now(site, one)))
    acts = _acts(place) if readable else list(references(site, "act"))
    told = page("values.html", by_kind=by_kind, acts=acts, wrong=wrong or {}, readable=readable, likes=LIKES)
    return (told, 400) if wrong else told


def _now(site: Site, lever: Lever) -> Decided:
    """What a value is now, with its acts, as the form has it."""
    ways = ways_of(site, lever.key)
    return Decided(key=lever.key, text=lever.now, **ways)


def _written(place: Place, site: Site, changed: Mapping[str, Decided]) -> Mapping[str, list[str]]:
    """Writes values one by one; those that are refused, with why. The others are written all the same."""
    wrong: dict[str, list[str]] = {}
    written = 0
    for name, one in changed.items():
        try:
            content = with_decided(site, one)
            if fresh := _wrong(site, place, content):
                wrong[name] = fresh
                continue
        except MeritoError as error:
            wrong[name] = str(error).splitlines()
            continue
        put_in_place(content, datetime.now())
        written += 1
    if written:
        flash("ok", in_words(say("Scritto. I valori di prima restano tra le versioni di cycle.toml.")))
    return wrong


def _tell_if_open(place: Place, reading: str) -> None:
    """Says so if a reading waits for its act all the same, and why."""
    again = places().of(place.key, place.root, place.ente, place.year, place.as_of)
    found = next((one for one in ask(again, levers).value or () if one.key == reading), None)
    if found is not None and found.unfit:
        flash("w", in_words(say("La lettura resta da adottare: {why}", why=found.unfit)))


def _act(site: Site, place: Place, kind: ActKind, given: Mapping[str, str]) -> tuple[NewContent | None, list[str]]:
    """The table of acts with one more; or what is wrong with it."""
    held = table_at(site, "acts", Folder.ENTE if kind.lasting and not given.get("anno") else Folder.YEAR)
    if held.kind is Kind.NOWHERE and (common := [one for one in tables_at(site, "acts") if one.kind is Kind.COMMON]):
        held = common[0]
    before = as_it_is(held)
    known = {
        one.cells[one_held.index["id"]]
        for one_held in tables_at(site, "acts")
        if "id" in one_held.index
        for one in one_held.lines
    }
    values = {
        "id": given.get("id", "").strip() or _next(known),
        "kind": kind.label,
        "date": _day(given.get("data", "")),
        "body": given.get("organo_altro", "").strip() or given.get("organo", ""),
        "number": given.get("numero", ""),
        "note": given.get("nota", ""),
        "subject": given.get("oggetto", ""),
        "value": given.get("valore", ""),
        "published": _day(given.get("pubblicato", "")),
        "effective": _day(given.get("efficace", "")),
        "outcome": given.get("esito", ""),
        "acting": given.get("veste", ""),
        "refers_to": given.get("riferito_a", ""),
        "contents": "; ".join(request.form.getlist("contenuti")),
        "year": "" if kind.lasting else str(site.year),
    }
    proposed = with_row(before, {column: text for column, text in values.items() if text.strip()})
    content = composed(proposed, site)
    wrong = _wrong(site, place, content)
    return (None if wrong else content), wrong


def _wrong(site: Site, place: Place, content: NewContent) -> list[str]:
    found = check(site, content, regulations(), place.as_of or date.today())
    return [str(one.problem) for one in found.new]


def _day(text: str) -> str:
    """A day of a date field as the tables have it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day}/{day.month}/{day.year}"


def _next(known: set[str]) -> str:
    """An id for a new act: the next number after those that are there."""
    numbers = [int(found[2]) for one in known if (found := NUMBERED.fullmatch(one)) and found[1] == "A"]
    return f"A{max(numbers, default=0) + 1}"


def _acts(place: Place) -> list[tuple[str, str]]:
    """The acts that a decision may name."""
    found = ask(place, acts_view).value
    told = found.acts if found else ()
    lines = {one.id: _in_a_line(one) for one in told}
    times = Counter(lines.values())
    return [(name, text if times[text] == 1 else f"{text} ({name})") for name, text in lines.items()]


def _in_a_line(act: ActLine) -> str:
    number = f"n. {act.number}" if act.number else ""
    return ", ".join(filter(None, (act.title, act.about, " ".join(filter(None, (act.body, number, act.day))))))


def _subjects(site: Site, kind: ActKind) -> list[tuple[str, str]]:
    """What an act may be about: rows of the tables, by `kind:id`."""
    wanted = (kind.about,) if kind.about in SUBJECTS else ()
    return [(f"{one}:{name}", text) for one in wanted for name, text in references(site, one)]


def _words(pairs: tuple[tuple[str, Any], ...]) -> list[tuple[str, str]]:
    return [(name, in_words(word)) for name, word in pairs]
