"""Writes .xlsx files from columns of typed cells, with XlsxWriter.

They have what an office needs of a table: frozen headers, a filter, widths, Italian formats of days and numbers, pages
that fit one sheet in width and repeat the headers. The same sheets give the same bytes.
"""

import io
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Given = str | int | Decimal | date | None
FILTER_BUTTON, NUMBER_WIDTH, DAY_WIDTH, MOST_WIDTH = 3, 12, 10, 80  # in characters
MOST_TEXT, MOST_TITLE = 32_767, 32  # the limits of a cell, and of the title of a note
CUT = "…"
TEXT_WIDTH, WRAPPED_WIDTH = 60, 28
PRINTED = 120  # a printed header has at most 255 characters; an ampersand counts as two
MADE = datetime(2000, 1, 1)
A4 = 9
COLOUR, TO_FILL = "#C07A12", "#FFF8DC"
DAY, THOUSANDS = "d/m/yyyy", "#,##0.00"
TOP = {"valign": "top", "text_wrap": True}
ENTRY = {"bg_color": TO_FILL, "bottom": 1, "locked": False}
FORMATS: Mapping[str, Mapping[str, object]] = {
    "head": {"bold": True, **TOP},
    "number": {"num_format": THOUSANDS},
    "day": {"num_format": DAY},
    "warning": {"bold": True, "font_color": "#FFFFFF", "bg_color": COLOUR},
    "wrapped": TOP,
    "entry": ENTRY,
    "entry_day": {**ENTRY, "num_format": DAY},
    "entry_text": {**ENTRY, **TOP},
}
UNLOCKED = {"format_columns": True, "format_rows": True, "autofilter": True, "objects": False, "scenarios": False}
LONE = re.compile("[\ud800-\udfff]")


class Entry(NamedTuple):
    """A column of a sheet to be filled in by hand, counted from 0; all other cells of the sheet are locked.

    It takes numbers from 0 to that of the column `most` (100 if that has none), days from the first to the last of
    `days`, or else texts. `note` is what a spreadsheet shows beside the cell, `wrong` its message for anything else (at
    most 255 characters each).
    """

    column: int
    note: str
    wrong: str = ""
    most: int | None = None
    days: tuple[date, date] | None = None

    @property
    def format(self) -> str:
        return "entry" if self.most is not None else "entry_day" if self.days is not None else "entry_text"

    @property
    def width(self) -> int:
        return NUMBER_WIDTH if self.most is not None else DAY_WIDTH if self.days is not None else TEXT_WIDTH


class Sheet(NamedTuple):
    """A table: its name, headers, the values of each column, and the words for coded values of a column.

    With `warning` the first row shows it, and so does every printed page. `entries` are the columns to be filled in,
    `wrapped` those whose texts go on in the next line instead of widening them.
    """

    name: str
    heads: Sequence[str]
    columns: Sequence[Sequence[Given]]
    words: Sequence[Mapping[str, str]] = ()
    warning: str = ""
    entries: Sequence[Entry] = ()
    wrapped: Collection[int] = ()

    @property
    def top(self) -> int:
        """The row of the headers, from 1."""
        return 2 if self.warning else 1

    @property
    def last(self) -> int:
        """The last row."""
        return self.top + (len(self.columns[0]) if self.columns else 0)


def letters(place: int) -> str:
    """The letters of a column, counted from 0: `A`, `Z`, `AA`."""
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 (heavy: only where a workbook is written)

    told: str = xl_col_to_name(place)
    return told


