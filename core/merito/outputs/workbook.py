"""The tables of results as one typed workbook with Italian heads: numbers are numbers, days are days, text is text."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from merito.model.simulation import Simulation
from merito.outputs.marks import MARK_FORMAT, MARK_ROWS, mark_sheet
from merito.outputs.result_tables import OutTable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)  # the same results give the same bytes
SHEET_NAME_LENGTH = 31
OF_REGULATION = " (regolamento)"
FILTER_BUTTON, NUMBER_WIDTH, DAY_WIDTH, MOST_WIDTH = 3, 12, 10, 80  # in characters


class Formats(NamedTuple):
    """How the cells of a workbook look."""

    head: "Format"
    number: "Format"
    day: "Format"


def workbook(tables: Sequence[OutTable], simulation: Simulation | None = None) -> bytes:
    """The content of an .xlsx file with one sheet per table, in their order; coded values in words.

    Of a `simulation` every sheet says so in its first row, and on every page when it is printed.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 (heavy: only when results are written)

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    formats = Formats(
        head=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        number=book.add_format({"num_format": "#,##0.00"}),
        day=book.add_format({"num_format": "d/m/yyyy"}),
    )
    taken: set[str] = set()
    for table in tables:
        name = table.table.label[:SHEET_NAME_LENGTH]
        if name.casefold() in taken:
            name = f"{name[: SHEET_NAME_LENGTH - len(OF_REGULATION)]}{OF_REGULATION}"
        taken.add(name.casefold())
        sheet = book.add_worksheet(name)
        _fill(sheet, table, formats, 0 if simulation is None else MARK_ROWS)
        if simulation is not None:
            mark_sheet(sheet, simulation, book.add_format(MARK_FORMAT))
    book.close()
    return buffer.getvalue()


def _fill(sheet: "Worksheet", table: OutTable, formats: Formats, top: int) -> None:
    """Heads in the row `top`, and the rows below."""
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(table.rows), len(table.heads) - 1)
    for column, declared in enumerate(table.table.columns):
        words = declared.words
        sheet.write_string(top, column, declared.label, formats.head)
        longest = len(declared.label) + FILTER_BUTTON
        for row, cells in enumerate(table.rows, start=top + 1):
            value = cells[column]
            if isinstance(value, str):
                if value:
                    text = words.get(value, value)
                    sheet.write_string(row, column, text)
                    if len(text) > longest:
                        longest = len(text)
            elif isinstance(value, Decimal):
                sheet.write_number(row, column, float(value), formats.number)
                longest = max(longest, NUMBER_WIDTH)
            elif isinstance(value, int):
                sheet.write_number(row, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)
                longest = max(longest, DAY_WIDTH)
        sheet.set_column(column, column, min(longest, MOST_WIDTH))
