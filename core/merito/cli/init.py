"""`merito init`: an empty workspace under a regulation."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from merito.cli.options import console, installed_regulations, stop
from merito.declarations.sections import PluginError
from merito.workspace.config import SAFE_ID
from merito.workspace.problems import WorkspaceError
from merito.workspace.starter import write_workspace


def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.")],
    regulation: Annotated[str, typer.Option("--regulation", help="As `merito regulations` lists it.")],
    ente: Annotated[str, typer.Option("--ente", help="Id of the ente.")] = "ente",
    year: Annotated[int | None, typer.Option("--year", help="Year of the cycle; default: this year.")] = None,
) -> None:
    """Write an empty workspace: configs, and every table with its Italian heads."""
    if not SAFE_ID.fullmatch(ente):
        stop(f"«{ente}» non può essere l'id di un ente: lettere, cifre, punto, - e _")
    regulations = installed_regulations()
    try:
        if regulation not in regulations.names():
            regulations.claim(regulation)
            stop(f"regulation {regulation!r} is the base of all: choose one of {', '.join(regulations.names())}")
        written = write_workspace(folder, regulations.stack(regulation), ente, year or date.today().year)
    except PluginError as error:
        stop("\n".join(error.messages))
    except (WorkspaceError, OSError) as error:
        stop(str(error))
    console().print(Text(f"scritti {len(written)} file in {folder}; poi: merito check {folder}"), soft_wrap=True)
