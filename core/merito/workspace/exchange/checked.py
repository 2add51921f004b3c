"""Tries a proposed content before it is written: the ente and year are read whole, with it in place of the old one.

Nothing in the folder of the ente is touched. A private copy of what is read (tables, configs, own rules) is a workspace
of its own, in which a run shows what the content would change.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve, field, frozen

from merito.regulations import Regulations
from merito.workspace.config import WORKSPACE_FILE, Workspace
from merito.workspace.dossiers import Opened, open_ente
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.proposed import Fault
from merito.workspace.exchange.site import Site
from merito.workspace.people_names import read_names
from merito.workspace.problems import BadDataError, Problem
from merito.workspace.shared import SharedTable, read_common
from merito.workspace.system_faults import unreadable_is_bad_data
from merito.workspace.toml_files import toml_key, toml_text

PREFIX = "merito-"
SPACE = "spazio"


@frozen(kw_only=True)
class Found:
    """A problem of the year with a proposed content: whether it is `new`, and the proposed row that it is about.

    `row` is the number of the row (0: none of them), `column` the English name of the column (blank: none).
    """

    problem: Problem
    new: bool
    row: int = 0
    column: str = ""


@frozen(kw_only=True)
class Checked:
    """What a reading of the whole year with a proposed content finds, in the order of files and rows."""

    found: tuple[Found, ...] = field(repr=False)

    @property
    def new(self) -> tuple[Found, ...]:
        """Those that were not there before."""
        return tuple(one for one in self.found if one.new)

    def at(self, row: int, column: str) -> tuple[Found, ...]:
        """Those of a cell of the proposed rows."""
        return tuple(one for one in self.found if one.row == row and column in (one.column, ""))


def check(
    site: Site,
    content: NewContent,
    regulations: Regulations,
    as_of: date,
    faults: Sequence[Fault] = (),
    before: Sequence[Problem] | None = None,
) -> Checked:
    """Reads the year with a content in place, and tells apart what was wrong before.

    `faults` are those of the given file (`Proposed.faults`); `before` the problems of the year as it is
    (`problems_of`), if they are known.
    """
    earlier = Counter(map(_same, problems_of(site, regulations, as_of) if before is None else before))
    found = [Found(problem=one.problem, new=True, row=one.row, column=one.column) for one in faults]
    with copied(site, (content,)) as copy:
        for problem in problems_of(copy, regulations, as_of):
            known = _same(problem)
            new = not earlier[known]
            earlier[known] -= not new
            row, column = _place(problem, content)
            if (row, column) not in {(one.row, one.column) for one in faults}:
                found.append(Found(problem=problem, new=new, row=row, column=column))
    return Checked(found=tuple(found))


def problems_of(site: Site, regulations: Regulations, as_of: date) -> tuple[Problem, ...]:
    """Every problem that keeps the year of a site from being read, and those of its people's names."""
    found = list[Problem]()
    for read in (
        lambda: opened(site, regulations, as_of),
        lambda: read_names(site.config, site.workspace.root, site.year),
    ):
        try:
            read()
        except BadDataError as error:
            found += error.problems
    return tuple(found)


def opened(site: Site, regulations: Regulations, as_of: date) -> Opened:
    """The ente and year of a site; rules of its own are only declared. Raises BadDataError."""
    return open_ente(site.config.folder, site.workspace, regulations, site.year, as_of, run_own=False)


@contextmanager
def copied(site: Site, contents: Sequence[NewContent] = ()) -> Iterator[Site]:
    """A private copy of what is read of an ente and year, with some files replaced, as long as the block lasts.

    Its `workspace.root` is a workspace with this ente alone, which `merito.Workspace` opens: to compute what a content
    would change. It has no register, and trusts the rules that the real one trusts.
    """
    with TemporaryDirectory(prefix=PREFIX) as name, unreadable_is_bad_data(site.workspace.root):
        old, root = site.workspace.root, Path(name).resolve() / SPACE
        folder = root / site.config.folder.relative_to(old)
        folder.mkdir(parents=True)
        for place in (site.config.folder, site.year_folder):
            _copy_files(place, root / place.relative_to(old), site.config.folder)
        if (rules := site.config.own.folder) is not None:
            shutil.copytree(rules, root / rules.relative_to(old), dirs_exist_ok=True)
        if (old / WORKSPACE_FILE).is_file():
            _write_workspace(site, root, folder)
        for one in contents:
            path = root / one.path.relative_to(old)
            if one.content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(one.content)
        yield evolve(
            site,
            config=evolve(site.config, folder=folder),
            workspace=evolve(
                site.workspace,
                root=root,
                folders=(folder,),
                included=(),
                out=root / "out",
                register=None,
                shared=_shared(site.workspace, contents),
            ),
        )


def _copy_files(place: Path, copy: Path, home: Path) -> None:
    """Copies the files of a folder; a link that leads out of the ente's folder stays one, to be refused as before."""
    copy.mkdir(parents=True, exist_ok=True)
    for path in place.iterdir():
        if path.is_symlink() and not path.resolve().is_relative_to(home):
            (copy / path.name).symlink_to(path.resolve())
        elif path.is_file():
            shutil.copyfile(path, copy / path.name)


def _write_workspace(site: Site, root: Path, folder: Path) -> None:
    """The files of the workspace: as they are, or those of one that trusts no more than the real one."""
    old, workspace = site.workspace.root, site.workspace
    if workspace.trusts == old and not workspace.included:
        shutil.copyfile(old / WORKSPACE_FILE, root / WORKSPACE_FILE)
    else:
        main: dict[str, object] = {"enti": [folder.relative_to(root).as_posix()], "out": "out", "register": False}
        main |= {name: one for name, one in (("year", workspace.year), ("locale", workspace.locale)) if one is not None}
        tables: dict[str, dict[str, object]] = {"workspace": main, "own_rules": dict(workspace.own_rules or {})}
        lines = [line for name, table in tables.items() for line in (f"[{name}]", *_entries(table))]
        for regulation, values in workspace.defaults.items():
            lines += [f"[defaults.{toml_key(regulation)}]", *_entries(dict(values))]
        (root / WORKSPACE_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for one in workspace.shared:
        shutil.copyfile(old / one.raw.file, root / one.raw.file)


def _entries(table: dict[str, object]) -> list[str]:
    return [f"{toml_key(key)} = {toml_text(value)}" for key, value in table.items()]


def _shared(workspace: Workspace, contents: Sequence[NewContent]) -> tuple[SharedTable, ...]:
    """The common tables, with the replaced ones."""
    new = {one.path.name: one.content for one in contents if one.common and one.content is not None}
    return tuple(
        read_common(Path(one.raw.file).stem, one.raw.file, new[one.raw.file]) if one.raw.file in new else one
        for one in workspace.shared
    )


def _same(problem: Problem) -> tuple[object, ...]:
    """What two problems of the same fault have in common, though their row has another number by now."""
    file, _, sheet = problem.source
    return (file, sheet, problem.message, problem.column, problem.found, problem.expected, problem.article)


def _place(problem: Problem, content: NewContent) -> tuple[int, str]:
    """The proposed row and the column that a problem is about."""
    source = problem.source
    if (source.file, source.sheet) != (content.shown, content.sheet):
        return 0, ""
    first = problem.column.split(" + ")[0]
    return content.rows.get(source.row, 0), content.columns.get(problem.column) or content.columns.get(first, "")
