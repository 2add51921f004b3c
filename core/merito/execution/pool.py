"""Processes that work through tasks in parallel. One that ends in the middle of a task affects no other.

Each process has its own pipe and answers in order, so the task on which it ended is known.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from math import inf
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import UnpicklingError
from time import monotonic
from typing import Generic, Self, TypeVar

from attrs import Factory, define, field, frozen

from merito.terminal.interrupts import not_heard

Task = TypeVar("Task")
Answer = TypeVar("Answer")
AHEAD = 2
STARTS = 3
PATIENCE, LATER = 10.0, 5.0
READY = "ready"
TOO_LONG = "non ha finito in {:g} secondi ed è stato fermato; --patience SECONDI ne concede di più"
GONE = (EOFError, OSError, UnpicklingError)


class PoolError(Exception):
    """There is no process to do the work: why, and what to do (Italian)."""


@frozen
class LostTask:
    """A task whose process ended repeatedly before it answered: how (Italian)."""

    told: str


@define(eq=False)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: "Connection[object, object]"
    sent: deque[Task] = Factory(deque)
    ready: bool = False
    alone: bool = False
    since: float = 0.0
    late: bool = False

    def give(self, task: Task) -> None:
        if not self.sent:
            self.since = monotonic()
        self.sent.append(task)
        try:
            self.pipe.send(task)
        except OSError:
            return  # it has ended, which shows when its pipe is read

    def left(self, patience: float) -> float:
        """Seconds left for its present task; infinite if it has none."""
        return self.since + patience + LATER - monotonic() if self.ready and self.sent else inf


@define(eq=False)
class Pool(Generic[Task, Answer]):
    """Up to `jobs` processes; each makes its own worker once, by `make`, and calls it for one task after the other.

    `lost` is called for every process that ended by itself, with its id and its task. That task is tried once more,
    alone in a new process. With `once` no process does a second task. A process that works on one task for more than
    `patience` seconds is ended after a few more in which it may end by itself; that task is not tried again. 0 is no
    limit. When the pool closes, each process may finish its task for `grace` seconds.
    """

    jobs: int
    make: Callable[[], Callable[[Task], Answer]]
    lost: Callable[[int, Task], None]
    once: bool = False
    patience: float = 0
    grace: float = PATIENCE
    _workers: list[_Worker[Task]] = field(factory=list, init=False)
    _starts: int = field(default=0, init=False)

    def answers(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | LostTask]]:
        """Every task with its answer, in the order in which they are ready. Raises PoolError."""
        waiting, alone, tried = deque(tasks), deque[Task](), set[Task]()
        while waiting or alone or any(worker.sent for worker in self._workers):
            self._hand_out(waiting, alone)
            for worker in self._that_speak():
                try:
                    said = worker.pipe.recv()
                except GONE:
                    task = self._end(worker, waiting)
                    if task is None:
                        continue
                    if worker.late:
                        yield task, LostTask(TOO_LONG.format(self.patience))
                    elif task in tried:
                        yield task, LostTask(_how_it_ended(worker.process.exitcode))
                    else:
                        tried.add(task)
                        alone.append(task)
                    continue
                if isinstance(said, str) and said == READY:
                    worker.ready, worker.since, self._starts = True, monotonic(), 0
                    continue
                worker.alone, worker.since = False, monotonic()
                task = worker.sent.popleft()
                if self.once:
                    self._take_away(worker)
                yield task, said  # type: ignore[misc]

    def _hand_out(self, waiting: deque[Task], alone: deque[Task]) -> None:
        at_work = sum(len(worker.sent) for worker in self._workers)
        while len(self._workers) < min(self.jobs, len(waiting) + len(alone) + at_work):
            self._workers.append(self._start())
        for worker in self._workers:
            if alone and not worker.sent:
                worker.alone = True
                worker.give(alone.popleft())
            while waiting and not worker.alone and len(worker.sent) < (1 if self.once else AHEAD):
                worker.give(waiting.popleft())

    def _start(self) -> _Worker[Task]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.make), daemon=True)
        with not_heard():  # nor is it by the process, which inherits this
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _that_speak(self) -> list[_Worker[Task]]:
        """Workers that have answered or ended; those that take too long are ended first."""
        heard = self._heard()
        while not heard:
            for worker in self._workers:
                if worker.left(self.patience) <= 0:
                    worker.late = True
                    worker.process.kill()
            heard = self._heard()
        return [worker for worker in self._workers if worker.pipe in heard or worker.process.sentinel in heard]

    def _heard(self) -> set[object]:
        """Pipes and processes that are ready, once there is one or some time limit is over."""
        left = min(worker.left(self.patience) for worker in self._workers) if self.patience else inf
        timeout = None if left == inf else max(left, 0)
        return set(wait([one for worker in self._workers for one in (worker.pipe, worker.process.sentinel)], timeout))

    def _take_away(self, worker: _Worker[Task]) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(PATIENCE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()

    def _end(self, worker: _Worker[Task], waiting: deque[Task]) -> Task | None:
        """Removes a process that has ended; returns its task, and puts back those it had not begun."""
        self._take_away(worker)
        task = worker.sent.popleft() if worker.ready and worker.sent else None
        waiting.extendleft(reversed(worker.sent))
        if task is not None:
            self.lost(worker.process.pid or 0, task)
        elif not worker.ready:
            self._starts += 1
            if self._starts >= STARTS:
                code = worker.process.exitcode
                raise PoolError(f"i processi non partono (codice {code}); con --jobs 1 non ne servono altri")
        return task

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Lets every process finish its task; one that exceeds the grace time is ended."""
        with not_heard():
            self._let_end()

    def _let_end(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(self.grace)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
                if worker.sent:
                    self.lost(worker.process.pid or 0, worker.sent[0])
        self._workers.clear()


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"il processo è stato ucciso (segnale {-code}), due volte"
    return f"il processo è finito da sé (codice {code}), due volte"


def _work(pipe: "Connection[object, object]", make: Callable[[], Callable[[object], object]]) -> None:
    """The loop of a process until its pipe is closed. Ctrl-C and the output belong to the parent.

    What rules print goes to the error output, because a command that writes JSON writes nothing else.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):  # there may be no output streams at all
        os.dup2(2, 1)
    try:
        work = make()
        pipe.send(READY)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
