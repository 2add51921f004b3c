"""`merito status`: phases, deadlines and missing acts of all enti."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated

import typer
from attrs import define, frozen
from rich.text import Text

from merito.cli.options import (
    ERRORS,
    UNUSABLE,
    AsOfOption,
    EnteOption,
    JobsOption,
    PathArgument,
    YearOption,
    console,
    processes_of,
    stop,
)
from merito.cli.selection import select
from merito.cli.worker import One, Orders, tasks_of
from merito.cycle import run as run_cycle
from merito.numbers import counted, day_text
from merito.outputs.comparison import years_text
from merito.regulations import Regulations
from merito.report.status import dated_lines
from merito.workspace.common import common_inputs
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.dossiers import open_ente

Lines = tuple[tuple[date | None, str], ...]


def status(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    due_within: Annotated[
        int | None,
        typer.Option("--due-within", min=0, help="Only what is overdue or due within so many days, by date."),
    ] = None,
    jobs: JobsOption = "1",
) -> None:
    """Tell where every ente stands: phases, deadlines, missing acts. Nothing is written."""
    processes = processes_of(jobs)
    chosen = select(path, ente, year, as_of)
    terminal = console()
    told = f"Ciclo della performance {years_text(chosen.years)}, al {day_text(chosen.as_of)}"
    terminal.print(Text(told), soft_wrap=True)
    unread = {name: len(error.messages) for name, error in chosen.broken.items()}
    orders = Orders(root=chosen.workspace.root, target=chosen.workspace.out, as_of=chosen.as_of)
    found: dict[str, Lines] = {}
    for one, stands in _each(tasks_of(chosen), orders, chosen.workspace, processes, due_within):
        if stands.problems:
            unread[one.ente] = stands.problems
        else:
            found[one.ente] = stands.lines
    lines = [(due, f"{name}: {text}") for name in chosen.enti for due, text in found.get(name, ())]
    if due_within is not None:
        lines.sort(key=lambda line: line[0] or date.max)
    for _, text in lines:
        terminal.print(Text(text), soft_wrap=True)
    for name, problems in unread.items():
        terminal.print(
            Text(f"{name}: non si legge: {counted(problems, 'problema', 'problemi')}, da vedere con merito check"),
            soft_wrap=True,
        )
    if unread:
        raise typer.Exit(ERRORS)


@frozen
class Stands:
    """Where an ente stands: its lines with their days, or how many problems keep it from being read."""

    lines: Lines = ()
    problems: int = 0


@define
class _Looker:
    """Looks at enti of one workspace, opened once."""

    orders: Orders
    due_within: int | None
    workspace: Workspace
    regulations: Regulations

    def __call__(self, one: One) -> Stands:
        part = self.workspace.every()[one.part]
        try:
            opened = open_ente(one.folder, part, self.regulations, one.year, self.orders.as_of)
            record = run_cycle(opened.course)
        except UNUSABLE as error:
            return Stands(problems=len(error.messages))
        stack = opened.course.stack
        return Stands(tuple(dated_lines(record, stack.rulebook, self.due_within, stack.inputs)))


def _looker(orders: Orders, due_within: int | None) -> _Looker:
    return _Looker(orders, due_within, open_workspace(orders.root), Regulations(common_inputs()))


def _each(
    tasks: list[One], orders: Orders, workspace: Workspace, processes: int, due_within: int | None
) -> Iterator[tuple[One, Stands]]:
    if processes < 2 or len(tasks) < 2:
        looker = _Looker(orders, due_within, workspace, Regulations(common_inputs()))
        yield from ((one, looker(one)) for one in tasks)
        return
    from merito.cli.pool import Lost, Pool, PoolError  # noqa: PLC0415 (only for several processes)

    try:
        with Pool[One, Stands](processes, partial(_looker, orders, due_within), lambda pid, one: None) as pool:
            for one, answer in pool.answers(tasks):
                yield one, Stands(problems=1) if isinstance(answer, Lost) else answer
    except PoolError as error:
        stop(str(error), ERRORS)
