"""The enti that a command works on: the requested ones of a workspace, or of a path in it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from attrs import evolve, field, frozen

from merito.model.messages import say
from merito.model.source import Source
from merito.regulations import Regulations
from merito.workspace.cells import is_year
from merito.workspace.characters import in_one_line, printable
from merito.workspace.common import installed_regulations
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE, Workspace, open_workspace
from merito.workspace.default_day import Unasked
from merito.workspace.dossiers import Opened, open_ente
from merito.workspace.ente_config import read_ente
from merito.workspace.files import FileError, shown_path
from merito.workspace.heads import nearest
from merito.workspace.problems import BadDataError, Problem, WorkspaceError
from merito.workspace.roster import Listed, listed_as
from merito.workspace.shared import unknown_owners
from merito.workspace.supposed import Asked
from merito.workspace.toml_files import read_toml
from merito.workspace.toml_statements import lines_of


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
    """The enti that a command works on, by id; `broken` by id, or by folder name if the config cannot be read.

    `as_of` is `Unasked` if the command line gives no day. `listed` are all enti of the workspace; `asked_year` is the
    year of the command line. `of_no_ente` are the faults of the workspace's files that belong to none of its enti
    (Italian); `whole`: no enti were named, so they are the command's own.
    """

    workspace: Workspace
    as_of: date
    homes: Mapping[str, Home]
    broken: Mapping[str, BadDataError]
    broken_homes: Mapping[str, Home] = field(factory=dict)
    listed: tuple[Listed, ...] = ()
    asked_year: int | None = None
    of_no_ente: tuple[str, ...] = ()
    whole: bool = True

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

    A fault of one ente, or of several, breaks these and no other. Raises WorkspaceError if the workspace cannot be
    read, an ente does not exist, or no year is given.
    """
    workspace = open_workspace(path)
    parts = workspace.every()
    if year is not None and not is_year(year):
        raise WorkspaceError(say("--year {year}: non è un anno in cui ci può essere un ciclo", year=str(year)))
    if year is None and any(part.year is None and part.folders for part in parts):
        raise WorkspaceError(
            say("manca l'anno del ciclo: indicarlo con --year, oppure come year in [workspace] di merito.toml")
        )
    root = workspace.root
    found = [_found(folder, part, year or part.year or 0) for part in parts for folder in part.folders]
    of_no_ente = [line for part in parts for line in _without_folder(part, root)]
    found = _without_clashes(found, root)
    for part in parts:
        found, lines = _without_defaults(part, found, root)
        of_no_ente += lines
    named = _named(found, root)
    known = {name: one.home for name, one in named.items() if one.fault is None}
    broken = {name: (one.fault, one.home) for name, one in named.items() if one.fault is not None}
    if len(found) > 1 or path.resolve() == root:
        of_no_ente += [line for part in parts for line in _strangers(part, named, root)]
    wanted = list(dict.fromkeys(enti or known))
    unknown = [ente for ente in wanted if ente not in named]
    if unknown:
        raise WorkspaceError(
            say(
                "enti sconosciuti: {unknown}; nello spazio di lavoro ci sono {known}",
                unknown=tuple(unknown),
                known=tuple(known),
            )
        )
    failed = {name: one for name, one in broken.items() if not enti or name in enti}
    return Selection(
        workspace=workspace,
        as_of=as_of or Unasked.today(),
        homes={ente: known[ente] for ente in wanted if ente in known},
        broken={name: fault for name, (fault, _) in failed.items()},
        broken_homes={name: home for name, (_, home) in failed.items()},
        listed=tuple(_listed(name, one) for name, one in named.items()),
        asked_year=year,
        of_no_ente=tuple(of_no_ente),
        whole=not enti,
    )


@frozen
class _Found:
    """The folder of an ente: what its config says of it, or why it cannot run.

    `ids` are those that its rows may have if the config cannot be read. The config itself is read again when the ente
    runs: of thousands of enti a selection holds only what it asks of them.
    """

    home: Home
    listed: Listed | None = None
    fault: BadDataError | None = None
    ids: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        return self.listed.id if self.listed else ""

    @property
    def regulation(self) -> str:
        return self.listed.regulation if self.listed else ""

    def failing(self, problem: Problem) -> "_Found":
        return evolve(self, fault=BadDataError((problem,)))

    def at(self, root: Path) -> Source:
        """Its config file, relative to the whole workspace."""
        return Source(shown_path(self.home.folder / ENTE_FILE, root), 0)


def _found(folder: Path, part: Workspace, year: int) -> _Found:
    home = Home(folder, part, year)
    try:
        config = read_ente(folder, part)
    except BadDataError as error:
        return _Found(home, fault=error, ids=frozenset({folder.name, _written_id(folder)} - {""}))
    home = home if config.own.folder is None else evolve(home, own_rules=True)
    return _Found(home, listed_as(config, year))


