"""The workbook of an evaluator: own people and factors, one column to fill, what may be filled into it."""

import re
from collections.abc import Iterable, Mapping

from merito.collection.forms import Asked
from merito.model.people import ROLES
from merito.outputs.xlsx import Entry, Sheet, book

FORM, ABOUT = "scheda", "istruzioni"
HEADS = ("persona", "struttura", "ruolo", "categoria", "sezione", "fattore", "dal", "al", "peso", "massimo", "punti")
MOST, POINTS = HEADS.index("massimo"), HEADS.index("punti")
WRONG = "Un numero da 0 al massimo della riga; con la virgola i decimali."
NAMED = ("ente", "anno", "valutatore")
HOW = (
    "Scrivere i punti nella colonna «punti» del foglio «scheda», da 0 al massimo della riga. Le altre celle non si "
    "cambiano. Ciò che resta vuoto non è valutato. Salvare il file con il suo nome e restituirlo."
)
NOT_PLAIN = re.compile(r"[^\w.-]+")


def evaluator_book(ente: str, year: int, evaluator: str, rows: Iterable[Asked]) -> bytes:
    """The content of the .xlsx file that an evaluator is given."""
    cells = [_cells(one) for one in rows]
    columns = list(zip(*cells, strict=True))
    about = [("ente", "anno", "valutatore", "come"), (ente, str(year), evaluator, HOW)]
    return book(
        [
            Sheet(FORM, HEADS, columns, entry=Entry(POINTS, MOST, WRONG)),
            Sheet(ABOUT, ("voce", "valore"), about),
        ]
    )


def _cells(one: Asked) -> tuple[object, ...]:
    person, item = one.person, one.item
    whose = (person.id, person.unit, ROLES[person.role].replace("_", " "), person.category)
    return (*whose, item.section, item.factor, item.start, item.end, item.weight, item.maximum, one.points)


def file_names(evaluators: Iterable[str]) -> Mapping[str, str]:
    """The name of each evaluator's file, which no other has on any disk."""
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
