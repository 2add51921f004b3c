"""Reads the tables of a workbook, one per sheet. Numbers and dates are the cell's own; text follows the locale."""

from merito.model.source import Source
from merito.workspace.cells import Broken, Cell
from merito.workspace.problems import Problems
from merito.workspace.raw import Below, RawTable, table_of
from merito.workspace.workbooks.set_apart import RefusedError, read_apart
from merito.workspace.workbooks.workbook_cells import ODS, Workbook

XLSX = "xlsx"
Sheets = list[tuple[str, list[list[Cell | Broken]]]]


def read_xlsx(content: bytes, shown: str, problems: Problems, below: Below | None = None) -> tuple[RawTable, ...]:
    """Every sheet; `below` leaves out what is above its headings. A corrupt file is one problem."""
    return _tables(XLSX, content, shown, problems, below)


def read_ods(content: bytes, shown: str, problems: Problems, below: Below | None = None) -> tuple[RawTable, ...]:
    """Every sheet of an OpenDocument workbook. Cell formats are not given: 90% is written as text, or as 90."""
    return _tables(ODS, content, shown, problems, below)


def sheets_in(content: bytes, shown: str) -> Sheets:
    """The cells of every sheet of a readable workbook, with its title; empty for any other file."""
    return _read(ODS if shown.endswith(f".{ODS}") else XLSX, content, shown, Problems()).sheets


def _tables(ending: str, content: bytes, shown: str, problems: Problems, below: Below | None) -> tuple[RawTable, ...]:
    workbook = _read(ending, content, shown, problems)
    tables = [
        table_of(title, shown, title, below(rows) if below else rows, problems) for title, rows in workbook.sheets
    ]
    return tuple(table for table in tables if table is not None)


def _read(ending: str, content: bytes, shown: str, problems: Problems) -> Workbook:
    try:
        return read_apart(ending, content)
    except RefusedError as refused:
        problems.tell(Source(shown, 0), str(refused), remedy=refused.remedy)
    return Workbook([])
