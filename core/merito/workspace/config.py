"""Reads `merito.toml`: the enti of the workspace, common tables and defaults."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from merito.model.messages import say
from merito.workspace.cells import LOCALES, is_year
from merito.workspace.files import FileError, shown_path
from merito.workspace.formats import FORMATS, formats_problem, in_order
from merito.workspace.heads import near_key, suggestion
from merito.workspace.includes import roots_of
from merito.workspace.problems import WorkspaceError
from merito.workspace.shared import SharedTable, read_shared
from merito.workspace.toml_files import as_toml, read_toml

WORKSPACE_FILE, ENTE_FILE, CYCLE_FILE = "merito.toml", "ente.toml", "cycle.toml"
WORKSPACE_TABLES = ("workspace", "defaults", "own_rules")
WORKSPACE_KEYS = ("enti", "include", "year", "out", "formats", "locale", "register", "anchor")
REGISTER_FILE = "registro.sqlite"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
ONE_OF_MANY = re.compile(r"[*?[]")


@frozen(kw_only=True)
class Workspace:
    """A workspace: its root, year and folder of results, the folders of its own enti, included workspaces.

    An included one without a year has that of the including one. `register` is a file (relative to the root) or the URL
    of a database; None if runs are not registered. `anchor` is the file for heads of its chain. `formats` are those of
    the results. `digest` is the hash of the workspace's file, as it was read. `missing` are the folders that `enti`
    names one by one and that are not there.

    `own_rules` are the digests of the trusted rules of enti, by id; `trusts` is the workspace whose file says so: the
    one that includes this one, or that has it in the folder of one of its enti. None: an ente without a workspace.
    `own_rules` is None if their author runs them, whatever they are.
    """

    root: Path
    year: int | None
    out: Path
    locale: str | None
    folders: tuple[Path, ...]
    defaults: Mapping[str, Mapping[str, object]] = field(factory=dict)
    shared: tuple[SharedTable, ...] = ()
    register: str | None = REGISTER_FILE
    anchor: str | None = None
    formats: tuple[str, ...] = FORMATS
    included: tuple["Workspace", ...] = ()
    digest: str = ""
    missing: tuple[str, ...] = ()
    own_rules: Mapping[str, str] | None = field(factory=dict)
    trusts: Path | None = None

    def every(self) -> tuple["Workspace", ...]:
        """This workspace and all that it includes, in their order."""
        return (self, *(inner for one in self.included for inner in one.every()))


def open_workspace(path: Path) -> Workspace:
    """The workspace at a path, or the one around the folder of one ente. Raises WorkspaceError."""
    folder = path.resolve()
    if folder.is_file() and path.name in (WORKSPACE_FILE, ENTE_FILE):
        raise WorkspaceError(
            say("{path}: si indica la cartella in cui sta: {folder}", path=str(path), folder=str(path.parent))
        )
    if not folder.is_dir():
        raise WorkspaceError(say("{path}: non è una cartella", path=str(path)))
    if (folder / WORKSPACE_FILE).is_file():
        return _trusted_around(_read_workspace(folder))
    if not (folder / ENTE_FILE).is_file():
        what = say("{path}: non c'è né merito.toml (uno spazio di lavoro) né ente.toml (un ente)", path=str(path))
        raise WorkspaceError(what)
    for parent in folder.parents:
        if (parent / WORKSPACE_FILE).is_file():
            around = _read_workspace(parent)
            if folder in around.folders:
                return _trusted_around(evolve(around, folders=(folder,), included=()))
    return Workspace(root=folder, year=None, out=folder / "out", locale=None, folders=(folder,))


def _trusted_around(workspace: Workspace) -> Workspace:
    """A workspace in the folder of an ente trusts only what the workspace of that ente trusts.

    Whoever gives the folder has written the inner `merito.toml` too. An outer one that cannot be read trusts nothing.
    """
    for parent in reversed(workspace.root.parents):
        if not (parent / WORKSPACE_FILE).is_file():
            continue
        try:
            around = _read_workspace(parent)
        except WorkspaceError:
            return _trusting(workspace, evolve(workspace, own_rules={}, trusts=parent))
        if any(workspace.root.is_relative_to(folder) for folder in around.folders):
            return _trusting(workspace, around)
    return workspace


def of_their_author(workspace: Workspace) -> Workspace:
    """A workspace in which own rules run whatever they are: their author has named them."""
    return evolve(workspace, own_rules=None)


def _trusting(workspace: Workspace, around: Workspace) -> Workspace:
    """A workspace, and all that it includes, with the trust of another one."""
    inner = tuple(_trusting(one, around) for one in workspace.included)
    return evolve(workspace, own_rules=around.own_rules, trusts=around.trusts, included=inner)


def _read_workspace(root: Path, around: tuple[Path, ...] = ()) -> Workspace:
    shown = WORKSPACE_FILE
    try:
        file = read_toml(root / WORKSPACE_FILE)
    except FileError as error:
        raise WorkspaceError(str(error.problem(shown))) from None
    data = file.data
    main, defaults, own_rules = (data.pop(name, {}) for name in WORKSPACE_TABLES)
    faults = [f"tabella [{key}] sconosciuta. {suggestion(key, WORKSPACE_TABLES)}" for key in data]
    if not isinstance(main, dict) or not isinstance(defaults, dict):
        raise WorkspaceError(f"{shown}: [workspace] e [defaults] devono essere tabelle")
    faults += [
        f"chiave «{key}» sconosciuta in [workspace]. {near_key(key, WORKSPACE_KEYS)}"
        for key in main
        if key not in WORKSPACE_KEYS
    ]
    include, year, out, locale, register, anchor = (
        main.get("include", []),
        main.get("year"),
        main.get("out", "out"),
        main.get("locale"),
        main.get("register", REGISTER_FILE),
        main.get("anchor"),
    )
    patterns = main.get("enti", [] if include else ["enti/*"])
    if not isinstance(include, list) or not all(isinstance(name, str) for name in include):
        faults.append('«include» deve essere un elenco di cartelle di altri spazi di lavoro, come ["../altro"]')
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
        faults.append('«enti» deve essere un elenco di cartelle, come ["enti/*"]')
    if year is not None and (not isinstance(year, int) or isinstance(year, bool) or not is_year(year)):
        faults.append(f"«year» deve essere un anno, non «{as_toml(year)}»")
    if not isinstance(out, str):
        faults.append("«out» deve essere il nome di una cartella")
    if locale is not None and locale not in LOCALES:
        faults.append(f"«locale» deve essere uno tra {', '.join(LOCALES)}, non «{as_toml(locale)}»")
    if register is not False and not (isinstance(register, str) and register.strip()):
        faults.append("«register» deve essere un file tra virgolette, l'URL di un database o false")
    if problem := formats_problem(main.get("formats", list(FORMATS))):
        faults.append(f"«formats»: {problem}")
    if anchor is not None and not (isinstance(anchor, str) and anchor.strip()):
        faults.append("«anchor» deve essere un file tra virgolette, fuori dai risultati")
    faults += [
        f"[defaults.{name}] deve essere una tabella" for name, value in defaults.items() if not isinstance(value, dict)
    ]
    faults += [
        f"[defaults.{name}.readings] deve essere una tabella"
        for name, value in defaults.items()
        if isinstance(value, dict) and not isinstance(value.get("readings", {}), dict)
    ]
    if not isinstance(own_rules, dict):
        raise WorkspaceError(f"{shown}: [own_rules] deve essere una tabella, come la scrive merito trust")
    faults += [
        f"[own_rules] «{ente}»: trovato «{as_toml(value)}», attesa un'impronta come la scrive merito trust"
        for ente, value in own_rules.items()
        if not (isinstance(value, str) and DIGEST.fullmatch(value))
    ]
    if not patterns and not include:
        faults.append("né «enti» né «include»: lo spazio di lavoro è vuoto")
    if faults:
        raise WorkspaceError("\n".join(f"{shown}: {fault}" for fault in faults))
    folders = _folders(root, patterns)
    included = _included(root, include, around, year)
    taken = {folder.parent for one in included for inner in one.every() for folder in inner.folders}
    if (root / str(out)).resolve() in {folder.parent for folder in folders} | taken:
        raise WorkspaceError(
            f"{shown}: «out» è «{as_toml(out)}», dove stanno i dati degli enti: i risultati li coprirebbero"
        )
    whole = Workspace(
        root=root,
        year=year,
        out=root / str(out),
        locale=locale,
        folders=folders,
        defaults=defaults,
        shared=_shared(root, locale),
        register=str(register).strip() if register else None,
        anchor=anchor.strip() if anchor else None,
        formats=in_order(main.get("formats", FORMATS)),
        included=included,
        digest=file.digest,
        missing=tuple(one for one in patterns if not ONE_OF_MANY.search(one) and not (root / one).is_dir()),
        own_rules=own_rules,
        trusts=root,
    )
    return _trusting(whole, whole)


def _included(root: Path, names: list[str], around: tuple[Path, ...], year: int | None) -> tuple[Workspace, ...]:
    """The workspaces named in `include`; an error in one of them is prefixed with its folder."""
    found = []
    for name, place in roots_of(root, names, around, WORKSPACE_FILE).items():
        try:
            one = _read_workspace(place, (*around, root))
        except WorkspaceError as error:
            raise WorkspaceError("\n".join(f"{name}/{line}" for line in str(error).splitlines())) from None
        found.append(one if one.year or year is None else _of_year(one, year))
    twice = Counter(inner.root for one in found for inner in one.every())
    for place, count in twice.items():
        if count > 1:
            raise WorkspaceError(f"{WORKSPACE_FILE}: «include»: {shown_path(place, root)} è incluso più volte")
    return tuple(found)


def _of_year(workspace: Workspace, year: int) -> Workspace:
    inner = tuple(one if one.year else _of_year(one, year) for one in workspace.included)
    return evolve(workspace, year=year, included=inner)


def _shared(root: Path, locale: str | None) -> tuple[SharedTable, ...]:
    tables = read_shared(root)
    if tables and locale is None:
        raise WorkspaceError(f"{WORKSPACE_FILE}: le tabelle comuni vogliono «locale» in [workspace]: it, oppure en")
    return tables


def _folders(root: Path, patterns: list[str]) -> tuple[Path, ...]:
    folders: dict[Path, None] = {}
    for pattern in patterns:
        try:
            matched = [path for path in sorted(root.glob(pattern)) if path.is_dir() and not path.name.startswith(".")]
        except (ValueError, NotImplementedError):
            raise WorkspaceError(
                f"{WORKSPACE_FILE}: «enti»: trovato «{pattern}», atteso un percorso da questa cartella, come «enti/*»"
            ) from None
        outside = [path for path in matched if not path.resolve().is_relative_to(root)]
        if outside:
            raise WorkspaceError(
                f"{WORKSPACE_FILE}: «enti»: «{shown_path(outside[0], root)}» sta fuori da questa cartella: "
                "uno spazio di lavoro ha in sé i suoi enti, quelli di altri si prendono con «include»"
            )
        folders.update(dict.fromkeys(path.resolve() for path in matched))
    if patterns and not folders:
        raise WorkspaceError(f"{WORKSPACE_FILE}: nessuna cartella di ente corrisponde a {patterns}")
    return tuple(folders)
