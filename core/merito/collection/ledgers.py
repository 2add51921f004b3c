"""The files of ratings of an ente: its own, or the common one; where each row is, and where new ones go."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from merito.model.columns import Table
from merito.terminal.selection import Home
from merito.workspace.common import common_inputs
from merito.workspace.files import CSV, WORKBOOKS, content_of
from merito.workspace.heads import find_table
from merito.workspace.workbooks.spreadsheets import sheets_in

RATINGS = "ratings"


class NotKeptError(Exception):
    """Points that were not written, and why (Italian)."""


@frozen(kw_only=True)
class Ledger:
    """A file of ratings: its path, its name in messages, its format, and whose rows are added to it."""

    path: Path
    shown: str
    locale: str
    encoding: str
    owner: str = ""


def own_ledger(home: Home, year: int, locale: str, encoding: str) -> Ledger:
    """The ente's own file of ratings: an existing one, a workbook with such a sheet, otherwise a CSV to be made."""
    folder = home.folder / str(year)
    tables = common_inputs().tables
    found = [path for path in sorted(folder.glob(f"*{CSV}")) if _holds(path, tables)]
    workbook = next((path for path in (folder / name for name in WORKBOOKS) if _has_sheet(path, tables)), None)
    path = found[0] if found else workbook or folder / f"{tables[RATINGS].label}{CSV}"
    return Ledger(path=path, shown=f"{home.folder.name}/{year}/{path.name}", locale=locale, encoding=encoding)


def shared_ledger(home: Home, ente: str) -> Ledger | None:
    """The common file of ratings, if the ente has rows in it."""
    tables = common_inputs().tables
    for one in home.workspace.shared:
        if _holds(Path(one.raw.file), tables) and one.owned.get(ente):
            path = home.workspace.root / one.raw.file
            locale = home.workspace.locale or "it"
            return Ledger(path=path, shown=one.raw.file, locale=locale, encoding="utf-8", owner=ente)
    return None


def _has_sheet(path: Path, tables: Mapping[str, Table]) -> bool:
    """Whether a workbook has a sheet of ratings."""
    titles = [title for title, _ in sheets_in(content_of(path), path.name)] if path.is_file() else []
    return any(found is not None and found.name == RATINGS for found in (find_table(one, tables) for one in titles))


def _holds(path: Path, tables: Mapping[str, Table]) -> bool:
    found = find_table(path.stem, tables)
    return found is not None and found.name == RATINGS


def ledger_of(file: str, own: Ledger, shared: Ledger | None, root: Path) -> Ledger:
    """The file that contains a row. Raises NotKeptError."""
    if shared is not None and file == shared.shown:
        return shared
    if (root / file).resolve() == own.path.resolve():
        return own
    raise NotKeptError(f"{file}: merito collect non scrive in questo file")


def ledger_for_new(own: Ledger, shared: Ledger | None) -> Ledger:
    """The file for new rows: the ente's own, or the common one if the ente's rows are there."""
    if shared is not None and not own.path.is_file():
        return shared
    return own
