"""The workbook of a table to fill in: its present rows, a note on each column, lists of what may stand in it.

An office uploads it again as it is: its headings are ours.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from merito.model.columns import Table
from merito.workspace.exchange.columns_told import ColumnTold, columns_told, in_italian
from merito.workspace.exchange.held import Held
from merito.workspace.exchange.in_workbook import DAY, TEXT, typed
from merito.workspace.exchange.site import Site
from merito.workspace.heads import ITALIAN, Heads

LISTS = "elenchi"
LONGEST_TITLE = 31
MORE_ROWS = 1000
NARROWEST, WIDEST = 10, 40
NOTE_WIDTH, NOTE_HEIGHT, NOTE_LINE, NOTE_MARKS = 320, 30, 18, 48
A4 = 9
FORMATS = {"id": TEXT, "ref": TEXT, "date": DAY, "money": "#,##0.00", "points": "0.##", "number": "#,##0.##"}
WIDTHS = {"text": 28, "who": 24, "choice": 22, "tool": 22, "ref": 14, "date": 12, "moment": 14, "money": 14}
FIRST_YEAR, LAST_YEAR = 1900, 2199


def model_book(site: Site, held: Held) -> bytes:
    """The content of the .xlsx file of a table."""
    from openpyxl import Workbook  # noqa: PLC0415 (only for whoever asks for one)

    told = columns_told(site, held.table)
    book: Any = Workbook()
    sheet = book.active
    sheet.title = title_of(held.table)
    rows = list(_rows(held, told))
    sheet.append([one.column.label for one in told])
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            _put(sheet.cell(number, place), value)
    last = len(rows) + 1 + MORE_ROWS
    lists = book.create_sheet(LISTS)
    for place, one in enumerate(told, 1):
        _column(sheet, place, one, last, len(rows) + 1)
        if one.choices:
            _listed(sheet, lists, place, one, last)
    if lists.max_row == 1:
        book.remove(lists)
    _printed(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def title_of(table: Table) -> str:
    """The title of the sheet of a table: its Italian label."""
    return table.label[:LONGEST_TITLE]


def _rows(held: Held, told: Sequence[ColumnTold]) -> Iterable[list[str | int | float | date | None]]:
    """The present rows, numbers and days as a workbook stores them."""
    heads = Heads({}, (), ITALIAN)
    places = [(one.column, held.index.get(one.column.name)) for one in told]
    for line in held.lines if held.index else ():
        yield [
            None if place is None else typed(column, in_italian(held, column, line.cells[place]), held.locale, heads)
            for column, place in places
        ]


def _put(cell: Any, value: str | int | float | date | None) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is no formula


def _column(sheet: Any, place: int, one: ColumnTold, last: int, filled: int) -> None:
    """The head of a column with its note, its width, the format of its cells, and what they accept."""
    from openpyxl.comments import Comment  # noqa: PLC0415 (with the workbook)
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    letter, column = get_column_letter(place), one.column
    head = sheet.cell(1, place)
    head.font = Font(bold=True)
    head.alignment = Alignment(wrap_text=True, vertical="top")
    head.fill = PatternFill("solid", fgColor="D9E2F3" if one.required else "F2F2F2")
    lines = sum(1 + len(line) // NOTE_MARKS for line in one.note.splitlines())
    head.comment = Comment(one.note, "merito", height=NOTE_HEIGHT + NOTE_LINE * lines, width=NOTE_WIDTH)
    width = max(NARROWEST, len(column.label) + 2, WIDTHS.get(column.kind, 0))
    sheet.column_dimensions[letter].width = min(width, WIDEST)
    if (form := FORMATS.get(column.kind)) is not None:
        sheet.column_dimensions[letter].number_format = form
        for row in range(2, filled + 1):
            sheet.cell(row, place).number_format = form
    rule: DataValidation | None = None
    if column.kind == "date":
        rule = DataValidation(type="date", operator="between", formula1="1", formula2="DATE(2199,12,31)")
    elif column.kind in ("money", "points", "weight"):
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    elif column.kind == "year":
        rule = DataValidation(type="whole", operator="between", formula1=str(FIRST_YEAR), formula2=str(LAST_YEAR))
    if rule is not None:
        _ruled(sheet, rule, letter, last, f"Qui va {one.what}.")


def _listed(sheet: Any, lists: Any, place: int, one: ColumnTold, last: int) -> None:
    """A list of values beside their titles on a sheet of its own, from which a cell may choose."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 (with the workbook)
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    first = lists.max_column + 1 if lists.cell(1, 1).value is not None else 1
    lists.cell(1, first).value = one.column.label
    titled = any(one.choices.values())
    if titled:
        lists.cell(1, first + 1).value = f"{one.column.label}: che cos'è"
        lists.column_dimensions[get_column_letter(first + 1)].width = WIDEST
    for row, (value, title) in enumerate(one.choices.items(), 2):
        for at, text in ((first, value), (first + 1, title)):
            if text:
                _put(lists.cell(row, at), text)
                lists.cell(row, at).number_format = TEXT
    letter = get_column_letter(first)
    lists.column_dimensions[letter].width = min(max(NARROWEST, *map(len, one.choices)), WIDEST)
    ids = f"{LISTS}!${letter}$2:${letter}${len(one.choices) + 1}"
    rule = DataValidation(type="list", formula1=ids, errorStyle="stop" if one.strict else "warning")
    _ruled(sheet, rule, get_column_letter(place), last, f"Qui va {one.what}: vedere il foglio «{LISTS}».")


def _ruled(sheet: Any, rule: Any, letter: str, last: int, error: str) -> None:
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = "Valore da correggere", error[:225]
    rule.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(rule)


def _printed(sheet: Any) -> None:
    """Heads that stay in sight and on every page, and pages that fit one A4 sheet in width."""
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
