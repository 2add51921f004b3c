"""The run of an ente that stands in a folder, in memory, as the checks of a regulation see it."""

from datetime import date
from pathlib import Path

from merito.cycle import check, run
from merito.model.record import Record
from merito.model.results import Finding
from merito.regulations import Regulations
from merito.testing.enti import AS_OF, installed
from merito.workspace.config import of_their_author, open_workspace
from merito.workspace.dossiers import Opened, open_ente
from merito.workspace.problems import WorkspaceError


def run_folder(
    root: Path,
    ente: str = "prova",
    *,
    year: int | None = None,
    as_of: date = AS_OF,
    provisional: bool = False,
    regulations: Regulations | None = None,
) -> Record:
    """The record of an ente of the workspace at `root`, with the rows that hooks return; nothing is written.

    The year is by default that of `merito.toml`. Rules of the ente's own run here, trusted or not: the caller is their
    author. Raises BadDataError on data that cannot be read, WorkspaceError on a `merito.toml` that cannot be read or
    names no year, PluginError on a plugin that cannot be loaded.
    """
    opened = open_folder(root, ente, year=year, as_of=as_of, provisional=provisional, regulations=regulations)
    return run(opened.course, opened.hashes)


def check_folder(
    root: Path,
    ente: str = "prova",
    *,
    year: int | None = None,
    as_of: date = AS_OF,
    regulations: Regulations | None = None,
) -> tuple[Finding, ...]:
    """What `merito check` finds in an ente of the workspace at `root`. Raises as `run_folder`."""
    return check(open_folder(root, ente, year=year, as_of=as_of, regulations=regulations).course)


def open_folder(
    root: Path,
    ente: str = "prova",
    *,
    year: int | None = None,
    as_of: date = AS_OF,
    provisional: bool = False,
    regulations: Regulations | None = None,
) -> Opened:
    """An ente of the workspace at `root`, read and checked. Raises as `run_folder`."""
    workspace = of_their_author(open_workspace(root))
    chosen = workspace.year if year is None else year
    if chosen is None:
        raise WorkspaceError(f"{root}: merito.toml names no year, and none is given")
    known = installed() if regulations is None else regulations
    return open_ente(root.resolve() / "enti" / ente, workspace, known, chosen, as_of, provisional)
