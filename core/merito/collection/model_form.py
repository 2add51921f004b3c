"""A form given by an office as a file: which rows a person is rated on, by person, role or category."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from merito.collection.forms import Item, Model
from merito.model.people import ROLES, Person
from merito.workspace.cell_numbers import read_points, read_weight
from merito.workspace.cells import CellError
from merito.workspace.files import FileError, content_of
from merito.workspace.heads import plain
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import UTF8, RawTable, read_csv

WHOSE = ("persona", "ruolo", "categoria")
HEADS = (*WHOSE, "fattore", "sezione", "massimo", "peso")

ROLE_WORDS = frozenset(plain(word) for pair in ROLES.items() for word in pair)


class FormError(ValueError):
    """A file that is not a form: all that is wrong in it (Italian)."""


@frozen
class _Row:
    whose: tuple[str, str, str]
    item: Item

    def fits(self, person: Person) -> bool:
        """Whether it applies to a person: blank means anybody."""
        own = ({plain(person.id)}, {plain(person.role), plain(ROLES[person.role])}, {plain(person.category)})
        return all(not wanted or plain(wanted) in known for wanted, known in zip(self.whose, own, strict=True))


def read_model(path: Path, locale: str) -> Model:
    """The form in a CSV file. Raises FormError."""
    problems = Problems()
    try:
        raw = read_csv(path.stem, path.name, content_of(path), UTF8, problems)
    except FileError as error:
        raise FormError(str(error.problem(path.name))) from None
    rows = _rows(raw, locale, problems) if raw is not None else []
    if not rows and not problems:
        problems.tell(raw.source(0), "la scheda non ha righe")  # type: ignore[union-attr]
    if problems:
        raise FormError("\n".join(map(str, problems.found)))
    return lambda person: tuple(dict.fromkeys(row.item for row in rows if row.fits(person)))


def _rows(raw: RawTable, locale: str, problems: Problems) -> list[_Row]:
    heads = [plain(head) for head in raw.heads]
    strange = [head for head in heads if head not in HEADS]
    if strange or "fattore" not in heads:
        told = f"colonne sconosciute: {', '.join(strange)}" if strange else "manca la colonna «fattore»"
        expected = f"le colonne {', '.join(HEADS)}; serve «fattore»"
        problems.tell(raw.source(raw.head_row), told, expected=expected)
        return []
    found = []
    for number, cells in raw.rows:
        own = {head: str(cell) for head, cell in zip(heads, cells, strict=True)}
        maximum = _number(own, "massimo", read_points, locale, raw, number, problems)
        weight = _number(own, "peso", read_weight, locale, raw, number, problems)
        role = own.get("ruolo", "")
        if role and plain(role) not in ROLE_WORDS:
            expected = f"uno tra {', '.join(ROLES.values())}, o in bianco per tutti"
            problems.tell(raw.source(number), column="ruolo", found=role, expected=expected)
        if not own["fattore"]:
            problems.tell(raw.source(number), "manca il fattore", column="fattore")
        item = Item(factor=own["fattore"], section=own.get("sezione", ""), maximum=maximum, weight=weight)
        found.append(_Row((own.get("persona", ""), own.get("ruolo", ""), own.get("categoria", "")), item))
    return found


def _number(
    own: dict[str, str],
    head: str,
    read: Callable[[str, str], Decimal],
    locale: str,
    raw: RawTable,
    number: int,
    problems: Problems,
) -> Decimal | None:
    written = own.get(head, "")
    if not written:
        return None
    try:
        return read(written, locale)
    except CellError as error:
        found = Problem(
            source=raw.source(number), column=head, found=written, expected=error.expected, remedy=error.remedy
        )
        problems.add(found)
        return None
