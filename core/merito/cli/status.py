"""`merito status`: phases, deadlines and missing acts of all enti."""

from typing import Annotated

import typer
from rich.text import Text

from merito.cli.options import (
    ERRORS,
    UNUSABLE,
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
from merito.numbers import counted, day_text
from merito.regulations import Regulations
from merito.report.status import status_lines
from merito.workspace.comparison import years_text


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
    terminal.print(
        Text(f"Ciclo della performance {years_text(chosen.years)}, al {day_text(chosen.as_of)}"), soft_wrap=True
    )
    unread = [(name, error.messages) for name, error in chosen.broken.items()]
    for name in chosen.enti:
        lines, readable = _one(name, chosen, regulations, due_within)
        for line in lines if readable else ():
            terminal.print(Text(f"{name}: {line}"), soft_wrap=True)
        if not readable:
            unread.append((name, lines))
    for name, messages in unread:
        terminal.print(
            Text(f"{name}: non si legge: {counted(len(messages), 'problema', 'problemi')}, da vedere con merito check"),
            soft_wrap=True,
        )
    if unread:
        raise typer.Exit(ERRORS)


def _one(
    ente: str, chosen: Selection, regulations: Regulations, due_within: int | None
) -> tuple[tuple[str, ...], bool]:
    try:
        opened = chosen.open(ente, regulations)
        record = run_cycle(opened.course)
    except UNUSABLE as error:
        return error.messages, False
    stack = opened.course.stack
    return tuple(status_lines(record, stack.rulebook, due_within, stack.inputs.funds)), True
