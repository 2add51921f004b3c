"""The workbook of an evaluator: their people and factors, one column to fill in, its permitted values."""

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from merito.collection.forms import Asked
from merito.model.people import ROLES
from merito.outputs.xlsx import Entry, Sheet, book
from merito.workspace.people_names import Named

FORM, ABOUT = "scheda", "istruzioni"
HEADS = (
    *("persona", "nominativo", "struttura", "ruolo", "categoria", "sezione", "fattore", "descrizione"),
    *("dal", "al", "peso", "massimo", "punti"),
)
MOST, POINTS = HEADS.index("massimo"), HEADS.index("punti")
WRONG = "Un numero da 0 al massimo della riga; con la virgola i decimali."
NAMED = ("ente", "anno", "valutatore", "consegna")
HOW = (
    "Scrivere i punti nella colonna «punti» del foglio «scheda», da 0 al massimo della riga. Le altre celle non si "
    "cambiano. Ciò che resta vuoto non è valutato. Salvare il file con il suo nome e restituirlo."
)
NOT_PLAIN = re.compile(r"[^\w.-]+")


@frozen
class Called:
    """The words next to ids and codes: people by name, units by title, factors by title and role."""

    names: Mapping[str, Named]
    units: Mapping[str, str]
    factors: Mapping[str, Mapping[str, str]]

    def person(self, identifier: str) -> str:
        """A person by name; blank if the ente has given none."""
        known = self.names.get(identifier)
        return known.full if known else ""

    def factor(self, asked: Asked) -> str:
        """`Comportamenti: collaborazione` for the codes of a row; blank if they are words already."""
        known, item = self.factors.get(asked.person.role, {}), asked.item
        told = [known[code.casefold()] for code in (item.section, item.factor) if code.casefold() in known]
        return ": ".join(dict.fromkeys(told))


def evaluator_book(ente: str, year: int, evaluator: str, code: str, rows: Iterable[Asked], called: Called) -> bytes:
    """The content of the .xlsx file for an evaluator; `code` is that of the sealed list."""
    cells = [_cells(one, called) for one in rows]
    columns = list(zip(*cells, strict=True))
    about = [(*NAMED, "come"), (ente, str(year), evaluator, code, HOW)]
    return book(
        [
            Sheet(FORM, HEADS, columns, entry=Entry(POINTS, MOST, WRONG)),
            Sheet(ABOUT, ("voce", "valore"), about),
        ]
    )


def _cells(one: Asked, called: Called) -> tuple[object, ...]:
    person, item = one.person, one.item
    unit = called.units.get(person.unit or "", "") or person.unit
    whose = (person.id, called.person(person.id), unit, ROLES[person.role].replace("_", " "), person.category)
    what = (item.section, item.factor, called.factor(one))
    return (*whose, *what, item.start, item.end, item.weight, item.maximum, one.points)


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
