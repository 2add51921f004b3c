"""A returned workbook: its two sheets, whose it is, and the values of its cells."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from merito.collection.workbooks import ABOUT, BESIDE, FORM, HEADS, NAMED
from merito.model.source import Source
from merito.outputs.xlsx import letters
from merito.workspace.cell_numbers import read_points
from merito.workspace.cells import Broken, Cell, CellError, read_date, read_id, text_of
from merito.workspace.files import FileError, content_of
from merito.workspace.heads import plain
from merito.workspace.problems import Problems
from merito.workspace.raw import RawTable
from merito.workspace.workbooks.spreadsheets import read_ods, read_xlsx

LOCALE = "it"
NO_NUMBER = Decimal(-1)
Key = tuple[str, str, str, datetime.date | None]
READERS = {".xlsx": read_xlsx, ".ods": read_ods}
AGAIN = "Rifare le schede con merito collect, e --out su questa cartella: i punti delle righe che restano si riportano."


def number_of(cell: Cell | Broken) -> Decimal | None:
    """The number in a cell; None if it is blank, and a value that no maximum or weight equals if it is not a number."""
    if cell == "":
        return None
    try:
        return read_points(sound(cell), LOCALE)
    except CellError:
        return NO_NUMBER


def sound(cell: Cell | Broken) -> Cell:
    """A cell that could be read. Raises CellError."""
    if isinstance(cell, Broken):
        raise CellError("un numero", f"{cell.why[0].upper()}{cell.why[1:]}.")
    return cell


def key_of(own: Mapping[str, Cell | Broken]) -> Key:
    """The person, factor, section and period of a row; a cell that cannot be read matches no row."""
    return (id_of(own["persona"]), text_of(own["fattore"]), text_of(own["sezione"]), day_of(own["dal"]))


def id_of(cell: Cell | Broken) -> str:
    """The id in a cell; one that cannot be read is nobody's."""
    try:
        return cell.text if isinstance(cell, Broken) else read_id(cell)
    except CellError:
        return text_of(cell)


@frozen
class Whose:
    """The ente, the year and the evaluator named in a workbook, and the code with which it was handed out."""

    ente: str
    year: str
    evaluator: str
    code: str


def sheets_of(path: Path, problems: Problems) -> Mapping[str, RawTable]:
    """The sheets of a workbook, by their names; empty if it is not one of ours."""
    before = len(problems.found)
    try:
        tables = {one.sheet: one for one in READERS[path.suffix.lower()](content_of(path), path.name, problems)}
    except FileError as error:
        problems.add(error.problem(path.name))
        return {}
    if len(problems.found) > before:
        return {}
    if ABOUT not in tables or FORM not in tables:
        told = f"non è una scheda di merito collect: attesi i fogli «{FORM}» e «{ABOUT}», con le loro colonne"
        problems.tell(Source(path.name, 0), told)
        return {}
    return tables


def whose(sheets: Mapping[str, RawTable]) -> Whose:
    """Whose workbook it says it is, on its second sheet; the sealed list says whether that is so."""
    about = {text_of(cells[0]): text_of(cells[1]) for _, cells in sheets[ABOUT].rows if len(cells) > 1}
    return Whose(*(about.get(name, "") for name in NAMED))


def day_of(cell: Cell | Broken) -> datetime.date | None:
    """The day in a cell; None if it is blank, and a day that no period has if it cannot be read."""
    try:
        return None if cell == "" else read_date(sound(cell), LOCALE)
    except CellError:
        return datetime.date.min


def has_heads(raw: RawTable, heads: tuple[str, ...] = HEADS) -> bool:
    """Whether a sheet has the columns that are handed out, and after them at most those to be read alone."""
    found = [plain(head) for head in raw.heads]
    return tuple(found[: len(heads)]) == heads and set(found[len(heads) :]) <= set(BESIDE)


def cell_name(place: int, row: int) -> str:
    """`M4`."""
    return f"{letters(place)}{row}"
