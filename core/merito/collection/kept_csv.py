"""Writes points into a CSV file of ratings; its other cells, its separator and its line ends are kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from merito.collection.kept_rows import Value, columns_of, places_of, values_of
from merito.collection.ledgers import Ledger, NotKeptError
from merito.collection.returned import Given
from merito.model.columns import Table
from merito.numbers import day_text
from merito.workspace.raw import csv_records
from merito.workspace.spreadsheet_safe import csv_text

BOM = b"\xef\xbb\xbf"
Records = list[list[str]]


def changed_csv(ledger: Ledger, given: Iterable[Given], table: Table) -> tuple[bytes | None, bytes]:
    """The old and the new content of a CSV file. Raises NotKeptError and OSError."""
    before = ledger.path.read_bytes() if ledger.path.is_file() else None
    records = csv_records(ledger.shown, before, ledger.encoding) if before is not None else _heads(table)
    place = next((number for number, record in enumerate(records) if any(cell.strip() for cell in record)), None)
    if place is None:
        raise NotKeptError(f"{ledger.shown}: non si legge")
    columns = columns_of(records[place], table)
    for one in given:
        cell = _number(one.points, ledger.locale)
        if one.asked.source.file:
            records[one.asked.source.row - 1][columns["points"]] = cell
        else:
            records.append(_row(one, cell, columns, len(records[place]), ledger))
    end = "\r\n" if before is not None and b"\r\n" in before else "\n"
    text = csv_text(records, _mark(before, ledger)).replace("\n", end)
    mark = BOM if before is not None and before.startswith(BOM) else b""
    return before, mark + text.encode(ledger.encoding)


def _heads(table: Table) -> Records:
    return [[column.label for column in table.columns.values()]]


def _row(one: Given, points: str, columns: Mapping[str, int], width: int, ledger: Ledger) -> list[str]:
    cells = {name: _cell(value, ledger.locale) for name, value in values_of(one, ledger).items()} | {"points": points}
    row = [""] * width
    for name, place in places_of(cells, columns, ledger).items():
        row[place] = cells[name]
    return row


def _cell(value: Value, locale: str) -> str:
    if isinstance(value, str):
        return value
    return _day(value, locale) if isinstance(value, date) else _number(value, locale)


def _number(value: Decimal | None, locale: str) -> str:
    if value is None:
        return ""
    told = f"{value:f}"
    told = told.rstrip("0").rstrip(".") if "." in told else told
    return told.replace(".", ",") if locale == "it" else told


def _day(value: date | None, locale: str) -> str:
    if value is None:
        return ""
    return day_text(value) if locale == "it" else value.isoformat()


def _mark(before: bytes | None, ledger: Ledger) -> str:
    """The separator of a file: that of its header."""
    if before is None:
        return ";"
    heads = before.decode(ledger.encoding, "replace").lstrip().split("\n", 1)[0]
    return ";" if heads.count(";") >= heads.count(",") else ","
