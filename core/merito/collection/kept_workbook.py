"""Writes points into the sheet of ratings of a workbook; its other sheets, cells and formulas are kept.

A workbook with content that the library would lose (drawings, charts, pictures, macros) is not written.
"""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from merito.collection.kept_rows import columns_of, places_of, values_of
from merito.collection.ledgers import RATINGS, Ledger, NotKeptError
from merito.collection.returned import Given
from merito.model.columns import Table
from merito.workspace.common import common_inputs
from merito.workspace.heads import find_table

XLSX = ".xlsx"
LOST = ("xl/drawings/", "xl/charts/", "xl/media/", "xl/embeddings/", "xl/externalLinks/", "xl/pivot", "xl/vbaProject")
BY_HAND = (
    "aprirlo, salvare il foglio «{sheet}» come {sheet}.csv (CSV UTF-8) nella stessa cartella, toglierlo da {book}, e "
    "ripetere merito collect --read"
)


def changed_workbook(ledger: Ledger, given: Iterable[Given], table: Table) -> tuple[bytes, bytes]:
    """The old and the new content of a workbook. Raises NotKeptError and OSError."""
    if ledger.path.suffix != XLSX:
        raise NotKeptError(f"{ledger.shown}: un file .ods si legge ma non si riscrive: {_by_hand(ledger)}")
    from openpyxl import load_workbook  # noqa: PLC0415 (only for whoever has such a workbook)

    before = ledger.path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        lost = sorted({name for name in archive.namelist() if name.startswith(LOST)})
    if lost:
        raise NotKeptError(f"{ledger.shown}: ha disegni, grafici o macro che andrebbero persi: {_by_hand(ledger)}")
    book = load_workbook(io.BytesIO(before))
    _fill(_sheet(book, ledger), given, table, ledger)
    buffer = io.BytesIO()
    book.save(buffer)
    return before, buffer.getvalue()


def _by_hand(ledger: Ledger) -> str:
    """Instructions for an office whose workbook cannot be written."""
    return BY_HAND.format(sheet=common_inputs().tables[RATINGS].label, book=ledger.path.name)


def _sheet(book: Any, ledger: Ledger) -> Any:
    tables = common_inputs().tables
    for sheet in book.worksheets:
        found = find_table(sheet.title, tables)
        if found is not None and found.name == RATINGS:
            return sheet
    raise NotKeptError(f"{ledger.shown}: manca il foglio «{tables[RATINGS].label}»: aggiungerlo, con la sua testata")


def _fill(sheet: Any, given: Iterable[Given], table: Table, ledger: Ledger) -> None:
    rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    heads = next((row for row in rows if any(cell not in (None, "") for cell in row)), None)
    if heads is None:
        raise NotKeptError(f"{ledger.shown}: il foglio «{sheet.title}» non ha la testata")
    columns = columns_of([str(head or "") for head in heads], table)
    for one in given:
        if one.asked.source.file:
            sheet.cell(one.asked.source.row, columns["points"] + 1).value = one.points
            continue
        values = values_of(one, ledger)
        number = sheet.max_row + 1
        for name, place in places_of(values, columns, ledger).items():
            sheet.cell(number, place + 1).value = values[name]
