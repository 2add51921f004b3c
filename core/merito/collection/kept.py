"""Writes returned points into the ente's table of ratings; its other cells, and a copy of the old file, are kept.

A file is written completely or not at all.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from merito.collection.kept_csv import changed_csv
from merito.collection.kept_workbook import changed_workbook
from merito.collection.ledgers import (
    RATINGS,
    Ledger,
    NotKeptError,
    ledger_for_new,
    ledger_of,
    own_ledger,
    shared_ledger,
)
from merito.collection.returned import Given
from merito.terminal.selection import Home
from merito.workspace.common import common_inputs
from merito.workspace.files import CSV
from merito.workspace.in_place import write_new, write_whole

COPY = "bak"


def keep(given: Sequence[Given], home: Home, root: Path, year: int, ente: str, locale: str, encoding: str) -> list[str]:
    """Writes all new or changed points, and returns the files. Raises NotKeptError, and OSError."""
    table = common_inputs().tables[RATINGS]
    own, shared = own_ledger(home, year, locale, encoding), shared_ledger(home, ente)
    by_file: dict[Path, list[Given]] = defaultdict(list)
    ledgers: dict[Path, Ledger] = {}
    for one in given:
        if one.asked.points == one.points:
            continue
        file = one.asked.source.file
        ledger = ledger_of(file, own, shared, root) if file else ledger_for_new(own, shared)
        ledgers[ledger.path] = ledger
        by_file[ledger.path].append(one)
    made = {}
    for path, rows in by_file.items():
        change = changed_csv if path.suffix == CSV else changed_workbook
        made[path] = change(ledgers[path], rows, table)
    return [_written(ledgers[path], before, content) for path, (before, content) in made.items()]


def _written(ledger: Ledger, before: bytes | None, content: bytes) -> str:
    """Writes one file; returns its name, and that of the copy of the old one."""
    if before is None:
        write_new(ledger.path, content)
        return ledger.shown
    if ledger.path.read_bytes() != before:
        raise NotKeptError(f"{ledger.shown}: è cambiato intanto: ripetere il comando")
    copy = next(_copies(ledger.path))
    write_new(copy, before, like=ledger.path)
    write_whole(ledger.path, content)
    return f"{ledger.shown} (com'era: {copy.name})"


def _copies(path: Path) -> Iterator[Path]:
    """Names next to a file that are not in use."""
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.{COPY}{number if number > 1 else ''}")
        if not copy.exists():
            yield copy
        number += 1
