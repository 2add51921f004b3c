"""The options and arguments of commands that read the register."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

from merito.model.messages import say
from merito.terminal.options import PLACE, Argument, Option
from merito.workspace.config import Workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.problems import BadDataError

PathOption = Annotated[
    Path,
    Option("--path", say("Lo spazio di lavoro, o il file di un registro; se manca: la cartella in cui si è."), PLACE),
]
RegisterArgument = Annotated[
    Path,
    Argument(
        help=say("Uno spazio di lavoro, o il file di un registro; se manca: la cartella in cui si è."), metavar=PLACE
    ),
]
HERE = Path()


def ids_of(workspace: Workspace | None) -> set[str]:
    """The enti of a workspace whose config can be read."""
    found: set[str] = set()
    for part in workspace.every() if workspace else ():
        for folder in part.folders:
            with suppress(BadDataError):
                found.add(read_ente(folder, part).id)
    return found
