"""Reads TOML files, and finds the tables of an ente and year: one CSV each, or the sheets of one workbook."""

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import tomli

from merito.declarations.inputs import Table
from merito.model.source import Source
from merito.workspace.heads import find_table, unknown_table
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable, read_csv
from merito.workspace.spreadsheets import read_ods, read_xlsx
from merito.workspace.toml_faults import toml_fault

WORKBOOKS = {"data.xlsx": read_xlsx, "data.ods": read_ods}
CSV = ".csv"
ANYWHERE = ""
OTHER_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".tsv")
LEFT_BY_PROGRAMS = (".", "~$")
TOML_REMEDY = "Un testo sta tra virgolette, una chiave si scrive una volta sola, il file si salva in UTF-8."


class FileError(ValueError):
    """A file that cannot be read: why, from which row on (0: the whole, or it is not known), and what to do."""

    def __init__(self, why: str, row: int = 0, remedy: str = "") -> None:
        super().__init__(why)
        self.row, self.remedy = row, remedy

    def problem(self, shown: str) -> Problem:
        """What is wrong, as a problem of the file."""
        return Problem(source=Source(shown, self.row), message=str(self), remedy=self.remedy)


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file with its numbers exact. Raises FileError."""
    content = _content(path)
    try:
        return tomli.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise FileError("il file non è in UTF-8", content.count(b"\n", 0, error.start) + 1, TOML_REMEDY) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        line = content.decode("utf-8-sig").splitlines()[row - 1 : row]
        raise FileError(toml_fault(error, "".join(line)), row, TOML_REMEDY) from None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"il file non si può leggere ({error.strerror})") from None


def raw_tables(
    folder: Path, root: Path, encoding: str, problems: Problems, hashes: dict[str, str]
) -> Iterator[RawTable]:
    """Every table that lies in a folder, in the order of the file names; each file's hash is noted."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        shown, suffix = shown_path(path, root), path.suffix.lower()
        if path.name.startswith(LEFT_BY_PROGRAMS):
            continue
        if suffix == CSV or path.name in WORKBOOKS:
            try:
                content = _content(path)
            except FileError as error:
                problems.add(error.problem(shown))
                continue
            hashes[shown] = content_hash(content)
            if suffix != CSV:
                yield from WORKBOOKS[path.name](content, shown, problems)
            elif table := read_csv(path.stem, shown, content, encoding, problems):
                yield table
        elif suffix in OTHER_SHEETS:
            problems.add(_not_read(shown))


def known_tables(
    raws: Iterator[RawTable], tables: Mapping[str, Table], scope: str, problems: Problems
) -> list[tuple[RawTable, Table]]:
    """Raw tables with what they are declared to be; unknown, empty or misplaced ones and second ones are problems."""
    found: dict[str, tuple[RawTable, Table]] = {}
    for raw in raws:
        table = find_table(raw.name, tables)
        if table is None:
            if raw.heads or not raw.sheet:
                problems.add(unknown_table(raw.name, raw.source(0), tables))
        elif scope != ANYWHERE and table.scope not in (scope, "both"):
            place = "nella cartella dell'anno" if table.scope == "year" else "nella cartella dell'ente"
            problems.add(Problem(source=raw.source(0), message=f"la tabella «{raw.name}» va {place}"))
        elif table.name in found:
            other = found[table.name][0].source(0)
            problems.add(
                Problem(
                    source=raw.source(0),
                    message=f"la tabella «{raw.name}» è già in {other}",
                    remedy="Tenere una sola delle due tabelle.",
                )
            )
        elif not raw.heads:
            problems.add(_empty(raw))
        else:
            found[table.name] = (raw, table)
    return list(found.values())


def shown_path(path: Path, root: Path) -> str:
    """A path as errors and results tell it: relative to the workspace, with `/`."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return content_hash(path.read_bytes())


def content_hash(content: bytes) -> str:
    """SHA-256 of what a file holds."""
    return hashlib.sha256(content).hexdigest()


def _empty(raw: RawTable) -> Problem:
    return Problem(
        source=raw.source(1),
        message="la tabella è vuota",
        expected="una riga d'intestazione con i nomi delle colonne",
        remedy="Scrivere l'intestazione, oppure togliere la tabella se non serve.",
    )


def _not_read(shown: str) -> Problem:
    workbooks = " o ".join(f"«{name}»" for name in WORKBOOKS)
    return Problem(
        source=Source(shown, 0),
        message="questa versione non legge questo file",
        expected=f"tabelle CSV, oppure un solo {workbooks} con un foglio per tabella",
    )
