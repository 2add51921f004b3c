"""The content of a workbook, as a library reads it: cells of every sheet, and their display.

It runs in a separate process (`reading_process`) with limits of time and memory.
"""

import io
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from attrs import frozen

from merito.workspace.cells import Broken, Cell, Native, text_of
from merito.workspace.characters import character, printable, unprintable
from merito.workspace.workbooks.archives import ArchiveError, packed, unpacked
from merito.workspace.workbooks.extents import check_extents
from merito.workspace.workbooks.ods_percents import Percents, ods_percents

FORMULA, ERROR, FORMULA_TEXT = "f", "e", "str"
ODS = "ods"
WITHOUT_CELLS = ("xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")
CHARACTERS = 2**26
_LITERAL = re.compile(r'"[^"]*"|\\.')

Row = list[Cell | Broken]


@frozen
class Workbook:
    """Every sheet: its title and its rows from the first on."""

    sheets: list[tuple[str, list[Row]]]


def read_workbook(ending: str, content: bytes) -> Workbook:
    """The workbook in a file `.xlsx` or `.ods`.

    Raises ArchiveError on one that is refused, any other exception on one that is corrupt.
    """
    parts = _checked(content)
    sheets_of = _ods_sheets if ending == ODS else _xlsx_sheets
    sheets: list[tuple[str, list[Row]]] = []
    left = CHARACTERS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about content that it drops, none of it values
        for title, rows in sheets_of(packed(parts)):
            kept: list[Row] = []
            for row in rows:
                left -= sum(len(text_of(cell)) for cell in row if not isinstance(cell, Native))
                if left < 0:
                    raise ArchiveError("ha troppo testo, o la stessa cella lunga ripetuta troppe volte")
                kept.append(row)
            sheets.append((title, kept))
    percents = ods_percents(parts.get("content.xml", b"")) if ending == ODS else {}
    return Workbook([(title, _in_percent(rows, percents.get(title, {}))) for title, rows in sheets])


def _in_percent(rows: list[Row], percents: Percents) -> list[Row]:
    """The rows of a sheet, with numbers marked as percents where it shows them so."""
    for number, columns in percents.items():
        row = rows[number - 1] if number <= len(rows) else []
        for place in columns:
            if place <= len(row) and isinstance(cell := row[place - 1], Native) and isinstance(cell.value, Decimal):
                row[place - 1] = Native(cell.value, percent=True)
    return rows


def _checked(content: bytes) -> Mapping[str, bytes]:
    """The parts of a workbook that were parsed and measured; sheets without cells are left out."""
    parts = check_extents(unpacked(content))
    return {name: part for name, part in parts.items() if not name.startswith(WITHOUT_CELLS)}


def _ods_sheets(content: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (only for whoever has such a workbook)

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for title in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
        yield title, ([_native(value) for value in row] for row in rows)


def _xlsx_sheets(content: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """The rows of every sheet, values and formulas side by side; declared sizes are ignored.

    A chart sheet is empty: one with the name of a table is reported, and the others are read.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (only for whoever has such a workbook)
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 (with it)

    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True)
    reader.read()
    values = reader.wb
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    yield from (
        (sheet.name, iter(())) for sheet, part in reader.parser.find_sheets() if part.target not in reader.valid_files
    )
    for sheet in values.worksheets:
        beside = formulas[sheet.title]
        sheet.reset_dimensions()
        beside.reset_dimensions()
        pairs = zip(sheet.iter_rows(), beside.iter_rows(), strict=True)
        yield sheet.title, ([*map(_cell, row, row_beside)] for row, row_beside in pairs)


def _cell(cell: Any, formula: Any) -> Cell | Broken:
    value = cell.value
    if value is None:
        if formula.data_type == FORMULA and cell.data_type != FORMULA_TEXT:
            return Broken(
                str(getattr(formula.value, "text", formula.value)), "la cella contiene una formula mai calcolata"
            )
        return ""
    if cell.data_type == ERROR:
        return Broken(str(value), "la cella contiene un errore")
    return _native(value, percent=_is_percent(cell))


def _native(value: object, *, percent: bool = False) -> Cell | Broken:
    """A cell's own value: numbers with the 15 digits that a spreadsheet stores, days without time."""
    if isinstance(value, bool):
        return Native(value)
    if isinstance(value, int):
        return Native(Decimal(value), percent)
    if isinstance(value, float) and math.isfinite(value):
        return Native(Decimal(format(value, ".15g")), percent)
    if isinstance(value, datetime) and value.time() == time():
        return Native(value.date())
    if isinstance(value, date) and not isinstance(value, datetime):
        return Native(value)
    text = str(value)
    fault = unprintable(text)
    return Broken(printable(text), f"la cella contiene {character(fault)}") if fault else text


def _is_percent(cell: Any) -> bool:
    """Whether the format shows the number times 100; a `%` between quotes is only text."""
    return "%" in _LITERAL.sub("", cell.number_format or "")
