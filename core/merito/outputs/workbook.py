"""The tables of results as one typed workbook with Italian heads: numbers are numbers, days are days, text is text."""

from collections.abc import Sequence
from fractions import Fraction

from merito.model.simulation import Simulation
from merito.numbers import half_up
from merito.outputs.columns import OutCell
from merito.outputs.marks import warning_of
from merito.outputs.result_tables import OutTable
from merito.outputs.xlsx import Sheet, book

SHEET_NAME_LENGTH, MOST = 31, 6
OF_REGULATION = " (regolamento)"


def workbook(tables: Sequence[OutTable], simulation: Simulation | None = None) -> bytes:
    """The content of an .xlsx file with one sheet per table, in order; coded values in words.

    For a `simulation` every sheet says so in its first row, and on every printed page.
    """
    warning = "" if simulation is None else warning_of(simulation)
    taken: set[str] = set()
    return book([_sheet(table, _named(table, taken), warning) for table in tables])


def _sheet(table: OutTable, name: str, warning: str) -> Sheet:
    declared = table.table.columns
    cells = list(zip(*table.rows, strict=True)) or [()] * len(declared)
    columns = [
        list(map(_number, own)) if one.kind.in_workbooks else own for one, own in zip(declared, cells, strict=True)
    ]
    return Sheet(name, [one.label for one in declared], columns, [one.words for one in declared], warning)


def _number(cell: OutCell) -> OutCell:
    """An exact figure as a number; if decimals cannot express it, rounded half up at the sixth."""
    if not isinstance(cell, str) or not cell:
        return None
    value = Fraction(cell)
    for places in (0, 2):
        if Fraction(short := half_up(value, places)) == value:
            return short
    return half_up(value, MOST)


def _named(table: OutTable, taken: set[str]) -> str:
    """A unique name for a sheet."""
    name = table.table.label[:SHEET_NAME_LENGTH]
    if name.casefold() in taken:
        name = f"{name[: SHEET_NAME_LENGTH - len(OF_REGULATION)]}{OF_REGULATION}"
    taken.add(name.casefold())
    return name
