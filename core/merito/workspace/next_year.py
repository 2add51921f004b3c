"""Next year's folder of an ente: lasting data are carried over, data of a single year begin empty."""

from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from attrs import frozen

from merito.regulations import Stack
from merito.workspace.carried_over import carried_over, without_target
from merito.workspace.cells import text_of
from merito.workspace.config import CYCLE_FILE, Workspace
from merito.workspace.cycle_file import read_cycle
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import CSV, WORKBOOKS, FileError, content_of, holds_names, shown_path
from merito.workspace.in_place import clear_left, make_folder, write_new
from merito.workspace.lasting_settings import lasting_settings
from merito.workspace.one_writer import one_writer
from merito.workspace.problems import BadDataError, Problems
from merito.workspace.raw import read_csv
from merito.workspace.spreadsheet_safe import coded, csv_text
from merito.workspace.starter import Lasting, cycle_text, heads_alone

ACTS = "acts"


@frozen
class Prepared:
    """What was made for an ente: files with the rows carried over, files left unchanged, references left blank.

    `untargeted` is how many indicators still need an expected result of the new year. `settings` are the keys of the
    new `cycle.toml` that have a value; `once` those that had one in the year before.
    """

    made: Mapping[str, int]
    left: tuple[str, ...] = ()
    blanked: int = 0
    untargeted: int = 0
    workbook: str = ""
    settings: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


def prepare(config: EnteConfig, workspace: Workspace, stack: Stack, before: int) -> Prepared:
    """Writes the files of the year after `before` that do not exist yet, with the rights of those of that year.

    Raises BadDataError on a table of that year that cannot be read, OSError if another process is preparing the same
    year.
    """
    busy = f"un altro sta preparando il {before + 1}: ripetere quando ha finito"
    with one_writer(config.folder / str(before + 1), busy):
        return _prepared(config, workspace, stack, before)


def _prepared(config: EnteConfig, workspace: Workspace, stack: Stack, before: int) -> Prepared:
    folder, made = config.folder / str(before + 1), dict[str, str]()
    old = config.folder / str(before)
    tables, blanked, acts_there = carried_over(config, workspace, stack, before)
    lasting = _settings(config, workspace, stack, acts_there, before)
    for one in tables:
        made[f"{Path(one.raw.name).name}{CSV}"] = csv_text([one.raw.heads, *one.rows], ";")
    names = _names(old, config, workspace)
    made |= {name: csv_text(rows, ";") for name, rows in names.items()}
    if not any(one.table.name == ACTS for one in tables):
        acts = stack.inputs.tables[ACTS]
        made[f"{acts.label}{CSV}"] = heads_alone(acts)
    made[CYCLE_FILE] = cycle_text(stack, lasting)
    for name in made:
        clear_left(folder / name)
    there = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    given = {one.table.name for one in tables if {f"{name}{CSV}" for name in (one.table.name, one.table.label)} & there}
    left = [name for name in made if name.casefold() in there]
    left += [f"{one.raw.name}{CSV}" for one in tables if one.table.name in given and f"{one.raw.name}{CSV}" not in left]
    workbooks = [name for name in WORKBOOKS if name in there]
    written = {} if workbooks else {name: text for name, text in made.items() if name not in left}
    make_folder(folder, old)
    for name, text in written.items():
        write_new(folder / name, _coded(name, text, config.encoding), like=old / name)
    counts = {f"{one.raw.name}{CSV}": len(one.rows) for one in tables}
    counts |= {name: len(rows) - 1 for name, rows in names.items()}
    return Prepared(
        made={name: counts.get(name, 0) for name in written},
        left=tuple(workbooks or left),
        blanked=blanked if written else 0,
        untargeted=without_target(tables, before + 1) if written else 0,
        workbook=next((name for name in WORKBOOKS if (old / name).is_file()), ""),
        settings=tuple(_keys(lasting.values)) if CYCLE_FILE in written else (),
        once=tuple(key for key in _keys(lasting.notes) if key not in {*_keys(lasting.values)})
        if CYCLE_FILE in written
        else (),
    )


def _names(old: Path, config: EnteConfig, workspace: Workspace) -> Mapping[str, list[list[str]]]:
    """The names of people that stand in the folder of the year before, by file: a name outlasts a year.

    Those in the folder of the ente are of every year already.
    """
    problems, found = Problems(), dict[str, list[list[str]]]()
    for path in sorted(old.iterdir()) if old.is_dir() else ():
        if not holds_names(path):
            continue
        shown = shown_path(path, workspace.root)
        try:
            raw = read_csv(path.stem, shown, content_of(path, config.folder), config.encoding, problems)
        except FileError as error:
            problems.add(error.problem(shown))
            continue
        if raw is not None and raw.heads:
            found[path.name] = [[*raw.heads], *([*map(text_of, cells)] for _, cells in raw.rows)]
    if problems:
        raise BadDataError(tuple(problems.found))
    return found


def _settings(config: EnteConfig, workspace: Workspace, stack: Stack, acts: Set[str], before: int) -> Lasting:
    """What the `cycle.toml` of the year before leaves. Raises BadDataError if it cannot be read."""
    problems = Problems()
    path = config.folder / str(before) / CYCLE_FILE
    cycle = read_cycle(path, config.folder, workspace.root, problems, {})
    if problems:
        raise BadDataError(tuple(problems.found))
    return lasting_settings(cycle, stack, acts, before)


def _keys(found: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    return (key for section in found.values() for key in section)


def _coded(name: str, text: str, encoding: str) -> bytes:
    """The bytes of a file: TOML is always UTF-8, and so is, with a mark, a table that the ente's encoding lacks."""
    return text.encode("utf-8") if name == CYCLE_FILE else coded(text, encoding)
