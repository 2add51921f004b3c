"""Progress of long work: a bar on a terminal, otherwise a line per minute, with the estimated time left."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console

from merito.numbers import counted
from merito.terminal.console import one_line

Done = TypeVar("Done")
MINUTE, HOUR = 60, 3600  # seconds
FEWEST = 2


def watched(
    running: Iterable[Done], count: int, name: Callable[[Done], str], terminal: Console, clock: Callable[[], float]
) -> Iterable[Done]:
    """Items, one by one, with progress on a terminal or in a log; `name` says which ente has ended."""
    if count < FEWEST:
        return running
    return (
        _bar(running, count, name, terminal) if terminal.is_terminal else _lines(running, count, name, terminal, clock)
    )


def left_text(seconds: float) -> str:
    """The approximate time left (Italian)."""
    if seconds < MINUTE:
        return "meno di un minuto"
    if seconds < HOUR:
        return f"circa {counted(round(seconds / MINUTE), 'minuto', 'minuti')}"
    hours, minutes = divmod(round(seconds / MINUTE), MINUTE)
    told = f"circa {counted(hours, 'ora', 'ore')}"
    return f"{told} e {counted(minutes, 'minuto', 'minuti')}" if minutes else told


def _lines(
    running: Iterable[Done], count: int, name: Callable[[Done], str], terminal: Console, clock: Callable[[], float]
) -> Iterator[Done]:
    began = told = clock()
    for done, one in enumerate(running, start=1):
        now = clock()
        if now - told >= MINUTE and done < count:
            told, left = now, left_text((now - began) / done * (count - done))
            line = f"eseguiti {done} di {counted(count, 'ente', 'enti')}, per ultimo {name(one)}; mancano: {left}"
            terminal.print(one_line(line), soft_wrap=True)
        yield one


def _bar(running: Iterable[Done], count: int, name: Callable[[Done], str], terminal: Console) -> Iterator[Done]:
    from rich.progress import (  # noqa: PLC0415 (only for several enti)
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    told = TextColumn("{task.fields[ente]}", markup=False)
    with Progress(
        TextColumn("enti"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        told,
        console=terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("enti", total=count, ente="")
        for one in running:
            yield one
            bar.update(task, advance=1, ente=name(one))
