"""Access to the register of a workspace, or to one in a file: opened late, since most work needs none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from merito.register.place import Place, place_of
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.problems import WorkspaceError

if TYPE_CHECKING:
    from merito.register.store import Reader, Register

NONE_KEPT = "questo spazio di lavoro non tiene un registro: merito.toml, [workspace] register = false"


def workspace_of(path: Path) -> Workspace | None:
    """The workspace at a path; None for a register file. Raises WorkspaceError if it cannot be read."""
    return None if path.is_file() else open_workspace(path)


def register_place(workspace: Workspace) -> Place | None:
    """The place of a workspace's register, None if it keeps none. Raises WorkspaceError if it is invalid."""
    return place_of(workspace, os.environ)


@contextmanager
def register_at(path: Path) -> Iterator["Register"]:
    """The register of a workspace, or the one in a file. Raises RegisterError, or WorkspaceError if there is none."""
    from merito.register.store import open_register  # noqa: PLC0415 (only where there is one)

    with open_register(_place(path)) as register:
        yield register


@contextmanager
def reading(path: Path) -> Iterator["Reader"]:
    """A read transaction on the register of a workspace, or on the one in a file. Raises as `register_at` does."""
    with register_at(path) as register, register.reading() as reader:
        yield reader


def _place(path: Path) -> Place:
    workspace = workspace_of(path)
    if workspace is None:
        return Place(shown=str(path), file=path.resolve())
    place = register_place(workspace)
    if place is None:
        raise WorkspaceError(NONE_KEPT)
    return place
