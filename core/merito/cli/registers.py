"""How commands access the register of a workspace: opened late, since most commands need none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from merito.register.place import Place, anchor_of, place_of
from merito.register.problems import RegisterError
from merito.terminal.console import stop
from merito.terminal.options import Argument, Option
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.problems import BadDataError, WorkspaceError

if TYPE_CHECKING:
    from merito.register.store import Reader, Register

PathOption = Annotated[Path, Option("--path", help="The workspace, or a register file; default: the current folder.")]
RegisterArgument = Annotated[Path, Argument(help="A workspace, or a register file; default: the current folder.")]
HERE = Path()


def register_place(workspace: Workspace) -> Place | None:
    """The place of a workspace's register; ends the program if it is invalid."""
    try:
        return place_of(workspace, os.environ)
    except WorkspaceError as error:
        stop(str(error))


def anchor_place(workspace: Workspace) -> Path | None:
    """The file for the heads of its register; ends the program if it is invalid."""
    try:
        return anchor_of(workspace)
    except WorkspaceError as error:
        stop(str(error))


@contextmanager
def register_at(path: Path) -> Iterator["Register"]:
    """The register of a workspace, or the one in a file; errors end the program."""
    from merito.register.store import open_register  # noqa: PLC0415 (only where there is one)

    place = _place(path)
    try:
        with open_register(place) as register:
            yield register
    except RegisterError as error:
        stop(str(error))


@contextmanager
def reading(path: Path) -> Iterator["Reader"]:
    """A read transaction on the register of a workspace, or the one in a file; errors end the program."""
    with register_at(path) as register, register.reading() as reader:
        yield reader


def workspace_of(path: Path) -> Workspace | None:
    """The workspace at a path; None for a register file. Ends the program if it cannot be read."""
    if path.is_file():
        return None
    try:
        return open_workspace(path)
    except WorkspaceError as error:
        stop(str(error))


def ids_of(workspace: Workspace | None) -> set[str]:
    """The enti of a workspace whose config can be read."""
    found: set[str] = set()
    for part in workspace.every() if workspace else ():
        for folder in part.folders:
            with suppress(BadDataError):
                found.add(read_ente(folder, part).id)
    return found


def _place(path: Path) -> Place:
    workspace = workspace_of(path)
    if workspace is None:
        return Place(shown=str(path), file=path.resolve())
    place = register_place(workspace)
    if place is None:
        stop("questo spazio di lavoro non tiene un registro: merito.toml, [workspace] register = false")
    return place
