"""Writes returned points into a table of their own, `schede_restituite.csv` of the ente's year.

The tables that the office writes stay as they are. A copy of the old file is kept; the new one is complete, or not
written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from attrs import evolve, frozen

from merito.collection.returned import Given, key_of_rating
from merito.model.people import ReturnedRating
from merito.numbers import day_text
from merito.workspace.common import common_inputs
from merito.workspace.files import CSV, content_hash, shown_path
from merito.workspace.heads import plain
from merito.workspace.in_place import write_new, write_whole
from merito.workspace.raw import csv_records
from merito.workspace.returned_ratings import RETURNED
from merito.workspace.spreadsheet_safe import csv_text

COPY = "bak"
BOM = "\ufeff"  # whatever the encoding of the ente's other files, this one is read as UTF-8
ELSEWHERE = "salvarla come {name} (CSV UTF-8) nella cartella {folder}, toglierla da {file}, e ripetere"


class NotKeptError(Exception):
    """Points that were not written, and why (Italian)."""


@frozen(kw_only=True)
class Table:
    """The table of an ente's year: its file, its name in messages, its hash as it was read, its rows."""

    path: Path
    shown: str
    digest: str | None
    rows: tuple[ReturnedRating, ...]


def table_of(folder: Path, root: Path, rows: Iterable[ReturnedRating], hashes: Mapping[str, str]) -> Table:
    """The table in the folder of a year. Raises NotKeptError if its rows are in another file."""
    own = tuple(rows)
    name = f"{common_inputs().tables[RETURNED].label}{CSV}"
    path = next((path for path in (folder / f"{RETURNED}{CSV}", folder / name) if path.is_file()), folder / name)
    shown = shown_path(path, root)
    elsewhere = next((str(row.source) for row in own if row.source.file != shown), "")
    if elsewhere:
        told = ELSEWHERE.format(name=name, folder=shown_path(folder, root), file=elsewhere.partition(", riga")[0])
        raise NotKeptError(f"{elsewhere}: merito collect scrive questa tabella solo in un file suo: {told}")
    return Table(path=path, shown=shown, digest=hashes.get(shown), rows=own)


def keep(given: Iterable[Given], table: Table, day: date, locale: str, encoding: str) -> str:
    """Writes all new and changed points, and rows left blank; returns the file. Raises NotKeptError, and OSError."""
    rows = {key_of_rating(row): row for row in table.rows}
    for one in given:
        rows[one.asked.key] = _with(one, rows.get(one.asked.key), day)
    before = table.path.read_bytes() if table.digest is not None else b""
    if table.digest is not None and content_hash(before) != table.digest:
        raise NotKeptError(f"{table.shown}: è cambiato intanto: ripetere il comando")
    content = _content(rows.values(), csv_records(table.shown, before, encoding), locale)
    if table.digest is None:
        write_new(table.path, content)
        return table.shown
    copy = next(_copies(table.path))
    write_new(copy, before, like=table.path)
    write_whole(table.path, content)
    return f"{table.shown} (com'era: {copy.name})"


def _content(rows: Iterable[ReturnedRating], before: Sequence[Sequence[str]], locale: str) -> bytes:
    """The table with these rows. Columns that a regulation adds keep the cells of the records before."""
    columns = common_inputs().tables[RETURNED].columns.values()
    known = {plain(name) for column in columns for name in (column.name, column.label)}
    old = next((record for record in before if any(cell.strip() for cell in record)), ())
    others = [place for place, head in enumerate(old) if plain(head) not in known and head.strip()]
    written = [[*(column.label for column in columns), *(old[place] for place in others)]]
    for row in rows:
        record = before[row.source.row - 1] if row.source.row else ()
        more = [record[place] if place < len(record) else "" for place in others]
        written.append([*(_cell(getattr(row, column.attribute), locale) for column in columns), *more])
    return (BOM + csv_text(written, ";")).encode("utf-8")


def _with(one: Given, earlier: ReturnedRating | None, day: date) -> ReturnedRating:
    """The row of a rating; one that is there already keeps its place and what else it has."""
    item = one.asked.item
    row = earlier or ReturnedRating(
        person=one.asked.person.id,
        factor=item.factor,
        section=item.section,
        start=item.start,
        evaluator=one.evaluator,
        file=one.source.file,
        day=day,
        digest=one.digest,
    )
    return evolve(
        row,
        points=one.points,
        max=item.maximum,
        weight=item.weight,
        end=item.end,
        evaluator=one.evaluator,
        file=one.source.file,
        day=day,
        digest=one.digest,
    )


def _cell(value: object, locale: str) -> str:
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
