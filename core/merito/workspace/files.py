"""Reads each file once, and finds the tables of an ente and year: a CSV each, or the sheets of one workbook."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from merito.model.columns import Table
from merito.model.source import Source
from merito.workspace.characters import printable
from merito.workspace.heads import find_table, plain, unknown_table
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable, read_csv
from merito.workspace.system_faults import why_not

WORKBOOKS = ("data.xlsx", "data.ods")
CSV = ".csv"
ANYWHERE = ""
OTHER_SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".tsv")
LEFT_BY_PROGRAMS = (".", "~$")
NAMES_FILES = ("names", "anagrafe")
"""The table of people's names, read only by forms: no run reads it, and its hash is not recorded."""
LINK_REMEDY = "Al posto del collegamento mettere il file."


class FileError(ValueError):
    """A file that cannot be read: why, from which row on (0: the whole, or unknown), and what to do."""

    def __init__(self, why: str, row: int = 0, remedy: str = "") -> None:
        super().__init__(why)
        self.row, self.remedy = row, remedy

    def problem(self, shown: str) -> Problem:
        """What is wrong, as a problem of the file."""
        return Problem(source=Source(shown, self.row), message=str(self), remedy=self.remedy)


def _sheets(name: str, content: bytes, shown: str, problems: Problems) -> tuple[RawTable, ...]:
    from merito.workspace.workbooks.spreadsheets import read_ods, read_xlsx  # noqa: PLC0415 (only where there is one)

    return (read_xlsx if name == WORKBOOKS[0] else read_ods)(content, shown, problems)


def content_of(path: Path, home: Path | None = None) -> bytes:
    """The bytes of a file, to be hashed and parsed: a second read might give another content.

    Raises FileError, also if a link leads out of the folder `home`: what is there does not belong to the ente.
    """
    try:
        if home is not None and not _within(path, home):
            raise FileError("il collegamento porta fuori da questa cartella", remedy=LINK_REMEDY)
        if path.exists() and not path.is_file():
            raise FileError("il file non si può leggere (non è un file)")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"il file non si può leggere ({why_not(error)})") from None
    except RuntimeError:
        raise FileError("il file non si può leggere (il collegamento gira in tondo)") from None


def _within(path: Path, home: Path) -> bool:
    """Whether a path is in a folder. The path is resolved only if there is a link on the way."""
    for place in (path, *path.parents):
        if place.name == ".." or place.is_symlink():
            break
        if place == home:
            return True
    return path.resolve().is_relative_to(home)


def raw_tables(
    folder: Path, home: Path, root: Path, encoding: str, problems: Problems, hashes: dict[str, str]
) -> Iterator[RawTable]:
    """Every table in a folder of an ente, whose `home` it is, in the order of the file names.

    Each file's hash is recorded.
    """
    for path in _lying_in(folder, root, problems):
        shown, suffix = shown_path(path, root), path.suffix.lower()
        if path.name.startswith(LEFT_BY_PROGRAMS) or holds_names(path):
            continue
        if suffix == CSV or path.name in WORKBOOKS:
            try:
                content = content_of(path, home)
            except FileError as error:
                problems.add(error.problem(shown))
                continue
            hashes[shown] = content_hash(content)
            if suffix != CSV:
                yield from _sheets(path.name, content, shown, problems)
            elif table := read_csv(path.stem, shown, content, encoding, problems):
                yield table
        elif suffix in OTHER_SHEETS:
            problems.add(_not_read(shown))


def holds_names(path: Path) -> bool:
    """Whether a file is the one of people's names."""
    return path.suffix.lower() == CSV and plain(path.stem) in NAMES_FILES


def _lying_in(folder: Path, root: Path, problems: Problems) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        problems.add(FileError(f"la cartella non si può leggere ({why_not(error)})").problem(shown_path(folder, root)))
        return []


def may_hold(name: str, file: str, tables: Mapping[str, Table]) -> bool:
    """Whether a file, by its path in messages, may be or contain a table: every sheet of a workbook may."""
    path = PurePosixPath(file)
    found = find_table(path.stem, tables) if path.suffix.lower() == CSV else None
    return path.name in WORKBOOKS or (found is not None and found.name == name)


def known_tables(
    raws: Iterator[RawTable], tables: Mapping[str, Table], scope: str, problems: Problems
) -> list[tuple[RawTable, Table]]:
    """Raw tables with their declarations; unknown, empty, misplaced and duplicate ones are problems."""
    found: dict[str, tuple[RawTable, Table]] = {}
    for raw in raws:
        table = find_table(raw.name, tables)
        if plain(raw.name) in NAMES_FILES:
            problems.add(_names_apart(raw))
        elif table is None:
            if raw.heads or not raw.sheet:
                problems.add(unknown_table(raw.name, raw.source(0), tables))
        elif scope != ANYWHERE and table.scope not in (scope, "both"):
            place = "nella cartella dell'anno" if table.scope == "year" else "nella cartella dell'ente"
            problems.tell(raw.source(0), f"la tabella «{raw.name}» va {place}")
        elif table.name in found:
            other = found[table.name][0].source(0)
            problems.tell(
                raw.source(0), f"la tabella «{raw.name}» è già in {other}", remedy="Tenere una sola delle due tabelle."
            )
        elif not raw.heads:
            problems.add(_empty(raw))
        else:
            found[table.name] = (raw, table)
    return list(found.values())


def shown_path(path: Path, root: Path) -> str:
    """A path for errors and results: relative to the workspace, with `/`."""
    return printable(path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix())


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return content_hash(path.read_bytes())


def content_hash(content: bytes) -> str:
    """SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def _empty(raw: RawTable) -> Problem:
    return Problem(
        source=raw.source(1),
        message="la tabella è vuota",
        expected="una riga d'intestazione con i nomi delle colonne",
        remedy="Scrivere l'intestazione, oppure togliere la tabella se non serve.",
    )


def _names_apart(raw: RawTable) -> Problem:
    """The problem of names in a workbook, or in a common table: these are hashed with the inputs."""
    return Problem(
        source=raw.source(0),
        message="qui i nomi delle persone entrerebbero nelle impronte del registro",
        expected="un file anagrafe.csv nella cartella dell'ente",
    )


def _not_read(shown: str) -> Problem:
    workbooks = " o ".join(f"«{name}»" for name in WORKBOOKS)
    return Problem(
        source=Source(shown, 0),
        message="questa versione non legge questo file",
        expected=f"tabelle CSV, oppure un solo {workbooks} con un foglio per tabella",
    )
