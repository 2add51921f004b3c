"""The enti that a command works on: the requested ones of a workspace, or of a path in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from attrs import field, frozen

from merito.model.messages import Code, say
from merito.regulations import Regulations
from merito.workspace.cells import is_year
from merito.workspace.characters import printable
from merito.workspace.common import installed_regulations
from merito.workspace.config import WORKSPACE_FILE, Workspace, open_workspace
from merito.workspace.dossiers import Opened, open_ente
from merito.workspace.ente_config import read_ente
from merito.workspace.files import shown_path
from merito.workspace.problems import BadDataError, WorkspaceError
from merito.workspace.roster import Listed, listed_as
from merito.workspace.shared import unknown_owners
from merito.workspace.supposed import Asked


@frozen
class Home:
    """The place of an ente: its folder, the workspace to which it belongs, and the year of its cycle.

    `own_rules`: its config names some.
    """

    folder: Path
    workspace: Workspace
    year: int
    own_rules: bool = False


@frozen(kw_only=True)
class Selection:
    """The enti that a command works on, by id; `broken` by folder name, if the config cannot be read.

    `listed` are all enti of the workspace; `asked_year` is the year of the command line.
    """

    workspace: Workspace
    as_of: date
    homes: Mapping[str, Home]
    broken: Mapping[str, BadDataError]
    broken_homes: Mapping[str, Home] = field(factory=dict)
    listed: tuple[Listed, ...] = ()
    asked_year: int | None = None

    @property
    def enti(self) -> tuple[str, ...]:
        """Those whose config can be read, in their order."""
        return tuple(self.homes)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of their cycles, in order."""
        return tuple(sorted({home.year for home in (*self.homes.values(), *self.broken_homes.values())}))

    def year_of(self, ente: str) -> int:
        """The year of the cycle of one of them."""
        return (self.homes.get(ente) or self.broken_homes[ente]).year

    def opened(self, ente: str, regulations: Regulations, asked: tuple[Asked, ...] = ()) -> Opened:
        """All declarations for one of its enti: its own rules do not run. Raises one of `UNUSABLE`."""
        home = self.homes[ente]
        return open_ente(home.folder, home.workspace, regulations, home.year, self.as_of, asked=asked, run_own=False)


def select(path: Path, enti: Sequence[str] | None, year: int | None, as_of: date | None) -> Selection:
    """The workspace and its enti.

    Raises WorkspaceError if the workspace cannot be read, an ente does not exist, or no year is given.
    """
    workspace = open_workspace(path)
    parts = workspace.every()
    if year is not None and not is_year(year):
        raise WorkspaceError(say("--year {year}: non è un anno in cui ci può essere un ciclo", year=str(year)))
    if year is None and any(part.year is None and part.folders for part in parts):
        raise WorkspaceError(
            say("manca l'anno del ciclo: indicarlo con --year, oppure come year in [workspace] di merito.toml")
        )
    known: dict[str, Home] = {}
    broken: dict[str, tuple[BadDataError, Home]] = {}
    listed: list[Listed] = []
    for part in parts:
        listed += _read(part, year or part.year or 0, known, broken, workspace.root)
        _check_defaults(part, workspace.root)
    _check_capitals(known, workspace.root)
    whole = len(listed) > 1 or path.resolve() == workspace.root
    strangers = (
        [] if broken or not whole else [line for part in parts for line in _strangers(part, known, workspace.root)]
    )
    if strangers:
        raise WorkspaceError("\n".join(strangers))
    wanted = list(dict.fromkeys(enti or known))
    unknown = [ente for ente in wanted if ente not in known and ente not in broken]
    if unknown:
        raise WorkspaceError(
            say(
                "enti sconosciuti: {unknown}; nello spazio di lavoro ci sono {known}",
                unknown=tuple(unknown),
                known=tuple(known),
            )
        )
    failed = {name: found for name, found in broken.items() if not enti or name in enti}
    return Selection(
        workspace=workspace,
        as_of=as_of or date.today(),
        homes={ente: known[ente] for ente in wanted if ente in known},
        broken={name: error for name, (error, _) in failed.items()},
        broken_homes={name: home for name, (_, home) in failed.items()},
        listed=tuple(listed),
        asked_year=year,
    )


def _read(
    part: Workspace, year: int, known: dict[str, Home], broken: dict[str, tuple[BadDataError, Home]], root: Path
) -> list[Listed]:
    """Adds the enti of one workspace to those known; raises WorkspaceError on a duplicate id."""
    listed: dict[Path, Listed] = {}
    faults: dict[Path, BadDataError] = {}
    for folder in part.folders:
        try:
            config = read_ente(folder, part)
        except BadDataError as error:
            faults[folder] = error
            continue
        if config.id in known:
            places = " e ".join(shown_path(one, root) for one in (known[config.id].folder, folder))
            raise WorkspaceError(
                say(
                    "l'ente {ente} è in due cartelle: {places}; ogni ente ha un «id» suo",
                    ente=Code(config.id),
                    places=places,
                )
            )
        known[config.id] = Home(folder, part, year, config.own.folder is not None)
        listed[folder] = listed_as(config, year)
    for folder, fault in faults.items():
        name = printable(folder.name)
        if name in broken or name in known:
            name = shown_path(folder, root)
        broken[name] = (fault, Home(folder, part, year))
        listed[folder] = Listed(id=name, name=name, broken=True, year=year)
    return [listed[folder] for folder in part.folders]


def _check_capitals(known: Mapping[str, Home], root: Path) -> None:
    """Raises WorkspaceError if two enti would share a folder of results on a disk that ignores capitals."""
    folded: dict[str, str] = {}
    for ente in known:
        same = folded.setdefault(ente.casefold(), ente)
        if same != ente:
            places = " e ".join(shown_path(known[one].folder, root) for one in (same, ente))
            raise WorkspaceError(
                say(
                    "gli enti {one} e {other} si distinguono solo per le maiuscole: {places}",
                    one=Code(same),
                    other=Code(ente),
                    places=places,
                )
            )


def _check_defaults(part: Workspace, root: Path) -> None:
    """Raises WorkspaceError if a workspace has defaults for a regulation that is not installed."""
    if part.defaults:
        known = installed_regulations().names()
        odd = [name for name in part.defaults if name not in known]
        if odd:
            file = shown_path(part.root / WORKSPACE_FILE, root)
            raise WorkspaceError(
                say(
                    "{file}: [defaults.{name}]: non è un regolamento installato: {known}",
                    file=str(file),
                    name=odd[0],
                    known=tuple(known),
                )
            )


def _strangers(part: Workspace, known: Mapping[str, Home], root: Path) -> list[str]:
    """Rows of the common tables of a workspace about enti that are not its own."""
    own = {ente for ente, home in known.items() if home.workspace.root == part.root}
    place = shown_path(part.root, root)
    return [line if part.root == root else f"{place}/{line}" for line in unknown_owners(part.shared, own)]


def one_ente(chosen: Selection) -> tuple[Selection, str]:
    """A selection of exactly one ente, and its id.

    Raises BadDataError if it cannot be read, WorkspaceError if there are several.
    """
    for error in chosen.broken.values():
        raise error
    if len(chosen.enti) > 1:
        raise WorkspaceError(say("indicare un ente con --ente: {enti}", enti=tuple(chosen.enti)))
    return chosen, chosen.enti[0]
