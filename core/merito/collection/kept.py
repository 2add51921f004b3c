"""Points that came back, put into the table of ratings of the ente: its other cells stay, and so does the old file.

A file is written whole or not at all, beside a copy of what it held.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from merito.collection.returned import Given
from merito.model.columns import Table
from merito.numbers import day_text
from merito.terminal.selection import Home
from merito.workspace.common import common_inputs
from merito.workspace.files import CSV, WORKBOOKS
from merito.workspace.heads import find_table, plain
from merito.workspace.in_place import write_new, write_whole
from merito.workspace.raw import csv_records
from merito.workspace.shared import OWNER
from merito.workspace.spreadsheet_safe import csv_text

RATINGS, COPY = "ratings", "bak"
BOM = b"\xef\xbb\xbf"
Records = list[list[str]]


class NotKeptError(Exception):
    """Points that were not written, and why (Italian)."""


@frozen(kw_only=True)
class Ledger:
    """A file of ratings: where it lies, how it is told and written, and whose rows are added to it."""

    path: Path
    shown: str
    locale: str
    encoding: str
    owner: str = ""


def keep(given: Sequence[Given], home: Home, root: Path, year: int, ente: str, locale: str, encoding: str) -> list[str]:
    """Writes all the points that are new or changed, and tells in which files. Raises NotKeptError, and OSError."""
    table = common_inputs().tables[RATINGS]
    own, shared = _own(home, year, locale, encoding), _shared(home, ente)
    by_file: dict[Path, list[Given]] = defaultdict(list)
    ledgers: dict[Path, Ledger] = {}
    for one in given:
        if one.asked.points == one.points:
            continue
        ledger = _of(one.asked.source.file, own, shared, root) if one.asked.source.file else _for_new(own, shared)
        ledgers[ledger.path] = ledger
        by_file[ledger.path].append(one)
    texts = {path: _changed(ledgers[path], rows, table) for path, rows in by_file.items()}
    return [_written(ledgers[path], before, text) for path, (before, text) in texts.items()]


def _own(home: Home, year: int, locale: str, encoding: str) -> Ledger:
    folder = home.folder / str(year)
    tables = common_inputs().tables
    found = [path for path in sorted(folder.glob(f"*{CSV}")) if _holds(path, tables)]
    workbook = next((folder / name for name in WORKBOOKS if (folder / name).is_file()), None)
    path = found[0] if found else workbook or folder / f"{tables[RATINGS].label}{CSV}"
    return Ledger(path=path, shown=f"{home.folder.name}/{year}/{path.name}", locale=locale, encoding=encoding)


def _shared(home: Home, ente: str) -> Ledger | None:
    tables = common_inputs().tables
    for one in home.workspace.shared:
        if _holds(Path(one.raw.file), tables) and one.owned.get(ente):
            path = home.workspace.root / one.raw.file
            locale = home.workspace.locale or "it"
            return Ledger(path=path, shown=one.raw.file, locale=locale, encoding="utf-8", owner=ente)
    return None


def _holds(path: Path, tables: Mapping[str, Table]) -> bool:
    found = find_table(path.stem, tables)
    return found is not None and found.name == RATINGS


def _of(file: str, own: Ledger, shared: Ledger | None, root: Path) -> Ledger:
    """The file in which a row stands."""
    if shared is not None and file == shared.shown:
        return shared
    if (root / file).resolve() == own.path.resolve():
        return own
    raise NotKeptError(f"{file}: merito collect non scrive in questo file")


def _for_new(own: Ledger, shared: Ledger | None) -> Ledger:
    """The file to which rows are added: the ente's own, or the common one where its rows stand there."""
    if shared is not None and not own.path.is_file():
        return shared
    return own


def _changed(ledger: Ledger, given: Iterable[Given], table: Table) -> tuple[bytes | None, str]:
    """What a file holds, and what it is to hold."""
    if ledger.path.suffix != CSV:
        raise NotKeptError(
            f"{ledger.shown}: i punteggi stanno in un foglio di calcolo, che merito collect non riscrive: salvare il "
            "foglio come CSV nella stessa cartella, o riportarvi i punti a mano"
        )
    before = ledger.path.read_bytes() if ledger.path.is_file() else None
    records = csv_records(ledger.shown, before, ledger.encoding) if before is not None else _heads(table)
    place = next((number for number, record in enumerate(records) if any(cell.strip() for cell in record)), None)
    if place is None:
        raise NotKeptError(f"{ledger.shown}: non si legge")
    columns = _columns(records[place], table)
    for one in given:
        cell = _number(one.points, ledger.locale)
        if one.asked.source.file:
            records[one.asked.source.row - 1][columns["points"]] = cell
        else:
            records.append(_row(one, cell, columns, len(records[place]), ledger))
    end = "\r\n" if before is not None and b"\r\n" in before else "\n"
    text = csv_text(records, _mark(before, ledger)).replace("\n", end)
    return before, text


def _heads(table: Table) -> Records:
    return [[column.label for column in table.columns.values()]]


def _columns(heads: Sequence[str], table: Table) -> dict[str, int]:
    """The places of the columns of a file, by their English names; that of the enti by `ente`."""
    named = {plain(word): name for name, column in table.columns.items() for word in (name, column.label)}
    return {named.get(plain(head), plain(head)): place for place, head in enumerate(heads)}


def _row(one: Given, points: str, columns: Mapping[str, int], width: int, ledger: Ledger) -> list[str]:
    item = one.asked.item
    cells = {
        OWNER: ledger.owner,
        "person": one.asked.person.id,
        "factor": item.factor,
        "section": item.section,
        "points": points,
        "max": _number(item.maximum, ledger.locale),
        "weight": _number(item.weight, ledger.locale),
        "from": _day(item.start, ledger.locale),
        "to": _day(item.end, ledger.locale),
    }
    lacking = [name for name, cell in cells.items() if cell and name not in columns]
    if lacking:
        labels = common_inputs().tables[RATINGS].columns
        told = ", ".join(f"«{labels[name].label if name in labels else name}»" for name in lacking)
        raise NotKeptError(f"{ledger.shown}: manca la colonna {told}, che la scheda riempie: aggiungerla")
    row = [""] * width
    for name, place in columns.items():
        row[place] = cells.get(name, "")
    return row


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
    """The mark between the cells of a file: that of its heads."""
    if before is None:
        return ";"
    heads = before.decode(ledger.encoding, "replace").lstrip().split("\n", 1)[0]
    return ";" if heads.count(";") >= heads.count(",") else ","


def _written(ledger: Ledger, before: bytes | None, text: str) -> str:
    """Writes one file; tells where, and where what it held is kept."""
    if before is None:
        write_new(ledger.path, text, ledger.encoding)
        return ledger.shown
    if ledger.path.read_bytes() != before:
        raise NotKeptError(f"{ledger.shown}: è cambiato intanto: ripetere il comando")
    copy = next(_copies(ledger.path))
    write_new(copy, before.decode(ledger.encoding), ledger.encoding)
    write_whole(ledger.path, ("\ufeff" if before.startswith(BOM) else "") + text, ledger.encoding)
    return f"{ledger.shown} (com'era: {copy.name})"


def _copies(path: Path) -> Iterator[Path]:
    """Names beside a file that nobody has."""
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.{COPY}{number if number > 1 else ''}")
        if not copy.exists():
            yield copy
        number += 1
