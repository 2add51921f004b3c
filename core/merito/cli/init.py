"""`merito init`: an empty workspace under a regulation."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from merito.contract.faults import PluginError
from merito.terminal.console import console, stop
from merito.workspace.cells import is_year
from merito.workspace.characters import printable
from merito.workspace.common import installed_regulations
from merito.workspace.ente_ids import id_fault
from merito.workspace.problems import WorkspaceError
from merito.workspace.starter import write_workspace
from merito.workspace.system_faults import fault_told


def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.")],
    regulation: Annotated[str, typer.Option("--regulation", help="As `merito regulations` lists it.")],
    ente: Annotated[str, typer.Option("--ente", help="Id of the ente.")] = "ente",
    year: Annotated[int | None, typer.Option("--year", help="Year of the cycle; default: this year.")] = None,
) -> None:
    """Write an empty workspace: configs, and every table with its Italian heads."""
    if fault := id_fault(ente):
        stop(f"«{printable(ente)}» non può essere l'id di un ente: {fault}")
    if year is not None and not is_year(year):
        stop(f"--year {year}: non è un anno in cui ci può essere un ciclo")
    regulations = installed_regulations()
    try:
        if regulation not in regulations.names():
            regulations.claim(regulation)
            stop(f"regulation {regulation!r} is the base of all: choose one of {', '.join(regulations.names())}")
        written = write_workspace(folder, regulations.stack(regulation), ente, year or date.today().year)
    except PluginError as error:
        stop("\n".join(error.messages))
    except WorkspaceError as error:
        stop(str(error))
    except OSError as error:
        stop(fault_told(error, folder))
    console().print(Text(f"scritti {len(written)} file in {folder}; poi: merito check {folder}"), soft_wrap=True)
