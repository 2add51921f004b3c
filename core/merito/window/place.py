"""What an address is about: a workspace, one of its enti, a year; and the files that change when its data do."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import define, field, frozen

from merito.model.messages import Code, say
from merito.outputs.writer import result_folder
from merito.window.desk import stamp_of
from merito.workspace.cells import is_year
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE, open_workspace
from merito.workspace.problems import WorkspaceError
from merito.workspace.roster import Listed
from merito.workspace.selection import Home, Selection, select


@frozen(kw_only=True)
class Place:
    """An ente and a year of a workspace; `years` are those of which it has a folder. `as_of` is the day asked for."""

    key: str
    root: Path
    ente: str
    year: int
    listed: Listed
    home: Home | None
    years: tuple[int, ...]
    alone: bool
    as_of: date | None = None

    @property
    def of(self) -> tuple[str, str, int]:
        """The key of its workspace, its ente, its year."""
        return self.key, self.ente, self.year

    @property
    def options(self) -> tuple[str, ...]:
        """What a command is told of it: the workspace, the ente, the year, the day if one is asked for."""
        day = ("--as-of", self.as_of.isoformat()) if self.as_of else ()
        return str(self.root), "--ente", self.ente, "--year", str(self.year), *day

    @property
    def name(self) -> str:
        return self.listed.name

    @property
    def stamp(self) -> str:
        """What changes when a file of this ente or of its workspace does."""
        return stamp_of([*([self.home.folder] if self.home else []), *common_files(self.root)])

    @property
    def results(self) -> Path:
        """The folder of its results."""
        assert self.home is not None
        return result_folder(self.home.workspace.out, self.ente, self.year)


def common_files(root: Path) -> list[Path]:
    """The files of a workspace that concern all its enti."""
    return [path for path in sorted(root.iterdir()) if path.is_file()] if root.is_dir() else []


def years_of(folder: Path) -> tuple[int, ...]:
    """The years of which an ente has a folder, in order."""
    names = [one.name for one in folder.iterdir() if one.is_dir()] if folder.is_dir() else []
    return tuple(sorted(int(one) for one in names if one.isdecimal() and is_year(int(one))))


@define(eq=False)
class Places:
    """The workspaces that were read, each until one of its configs changes."""

    _read: dict[tuple[Path, int], tuple[str, Selection]] = field(factory=dict, init=False)
    _lock: Any = field(factory=Lock, init=False)

    def whole(self, root: Path, year: int | None) -> Selection:
        """All enti of a workspace in a year. Raises WorkspaceError if it cannot be read."""
        asked = year or _written_year(root)
        stamp = _stamp(root)
        with self._lock:
            known = self._read.get((root, asked))
        if known is not None and known[0] == stamp:
            return known[1]
        found = select(root, None, asked, None)
        with self._lock:
            self._read[root, asked] = (stamp, found)
        return found

    def of(self, key: str, root: Path, ente: str, year: int, as_of: date | None = None) -> Place:
        """One ente and year. Raises WorkspaceError if there is no such ente."""
        chosen = self.whole(root, year)
        listed = next((one for one in chosen.listed if one.id == ente), None)
        if listed is None or not is_year(year):
            raise WorkspaceError(say("l'ente {ente} non c'è in questo spazio di lavoro", ente=Code(ente)))
        home = chosen.homes.get(ente) or chosen.broken_homes.get(ente)
        return Place(
            key=key,
            root=root,
            ente=ente,
            year=year,
            listed=listed,
            home=home,
            years=years_of(home.folder) if home else (year,),
            alone=len(chosen.listed) == 1,
            as_of=as_of,
        )


def _stamp(root: Path) -> str:
    """What changes when a config of the workspace or of one of its enti does."""
    files = [root / WORKSPACE_FILE, *root.glob(f"*/{ENTE_FILE}"), *root.glob(f"*/*/{ENTE_FILE}"), root / ENTE_FILE]
    states: Mapping[Path, Any] = {one: one.stat() for one in files if one.is_file()}
    common = [f"{one.name}{one.stat().st_mtime_ns}" for one in common_files(root)]
    return repr(([(str(one), state.st_mtime_ns, state.st_size) for one, state in states.items()], common))


def _written_year(root: Path) -> int:
    """The year of a workspace without one: the last that any of its enti has, or this year."""
    opened = open_workspace(root)
    if opened.year:
        return opened.year
    folders = [folder for part in opened.every() for folder in part.folders]
    return max((year for folder in folders for year in years_of(folder)), default=date.today().year)