def _written_id(folder: Path) -> str:
    """The id in a config that has other faults, so that the ente's rows are not taken for strangers' rows."""
    with suppress(FileError, OSError):
        return str(read_toml(folder / ENTE_FILE, folder).data.get("id", ""))
    return ""


def _without_clashes(found: Sequence[_Found], root: Path) -> list[_Found]:
    """An id that several enti have, or have save for capitals, which not every disk tells apart, breaks all of them."""
    alike: dict[str, list[_Found]] = defaultdict(list)
    for one in found:
        alike[one.id.casefold()].append(one)
    return [
        one.failing(_clash(one, alike[one.id.casefold()], root))
        if one.listed and len(alike[one.id.casefold()]) > 1
        else one
        for one in found
    ]


def _clash(one: _Found, same: Sequence[_Found], root: Path) -> Problem:
    places = [shown_path(other.home.folder, root) for other in same]
    folders = f"{', '.join(places[:-1])} e {places[-1]}"
    ids = list(dict.fromkeys(other.id for other in same))
    if len(ids) > 1:
        told = " e ".join(f"«{identifier}»" for identifier in ids)
        message = f"gli enti {told} si distinguono solo per le maiuscole: {folders}"
    else:
        count = "due" if len(places) == 2 else str(len(places))
        message = f"l'ente «{one.id}» è in {count} cartelle: {folders}; ogni ente ha un «id» suo"
    remedy = "Finché non si corregge, nessuno di questi si esegue."
    return Problem(source=one.at(root), message=message, remedy=remedy)


def _without_defaults(part: Workspace, found: list[_Found], root: Path) -> tuple[list[_Found], list[str]]:
    """Enti that would run without the defaults meant for them: `[defaults.x]` is a slip for their regulation.

    And the sections that concern no ente, a line each.
    """
    known = installed_regulations().names() if part.defaults else ()
    lines = []
    for name in (one for one in part.defaults if one not in known):
        row = lines_of(part.root / WORKSPACE_FILE, part.digest).get(("defaults", name), 0)
        source = Source(shown_path(part.root / WORKSPACE_FILE, root), row)
        message = f"[defaults.{name}]: non è un regolamento installato: {', '.join(known)}"
        meant = nearest(name, [one for one in known if one not in part.defaults])
        concerned = {
            one.home.folder
            for one in found
            if one.home.workspace.root == part.root and one.fault is None and one.regulation == meant
        }
        if not concerned:
            lines.append(f"{in_one_line(f'{source}: {message}')}; nessun ente ne è toccato")
            continue
        remedy = f"Forse «{meant}»? Senza questi valori i suoi enti non si eseguono."
        problem = Problem(source=source, message=message, remedy=remedy)
        found = [one.failing(problem) if one.home.folder in concerned else one for one in found]
    return found, lines


def _named(found: Sequence[_Found], root: Path) -> dict[str, _Found]:
    """Each by its id; by its folder if it has none, or if another one has the same."""
    names: dict[str, Path] = {}
    for one in sorted(found, key=lambda one: one.home.folder.name != one.id):
        if one.id:
            names.setdefault(one.id, one.home.folder)
    by_folder = {folder: name for name, folder in names.items()}
    for one in found:
        folder = one.home.folder
        if folder not in by_folder:
            name = printable(folder.name)
            name = shown_path(folder, root) if name in names else name
            names[name], by_folder[folder] = folder, name
    return {by_folder[one.home.folder]: one for one in found}


def _listed(name: str, one: _Found) -> Listed:
    if one.listed is None:
        return Listed(id=name, name=name, broken=True, year=one.home.year)
    sound = one.fault is None and one.id == name
    return one.listed if sound else evolve(one.listed, id=name, broken=one.fault is not None)


def _without_folder(part: Workspace, root: Path) -> list[str]:
    """Folders that `enti` names and that are not there."""
    file = shown_path(part.root / WORKSPACE_FILE, root)
    return [f"{file}: «enti»: manca la cartella «{in_one_line(name)}»" for name in part.missing]


def _strangers(part: Workspace, named: Mapping[str, _Found], root: Path) -> list[str]:
    """Rows of the common tables of a workspace about enti that are not its own."""
    here = [one for one in named.values() if one.home.workspace.root == part.root]
    own = {identifier for one in here for identifier in (one.ids or {one.id})}
    place = shown_path(part.root, root)
    lines = [line if part.root == root else f"{place}/{line}" for line in unknown_owners(part.shared, own)]
    return [f"righe di nessun ente: {line}" for line in lines]


def one_ente(chosen: Selection) -> tuple[Selection, str]:
    """A selection of exactly one ente, and its id.

    Raises BadDataError if it cannot be read, WorkspaceError if there are several.
    """
    for error in chosen.broken.values():
        raise error
    if len(chosen.enti) > 1:
        raise WorkspaceError(say("indicare un ente con --ente: {enti}", enti=tuple(chosen.enti)))
    return chosen, chosen.enti[0]
