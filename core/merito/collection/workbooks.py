"""The workbook of an evaluator: their people and factors, their people one by one, and what may be filled in."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from merito.collection.about_people import Value, cells_about
from merito.collection.forms import Asked
from merito.model.people import ROLES, Person, Rating
from merito.numbers import number_text
from merito.outputs.xlsx import Entry, Sheet, book
from merito.workspace.people_names import Named

FORM, PEOPLE, ABOUT = "scheda", "persone", "istruzioni"
HEADS = (
    *("persona", "nominativo", "struttura", "ruolo", "categoria", "sezione", "fattore", "descrizione"),
    *("dal", "al", "peso", "massimo", "punti"),
)
MOST, POINTS = HEADS.index("massimo"), HEADS.index("punti")
EARLIER, CRITERIA = "anno_precedente", "criteri"
BESIDE = (EARLIER, CRITERIA)
"""Columns to be read beside those of a form, where there is anything in them."""
WHOSE = ("persona", "nominativo", "struttura", "ruolo")
WRONG = "Un numero da 0 al massimo della riga; con la virgola i decimali."
WRONG_DAY = "Un giorno come 15/2/2022, dall'inizio dell'anno valutato in poi."
NOTE = "Da 0 al massimo della riga. Una cella vuota non è valutata."
NOTES = {
    "feedback": "Il giorno del colloquio con la persona, come 15/2/2022.",
    "proposal_told": "Il giorno in cui la proposta di valutazione è stata comunicata alla persona, se c'è stata.",
    "told": "Il giorno in cui la valutazione finale è stata comunicata alla persona.",
    "reasons": "Perché questa valutazione. A capo con Alt+Invio.",
    "note": "Ciò che l'ufficio deve sapere. Non entra nella valutazione.",
}
YEARS = 2
"""How many years after the one that is evaluated its days may fall; the rest is questioned when the data are read."""
NAMED = ("ente", "anno", "valutatore", "consegna")
HOW = (
    "Scrivere i punti nella colonna «punti» del foglio «scheda», da 0 al massimo della riga; nel foglio «persone», per "
    "ciascuno, il colloquio, la comunicazione e la motivazione. Le altre celle non si cambiano. Ciò che resta vuoto "
    "non è valutato, o non è ancora fatto. Salvare il file con il suo nome e restituirlo."
)
NOT_PLAIN = re.compile(r"[^\w.-]+")


def _nothing(_: Asked) -> str:
    return ""


@frozen(kw_only=True)
class Called:
    """The words next to ids and codes: people by name, units by title, factors by title and role.

    `earlier` are the points of the year before, by person, factor and section; `criteria` the words of the ente on a
    row, `expected` those on a person.
    """

    names: Mapping[str, Named]
    units: Mapping[str, str]
    factors: Mapping[str, Mapping[str, str]]
    earlier: Mapping[tuple[str, str, str], tuple[Rating, ...]] = field(factory=dict)
    criteria: Callable[[Asked], str] = _nothing
    expected: Mapping[str, str] = field(factory=dict)

    def person(self, identifier: str) -> str:
        """A person by name; blank if the ente has given none."""
        known = self.names.get(identifier)
        return known.full if known else ""

    def unit(self, person: Person) -> str:
        return self.units.get(person.unit or "", "") or person.unit or ""

    def factor(self, asked: Asked) -> str:
        """`Comportamenti: collaborazione` for the codes of a row; blank if they are words already."""
        known, item = self.factors.get(asked.person.role, {}), asked.item
        told = [known[code.casefold()] for code in (item.section, item.factor) if code.casefold() in known]
        return ": ".join(dict.fromkeys(told))

    def before(self, asked: Asked) -> Decimal | str | None:
        """The points of the year before: a number where the maximum is the same, otherwise `15 su 20`."""
        rows = self.earlier.get((asked.person.id, asked.item.factor, asked.item.section), ())
        if len(rows) == 1 and rows[0].max == asked.item.maximum:
            return rows[0].points
        return "; ".join(map(_out_of, rows)) or None


def _out_of(row: Rating) -> str:
    points = number_text(row.points)
    return points if row.max is None else f"{points} su {number_text(row.max)}"


def role_called(person: Person) -> str:
    return ROLES[person.role].replace("_", " ")


def evaluator_book(
    ente: str,
    year: int,
    evaluator: str,
    code: str,
    rows: tuple[Asked, ...],
    about: Mapping[str, Mapping[str, Value]],
    called: Called,
) -> bytes:
    """The content of the .xlsx file for an evaluator; `code` is that of the sealed list.

    `about` is what stands about each person, by id and label of the column.
    """
    told = [(*NAMED, "come"), (ente, str(year), evaluator, code, HOW)]
    sheets = [_form(rows, called), _people(rows, about, year, called), Sheet(ABOUT, ("voce", "valore"), told)]
    return book(sheets)


def _form(rows: tuple[Asked, ...], called: Called) -> Sheet:
    cells = [(*_whose(one.person, called), one.person.category, *_what(one, called)) for one in rows]
    columns = list(zip(*cells, strict=True))
    beside: dict[str, tuple[Decimal | str | None, ...]] = {
        EARLIER: tuple(map(called.before, rows)),
        CRITERIA: tuple(map(called.criteria, rows)),
    }
    given = {head: values for head, values in beside.items() if any(one not in (None, "") for one in values)}
    heads = (*HEADS, *given)
    words = {place for place, head in enumerate(heads) if head in (*HEADS[: HEADS.index("dal")], *BESIDE)}
    entries = (Entry(POINTS, NOTE, WRONG, most=MOST),)
    return Sheet(FORM, heads, [*columns, *given.values()], entries=entries, wrapped=words)


def _people(rows: Iterable[Asked], about: Mapping[str, Mapping[str, Value]], year: int, called: Called) -> Sheet:
    """One row for each person, with the cells about them."""
    people = {one.person.id: one.person for one in rows}
    columns = cells_about()
    cells = [
        (*_whose(one, called), *(about.get(one.id, {}).get(column.label) for column in columns))
        for one in people.values()
    ]
    days = date(year, 1, 1), date(year + YEARS, 12, 31)
    entries = [
        Entry(place, NOTES[column.name], WRONG_DAY, days=days)
        if column.kind == "date"
        else Entry(place, NOTES[column.name])
        for place, column in enumerate(columns, start=len(WHOSE))
    ]
    heads, found = people_heads(), list(zip(*cells, strict=True))
    expected = tuple(called.expected.get(one, "") for one in people)
    if any(expected):
        heads, found = (*heads, CRITERIA), [*found, expected]
    words = {place for place, head in enumerate(heads) if head in (*WHOSE, CRITERIA)}
    return Sheet(PEOPLE, heads, found, entries=entries, wrapped=words)


def people_heads() -> tuple[str, ...]:
    """The heads of the sheet of people, without those to be read alone."""
    return (*WHOSE, *(column.label for column in cells_about()))


def _whose(person: Person, called: Called) -> tuple[str, ...]:
    return (person.id, called.person(person.id), called.unit(person), role_called(person))


def _what(one: Asked, called: Called) -> tuple[Decimal | date | str | None, ...]:
    item = one.item
    words = (item.section, item.factor, called.factor(one))
    return (*words, item.start, item.end, item.weight, item.maximum, one.points)


def file_names(evaluators: Iterable[str]) -> Mapping[str, str]:
    """The name of each evaluator's file, unique on any disk."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for evaluator in evaluators:
        stem = NOT_PLAIN.sub("_", evaluator).strip("_.") or "valutatore"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name.casefold())
        found[evaluator] = f"{name}.xlsx"
    return found