def book(sheets: Sequence[Sheet]) -> bytes:
    """The content of an .xlsx file with these sheets, in their order. Raises ValueError without any."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (heavy: only where a workbook is written)

    if not sheets:
        raise ValueError("a workbook needs a sheet")
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as made:
        made.set_properties({"author": "merito", "created": MADE})
        formats = {name: made.add_format(dict(told)) for name, told in FORMATS.items()}
        for sheet in sheets:
            page = made.add_worksheet(sheet.name)
            _write(page, sheet, formats)
            _lay_out(page, sheet)
    return buffer.getvalue()


def _write(page: "Worksheet", sheet: Sheet, formats: Mapping[str, Any]) -> None:
    """The cells of a sheet, and the widths of its columns."""
    if sheet.warning:
        page.write_string(0, 0, sheet.warning, formats["warning"])
    entries = {one.column: one for one in sheet.entries}
    for place, (head, values) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        page.write_string(sheet.top - 1, place, head, formats["head"])
        entry = entries.get(place)
        words = sheet.words[place] if sheet.words else {}
        text = "wrapped" if place in sheet.wrapped else ""
        width = len(head) + FILTER_BUTTON
        for row, value in enumerate(values, start=sheet.top):
            if entry:
                _cell(page, row, place, value, formats[entry.format], formats[entry.format])
                continue
            told = words.get(value, value) if isinstance(value, str) else value
            own = _format_of(told, text)
            width = max(width, _cell(page, row, place, told, formats.get(own), None))
        width = max(entry.width, len(head) + FILTER_BUTTON) if entry else width
        page.set_column(place, place, min(width, WRAPPED_WIDTH if text else MOST_WIDTH))


def _format_of(value: Given, text: str) -> str:
    if isinstance(value, str):
        return text
    return "number" if isinstance(value, Decimal) else "day" if isinstance(value, date) else ""


def _cell(page: "Worksheet", row: int, place: int, value: Given, own: Any, blank: Any) -> int:
    """Writes a cell, and a blank one only with a format of its own; the width that it needs (characters)."""
    if value is None or value == "":
        page.write_blank(row, place, None, blank)
        return 0
    if isinstance(value, str):
        kept = LONE.sub("\ufffd", value if len(value) <= MOST_TEXT else value[: MOST_TEXT - 1] + CUT)
        page.write_string(row, place, kept, own)
        return len(value)
    if isinstance(value, date):
        page.write_datetime(row, place, value, own)
        return DAY_WIDTH
    page.write_number(row, place, value, own)
    return NUMBER_WIDTH if isinstance(value, Decimal) else 0


def _lay_out(page: "Worksheet", sheet: Sheet) -> None:
    """What is seen of a sheet, what is printed, and what may be filled in."""
    last = max(len(sheet.heads) - 1, 0)
    page.freeze_panes(sheet.top, 0)
    page.autofilter(sheet.top - 1, 0, sheet.last - 1, last)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.75)
    page.repeat_rows(0, sheet.top - 1)
    footer = f"&L{sheet.name.replace('&', '&&')}"
    if sheet.warning:
        told = sheet.warning if len(sheet.warning) <= PRINTED else f"{sheet.warning[:PRINTED]}..."
        page.set_header(f"&C{told.replace('&', '&&')}")
        page.set_tab_color(COLOUR)
        footer = "&CSIMULAZIONE"
    page.set_footer(f"{footer}&RPagina &P di &N")
    if sheet.entries:
        page.protect("", UNLOCKED)
    for one in sheet.entries if sheet.last > sheet.top else ():
        page.data_validation(sheet.top, one.column, sheet.last - 1, one.column, _validation(one, sheet))


def _validation(one: Entry, sheet: Sheet) -> dict[str, object]:
    """The note of a column to be filled in, and its permitted values."""
    title = sheet.heads[one.column][:MOST_TITLE]
    told: dict[str, object] = {"validate": "any", "input_title": title, "input_message": one.note}
    if one.most is not None:
        most = f"{letters(one.most)}{sheet.top + 1}"
        limit = f"=IF(ISNUMBER({most}),{most},100)"
        told |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": limit}
    elif one.days is not None:
        first, last = one.days
        told |= {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    return told | ({"error_title": title, "error_message": one.wrong} if one.wrong else {"show_error": False})
