"""Reads the tables of a workbook, a sheet each. Numbers and dates are the cell's own; text follows the locale."""

import io
import math
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from merito.model.source import Source
from merito.workspace.cells import Broken, Cell, Native
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable, table_of

FORMULA, ERROR, FORMULA_TEXT = "f", "e", "str"
_LITERAL = re.compile(r'"[^"]*"|\\.')


def read_xlsx(content: bytes, shown: str, problems: Problems) -> tuple[RawTable, ...]:
    """Every sheet. A file that is no whole workbook is one problem."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it does not keep; nothing of it is a value
            sheets = [(title, list(rows)) for title, rows in _sheets(content)]
    except Exception:
        problems.add(
            Problem(
                source=Source(shown, 0),
                message="non è un file xlsx intero",
                remedy="Riaprirlo con il foglio di calcolo e salvarlo di nuovo come .xlsx senza password, "
                "o copiarlo di nuovo dall'originale.",
            )
        )
        return ()
    return tuple(table_of(title, shown, title, rows, problems) for title, rows in sheets)


def _sheets(content: bytes) -> Iterator[tuple[str, Iterator[list[Cell | Broken]]]]:
    """The rows of every sheet, as values and as formulas side by side; sizes that a file states are not trusted."""
    from openpyxl import load_workbook  # noqa: PLC0415 (heavy: only for whoever has a workbook)

    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
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
    if isinstance(value, bool):
        return Native(value)
    if isinstance(value, int):
        return Native(Decimal(value), _is_percent(cell))
    if isinstance(value, float) and math.isfinite(value):
        return Native(Decimal(format(value, ".15g")), _is_percent(cell))
    if isinstance(value, datetime) and value.time() == time():
        return Native(value.date())
    if isinstance(value, date) and not isinstance(value, datetime):
        return Native(value)
    return str(value)


def _is_percent(cell: Any) -> bool:
    """Whether the format shows the number times 100; a `%` between quotes is only text."""
    return "%" in _LITERAL.sub("", cell.number_format or "")
