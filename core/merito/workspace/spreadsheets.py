"""Reads the tables of a workbook, a sheet each. Numbers and dates are the cell's own; text follows the locale."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from merito.model.source import Source
from merito.workspace.cells import Cell, Native
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable, table_of

FORMULA = "f"
ERROR = "e"


def read_xlsx(path: Path, shown: str, problems: Problems) -> tuple[RawTable, ...]:
    """Every sheet that is not empty. A file that is no whole workbook is one problem."""
    from openpyxl import load_workbook  # noqa: PLC0415 (heavy: only for whoever has a workbook)

    try:
        values = load_workbook(path, data_only=True)
        formulas = load_workbook(path, data_only=False)
    except Exception as error:
        problems.add(
            Problem(
                source=Source(shown, 0),
                message=f"non è un file xlsx intero ({type(error).__name__}: {error})",
                remedy="Riaprirlo con il foglio di calcolo e salvarlo di nuovo, o copiarlo di nuovo dall'originale.",
            )
        )
        return ()
    tables = []
    for sheet in values.worksheets:
        records = [
            [_cell(cell, formulas[sheet.title][cell.coordinate], shown, sheet.title, problems) for cell in row]
            for row in sheet.iter_rows()
        ]
        if any(cell != "" for record in records for cell in record):
            table = table_of(sheet.title, shown, sheet.title, records, problems)
            if table:
                tables.append(table)
    return tuple(tables)


def _cell(cell: Any, formula: Any, shown: str, sheet: str, problems: Problems) -> Cell:
    value = cell.value
    if cell.data_type == ERROR or (value is None and formula.data_type == FORMULA):
        problems.add(
            Problem(
                source=Source(shown, cell.row, sheet),
                column=cell.column_letter,
                found=str(formula.value if value is None else value),
                message="la cella contiene una formula senza valore"
                if value is None
                else "la cella contiene un errore",
                remedy="Scrivere il valore al posto della formula, o ricalcolare e salvare il file.",
            )
        )
        return ""
    return _read(value, "%" in (cell.number_format or ""))


def _read(value: object, percent: bool) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return Native(value)
    if isinstance(value, int | float):
        return Native(Decimal(format(value, ".15g")), percent)
    if isinstance(value, datetime) and value.time() == time():
        return Native(value.date())
    if isinstance(value, date) and not isinstance(value, datetime):
        return Native(value)
    return str(value)
