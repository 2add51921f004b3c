"""Reads the tables of a workbook, a sheet each. Numbers and dates are the cell's own; text follows the locale."""

import io
import math
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from merito.model.source import Source
from merito.workspace.archives import ArchiveError, packed, unpacked
from merito.workspace.cells import Broken, Cell, Native
from merito.workspace.characters import character, printable, unprintable
from merito.workspace.extents import check_extents
from merito.workspace.ods_sight import ods_sights
from merito.workspace.out_of_sight import SEEN, Sight, tell
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable, table_of
from merito.workspace.xlsx_sight import xlsx_sights

FORMULA, ERROR, FORMULA_TEXT = "f", "e", "str"
WITHOUT_CELLS = ("xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")
_LITERAL = re.compile(r'"[^"]*"|\\.')


Rows = Iterator[list[Cell | Broken]]
Sheets = list[tuple[str, list[list[Cell | Broken]]]]
Sights = Mapping[str, Sight]


def read_xlsx(content: bytes, shown: str, problems: Problems) -> tuple[RawTable, ...]:
    """Every sheet. A file that is no whole workbook is one problem."""
    return _tables(_xlsx_sheets, xlsx_sights, content, shown, problems)


def read_ods(content: bytes, shown: str, problems: Problems) -> tuple[RawTable, ...]:
    """Every sheet of an OpenDocument workbook. It does not tell a cell's format: 90% is written as text, or as 90."""
    return _tables(_ods_sheets, ods_sights, content, shown, problems)


def sheets_in(content: bytes, shown: str) -> Sheets:
    """The cells of every sheet of a workbook that can be read, with its title; of another file none."""
    return _read(_ods_sheets if shown.endswith(".ods") else _xlsx_sheets, _unseen, content, shown, Problems())[0]


def _tables(
    sheets_of: Callable[[bytes], Iterator[tuple[str, Rows]]],
    sights_of: Callable[[Mapping[str, bytes]], Sights],
    content: bytes,
    shown: str,
    problems: Problems,
) -> tuple[RawTable, ...]:
    sheets, sights = _read(sheets_of, sights_of, content, shown, problems)
    tables = [table_of(title, shown, title, rows, problems) for title, rows in sheets]
    known = tuple(table for table in tables if table is not None)
    for table in known:
        tell(table, sights.get(table.name, SEEN), problems)
    return known


def _unseen(_: Mapping[str, bytes]) -> Sights:
    return {}


def _read(
    sheets_of: Callable[[bytes], Iterator[tuple[str, Rows]]],
    sights_of: Callable[[Mapping[str, bytes]], Sights],
    content: bytes,
    shown: str,
    problems: Problems,
) -> tuple[Sheets, Sights]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it does not keep; nothing of it is a value
            parts = _checked(content)
            return [(title, list(rows)) for title, rows in sheets_of(packed(parts))], sights_of(parts)
    except ArchiveError as error:
        problems.add(Problem(source=Source(shown, 0), message=str(error)))
    except Exception:
        ending = shown.rpartition(".")[2]
        problems.add(
            Problem(
                source=Source(shown, 0),
                message=f"non è un file {ending} intero",
                remedy=f"Riaprirlo con il foglio di calcolo e salvarlo di nuovo come .{ending} senza password, "
                "o copiarlo di nuovo dall'originale.",
            )
        )
    return [], {}


def _checked(content: bytes) -> Mapping[str, bytes]:
    """The parts of a workbook, whose sizes were counted; sheets that hold no cells are left out."""
    parts = unpacked(content)
    check_extents(parts)
    return {name: part for name, part in parts.items() if not name.startswith(WITHOUT_CELLS)}


def _ods_sheets(content: bytes) -> Iterator[tuple[str, Rows]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (heavy: only for whoever has a workbook)

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for title in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
        yield title, ([_native(value) for value in row] for row in rows)


def _xlsx_sheets(content: bytes) -> Iterator[tuple[str, Rows]]:
    """The rows of every sheet, as values and as formulas side by side; sizes that a file states are not trusted.

    A sheet of one chart is empty: a table that has its name is told, and others are read.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (heavy: only for whoever has a workbook)
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
    """A cell's own value: numbers with the 15 digits that a spreadsheet keeps, days without an hour."""
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
