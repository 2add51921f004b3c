"""Finds the tables of an ente and year: one CSV each, or the sheets of one workbook."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from merito.declarations.inputs import Table
from merito.model.source import Source
from merito.workspace.heads import find_table, unknown_table
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable, read_csv
from merito.workspace.spreadsheets import read_xlsx

WORKBOOK = "data.xlsx"
NOT_READ_YET = ("data.ods",)


def raw_tables(
    folder: Path, root: Path, encoding: str, problems: Problems, hashes: dict[str, str]
) -> Iterator[RawTable]:
    """Every table that lies in a folder, in the order of the file names; each file's hash is noted."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        shown = shown_path(path, root)
        if path.name in NOT_READ_YET:
            problems.add(_not_read(shown))
        elif path.suffix.lower() == ".csv":
            hashes[shown] = file_hash(path)
            table = read_csv(path, shown, encoding, problems)
            if table:
                yield table
        elif path.name == WORKBOOK:
            hashes[shown] = file_hash(path)
            yield from read_xlsx(path, shown, problems)
        elif path.suffix.lower() in (".xlsx", ".xls", ".ods"):
            problems.add(_not_read(shown))


def known_tables(
    raws: Iterator[RawTable], tables: Mapping[str, Table], scope: str, problems: Problems
) -> list[tuple[RawTable, Table]]:
    """Raw tables with what they are declared to be; unknown ones and those out of their place are problems."""
    found: dict[str, tuple[RawTable, Table]] = {}
    for raw in raws:
        table = find_table(raw.name, tables)
        if table is None:
            problems.add(unknown_table(raw.name, raw.source(0), tables))
        elif table.scope not in (scope, "both"):
            place = "nella cartella dell'anno" if table.scope == "year" else "nella cartella dell'ente"
            problems.add(Problem(source=raw.source(0), message=f"la tabella «{table.name}» va {place}"))
        elif table.name in found:
            other = found[table.name][0].source(0)
            problems.add(Problem(source=raw.source(0), message=f"la tabella «{table.name}» è già in {other}"))
        else:
            found[table.name] = (raw, table)
    return list(found.values())


def shown_path(path: Path, root: Path) -> str:
    """A path as errors and results tell it: relative to the workspace, with `/`."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _not_read(shown: str) -> Problem:
    return Problem(
        source=Source(shown, 0),
        message="questa versione non legge questo file",
        expected=f"tabelle CSV, oppure un solo «{WORKBOOK}» con un foglio per tabella",
    )
