"""The options and arguments of commands that read the register."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

from merito.terminal.options import Argument, Option
from merito.workspace.config import Workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.problems import BadDataError

PathOption = Annotated[Path, Option("--path", help="The workspace, or a register file; default: the current folder.")]
RegisterArgument = Annotated[Path, Argument(help="A workspace, or a register file; default: the current folder.")]
HERE = Path()


def ids_of(workspace: Workspace | None) -> set[str]:
    """The enti of a workspace whose config can be read."""
    found: set[str] = set()
    for part in workspace.every() if workspace else ():
        for folder in part.folders:
            with suppress(BadDataError):
                found.add(read_ente(folder, part).id)
    return found
