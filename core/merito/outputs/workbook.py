"""The tables of results as one typed workbook with Italian heads: numbers are numbers, days are days, text is text."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from textwrap import shorten

from merito.contract.inputs import Inputs
from merito.model.simulation import Simulation
from merito.numbers import half_up
from merito.outputs.columns import SAID, VALUED, OutCell, OutColumn
from merito.outputs.marks import warning_of
from merito.outputs.result_tables import OutTable
from merito.outputs.words import Words
from merito.outputs.xlsx import Sheet, book

SHEET_NAME_LENGTH, MOST = 31, 6
REFUSED_MARKS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NO_HEADS: Mapping[str, str] = {}
NO_WORDS = Words(Inputs())


def workbook(tables: Sequence[OutTable], words: Words = NO_WORDS, simulation: Simulation | None = None) -> bytes:
    """The content of an .xlsx file with one sheet per table, in order; codes and ids in `words`.

    For a `simulation` every sheet says so in its first row, and on every printed page.
    """
    warning = "" if simulation is None else warning_of(simulation)
    taken: set[str] = set()
    return book([_sheet(table, words, taken, warning) for table in tables])


def _sheet(table: OutTable, words: Words, taken: set[str], warning: str) -> Sheet:
    shown = [(place, one) for place, one in enumerate(table.table.columns) if one.kind is not VALUED]
    declared = [one for _, one in shown]
    label = table.table.label
    title, heads = words.of_table(label) if table.of_regulation else (label, NO_HEADS)
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.table.columns)
    columns = [_column(one, cells[place], words, table) for place, one in shown]
    labels = [heads.get(one.label) or one.label.replace("_", " ") for one in declared]
    return Sheet(_named(title, taken), labels, columns, [one.words for one in declared], warning)


def _column(declared: OutColumn, cells: Sequence[OutCell], words: Words, table: OutTable) -> Sequence[OutCell]:
    if declared.kind is SAID and words.read is not None:
        return list(map(words.read, table.values(declared)))
    if declared.kind.in_workbooks:
        return list(map(_number, cells))
    written = words.for_column(declared.names)
    if written is None:
        return cells
    known = {cell: written(cell) for cell in dict.fromkeys(cells) if isinstance(cell, str) and cell}
    return [known.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _number(cell: OutCell) -> OutCell:
    """An exact figure as a number; if decimals cannot express it, rounded half up at the sixth."""
    if not isinstance(cell, str) or not cell:
        return None
    value = Fraction(cell)
    for places in (0, 2):
        if Fraction(short := half_up(value, places)) == value:
            return short
    return half_up(value, MOST)


def _named(title: str, taken: set[str]) -> str:
    """A unique name for a sheet: the title without the marks that a sheet cannot have, cut to its length."""
    plain = title.translate(REFUSED_MARKS)
    name, number = shorten(plain, SHEET_NAME_LENGTH, placeholder=""), 1
    while name.casefold() in taken:
        number += 1
        end = f" ({number})"
        name = shorten(plain, SHEET_NAME_LENGTH - len(end), placeholder="") + end
    taken.add(name.casefold())
    return name
