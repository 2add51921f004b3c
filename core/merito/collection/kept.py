"""Writes what came back into tables of their own, `schede_restituite.csv` and `valutazioni_restituite.csv` of the year.

The tables that the office writes stay as they are. A copy of the old file is kept; the new one is complete, or not
written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from merito.collection.about_people import AskedAbout
from merito.collection.came_back import Given
from merito.collection.forms import Asked
from merito.model.dossier import Dossier
from merito.model.people import ReturnedEvaluation, ReturnedRating
from merito.numbers import day_text
from merito.workspace.common import common_inputs
from merito.workspace.files import CSV, content_hash, shown_path
from merito.workspace.heads import plain
from merito.workspace.in_place import write_new, write_whole
from merito.workspace.raw import csv_records
from merito.workspace.returned_sheets import RETURNED, RETURNED_EVALUATIONS, RETURNED_RATINGS
from merito.workspace.spreadsheet_safe import csv_text

COPY = "bak"
BOM = "\ufeff"  # whatever the encoding of the ente's other files, this one is read as UTF-8
ELSEWHERE = "salvarla come {name} (CSV UTF-8) nella cartella {folder}, toglierla da {file}, e ripetere"


class NotKeptError(Exception):
    """Points that were not written, and why (Italian)."""


@frozen(kw_only=True)
class Table:
    """A table of an ente's year by its English name: its file, its name in messages, its hash as read, its rows."""

    name: str
    path: Path
    shown: str
    digest: str | None
    rows: tuple[Any, ...]


def tables_of(folder: Path, root: Path, dossier: Dossier, hashes: Mapping[str, str]) -> Mapping[str, Table]:
    """The tables in the folder of a year. Raises NotKeptError if the rows of one are in another file."""
    return {name: _table_of(name, folder, root, dossier.table(name), hashes) for name in RETURNED}


def _table_of(name: str, folder: Path, root: Path, rows: Iterable[Any], hashes: Mapping[str, str]) -> Table:
    own = tuple(rows)
    file = f"{common_inputs().tables[name].label}{CSV}"
    path = next((path for path in (folder / f"{name}{CSV}", folder / file) if path.is_file()), folder / file)
    shown = shown_path(path, root)
    elsewhere = next((str(row.source) for row in own if row.source.file != shown), "")
    if elsewhere:
        told = ELSEWHERE.format(name=file, folder=shown_path(folder, root), file=elsewhere.partition(", riga")[0])
        raise NotKeptError(f"{elsewhere}: merito collect scrive questa tabella solo in un file suo: {told}")
    return Table(name=name, path=path, shown=shown, digest=hashes.get(shown), rows=own)


def keep(given: Iterable[Given], tables: Mapping[str, Table], day: date, locale: str, encoding: str) -> tuple[str, ...]:
    """Writes all new and changed cells, and rows left without points; returns the files.

    Raises NotKeptError, and OSError.
    """
    cells = tuple(given)
    found: dict[str, list[Any]] = {
        RETURNED_RATINGS: _ratings(cells, tables[RETURNED_RATINGS].rows, day),
        RETURNED_EVALUATIONS: _evaluations(cells, tables[RETURNED_EVALUATIONS].rows, day),
    }
    changed = {name: rows for name, rows in found.items() if rows != list(tables[name].rows)}
    before = {name: _as_read(tables[name]) for name in changed}
    return tuple(_kept(tables[name], rows, before[name], locale, encoding) for name, rows in changed.items())


def _as_read(table: Table) -> bytes:
    """The file of a table as it was read. Raises NotKeptError if it has changed since."""
    before = table.path.read_bytes() if table.digest is not None else b""
    if table.digest is not None and content_hash(before) != table.digest:
        raise NotKeptError(f"{table.shown}: è cambiato intanto: ripetere il comando")
    return before


def _kept(table: Table, rows: Iterable[Any], before: bytes, locale: str, encoding: str) -> str:
    content = _content(table.name, rows, csv_records(table.shown, before, encoding), locale)
    if table.digest is None:
        write_new(table.path, content)
        return table.shown
    copy = next(_copies(table.path))
    write_new(copy, before, like=table.path)
    write_whole(table.path, content)
    return f"{table.shown} (com'era: {copy.name})"


def _content(name: str, rows: Iterable[Any], before: Sequence[Sequence[str]], locale: str) -> bytes:
    """The table with these rows. Columns that a regulation adds keep the cells of the records before."""
    columns = common_inputs().tables[name].columns.values()
    known = {plain(name) for column in columns for name in (column.name, column.label)}
    old = next((record for record in before if any(cell.strip() for cell in record)), ())
    others = [place for place, head in enumerate(old) if plain(head) not in known and head.strip()]
    written = [[*(column.label for column in columns), *(old[place] for place in others)]]
    for row in rows:
        record = before[row.source.row - 1] if row.source.row else ()
        more = [record[place] if place < len(record) else "" for place in others]
        written.append([*(cell_text(getattr(row, column.attribute), locale) for column in columns), *more])
    return (BOM + csv_text(written, ";")).encode("utf-8")


def _ratings(cells: Iterable[Given], known: Iterable[ReturnedRating], day: date) -> list[ReturnedRating]:
    """The rows of points: those there are, at their place, and the new ones."""
    rows = {(row.person, row.factor, row.section, row.start): row for row in known}
    for one in cells:
        if isinstance(one.asked, Asked):
            item, sheet = one.asked.item, _sheet(one, day)
            row = rows.get(one.asked.key) or ReturnedRating(
                person=one.asked.person.id, factor=item.factor, section=item.section, start=item.start, **sheet
            )
            own: dict[str, Any] = {"points": one.value, "max": item.maximum, "weight": item.weight, "end": item.end}
            rows[one.asked.key] = evolve(row, **own, **sheet)
    return [*rows.values()]


def _evaluations(cells: Iterable[Given], known: Iterable[ReturnedEvaluation], day: date) -> list[ReturnedEvaluation]:
    """The rows about people: those there are, at their place, and the new ones."""
    rows = {row.person: row for row in known}
    for one in cells:
        if isinstance(one.asked, AskedAbout):
            person, sheet = one.asked.person.id, _sheet(one, day)
            row = rows.get(person) or ReturnedEvaluation(person=person, **sheet)
            own: dict[str, Any] = {one.asked.column.attribute: one.value}
            rows[person] = evolve(row, **own, **sheet)
    return [*rows.values()]


def _sheet(one: Given, day: date) -> dict[str, Any]:
    """The workbook from which a cell came."""
    return {"evaluator": one.evaluator, "file": one.source.file, "day": day, "digest": one.digest}


def cell_text(value: object, locale: str) -> str:
    """A value as a cell of a table in a locale has it."""
    if isinstance(value, Decimal):
        told = f"{value:f}"
        told = told.rstrip("0").rstrip(".") if "." in told else told
        return told.replace(".", ",") if locale == "it" else told
    if isinstance(value, date):
        return day_text(value) if locale == "it" else value.isoformat()
    return "" if value is None else str(value)


def _copies(path: Path) -> Iterator[Path]:
    """Names next to a file that are not in use."""
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.{COPY}{number if number > 1 else ''}")
        if not copy.exists():
            yield copy
        number += 1
