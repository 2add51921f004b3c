"""The year on one page: what is missing now, with the button that does it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath

from flask import Blueprint, g

from merito.execution.run_file import FAILED, last_run
from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text
from merito.outputs.own_folder import RESTS_ON, read_json
from merito.page.money import stacked
from merito.page.now import ToDo, days_told
from merito.window.app import address, ask, page, the_place
from merito.window.place import Place
from merito.window.views.year import YearView, year_view

MOST_CHANGED = 5
PARTS = (
    ("net", say("già versati")),
    ("payable", say("liquidabili")),
    ("withheld", say("sospesi")),
    ("uncovered", say("senza copertura")),
    ("savings", say("economie")),
)
year = Blueprint("year", __name__)


@year.get("/w/<key>/<ente>/<int:year>/", endpoint="year")
def the_year(key: str, ente: str, year: int) -> str:
    """The page of a year."""
    place = the_place(key, ente, year)
    answer = ask(place, year_view)
    last, changed, ran = _last(place, answer.value)
    return page(
        "year.html",
        view=answer.value,
        problems=answer.problems,
        messages_of=answer.messages,
        link_of=lambda one: _link(one, place),
        days_told=days_told,
        past=place.as_of is None and answer.value is not None and answer.value.as_of < date.today(),
        stacked=stacked,
        parts=[(name, in_words(word)) for name, word in PARTS],
        last=last,
        changed=changed,
        ran=ran,
    )


def _link(one: ToDo, place: Place) -> tuple[str, str] | None:
    """What the button of something to do says, and where it leads."""
    match one.page:
        case "sheets":
            return in_words(say("Apri le schede")), address("sheets.sheets", place)
        case "act":
            return in_words(say("Registra l'atto")), address("acts.new_act", place, tipo=one.of)
        case "reading":
            return in_words(say("Confronta le scelte")), address("acts.reading", place, reading=one.of)
        case "values":
            return in_words(say("Scrivi la decisione")), f"{address('acts.values', place)}#{one.of}"
        case "findings":
            return in_words(say("Guarda")), address("results.findings", place)
        case "table":
            return in_words(say("Apri la tabella")), address("data.table", place, name=one.of)
    return None


@year.app_template_global()
def fix_of(file: str, row: int = 0, sheet: str = "", column: str = "") -> str:
    """The page in which something in a file of this ente is corrected; blank if there is none."""
    place, path = g.place, PurePosixPath(file)
    if path.suffix.lower() == ".toml":
        return address("acts.values", place) if path.name == "cycle.toml" else ""
    where = "year" if path.parent.name == str(place.year) else "ente" if len(path.parts) > 1 else "workspace"
    link = address("data.table", place, name=sheet or path.stem, dove=where, riga=row or None, colonna=column or None)
    return f"{link}#riga" if row else link


def _last(place: Place, view: YearView | None) -> tuple[str, str, bool]:
    """When the results were written, and how; what has changed since; whether there are any."""
    if place.home is None:
        return in_words(say("Mai calcolato.")), "", False
    entry = last_run(place.home.workspace.out).get((place.ente, place.year))
    rests = read_json(place.results / RESTS_ON)
    if entry is None and rests is None:
        return in_words(say("Mai calcolato.")), "", False
    told = in_words(say("I risultati sono scritti."))
    if entry and entry.get("ended"):
        day = datetime.fromisoformat(str(entry["ended"]))
        when = f"{day_text(day.date())}, {day:%H:%M}"
        failed = entry.get("outcome") == FAILED
        told = in_words(
            say("L'ultima volta, {when}, non si è potuto.", when=when) if failed else say("Ultimo: {when}.", when=when)
        )
    before = rests.get("inputs", {}) if isinstance(rests, dict) else {}
    return told, ", ".join(_changed(before, view)) if before and view else "", rests is not None


def _changed(before: Mapping[str, str], view: YearView) -> Sequence[str]:
    """The tables that are not as they were, by their names."""
    names = sorted({*before, *view.hashes})
    found = [f"«{PurePosixPath(one).stem}»" for one in names if before.get(one) != view.hashes.get(one)]
    return [*found[:MOST_CHANGED], "…"] if len(found) > MOST_CHANGED else found
