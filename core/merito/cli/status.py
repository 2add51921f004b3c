"""`merito status`: phases, deadlines and missing acts of all enti."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from merito.cli.options import (
    ERRORS,
    AsOfOption,
    EnteOption,
    PathArgument,
    Selection,
    YearOption,
    console,
    installed_regulations,
    select,
)
from merito.cycle import run as run_cycle
from merito.declarations.sections import PluginError
from merito.numbers import day_text
from merito.regulations import PluginFaultError, Regulations
from merito.report.status import status_lines
from merito.workspace.config import read_ente
from merito.workspace.dossiers import open_ente
from merito.workspace.problems import BadDataError


def status(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    due_within: Annotated[
        int | None, typer.Option("--due-within", min=0, help="Only what is overdue or due within so many days.")
    ] = None,
) -> None:
    """Tell where every ente stands: phases, deadlines, missing acts. Nothing is written."""
    chosen = select(path, ente, year, as_of)
    regulations, terminal = installed_regulations(), console()
    terminal.print(Text(f"Ciclo della performance {chosen.year}, al {day_text(chosen.as_of)}"), soft_wrap=True)
    unread = [(name, tuple(map(str, error.problems))) for name, error in chosen.broken.items()]
    for folder in chosen.folders:
        name, lines, readable = _one(folder, chosen, regulations, due_within)
        for line in lines if readable else ():
            terminal.print(Text(f"{name}: {line}"), soft_wrap=True)
        if not readable:
            unread.append((name, lines))
    for name, messages in unread:
        terminal.print(
            Text(f"{name}: non si legge: {len(messages)} problemi, da vedere con merito check"), soft_wrap=True
        )
    if unread:
        raise typer.Exit(ERRORS)


def _one(
    folder: Path, chosen: Selection, regulations: Regulations, due_within: int | None
) -> tuple[str, tuple[str, ...], bool]:
    name = folder.name
    try:
        name = read_ente(folder, chosen.workspace).id
        opened = open_ente(folder, chosen.workspace, regulations, chosen.year, chosen.as_of)
        record = run_cycle(opened.course)
    except BadDataError as error:
        return name, tuple(map(str, error.problems)), False
    except PluginError as error:
        return name, error.messages, False
    except PluginFaultError as fault:
        return name, (str(fault),), False
    return name, tuple(status_lines(record, opened.course.stack.rulebook, due_within)), True
