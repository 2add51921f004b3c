"""Processes that work through tasks side by side. One that ends in the middle of a task takes nothing with it.

Each process has its own pipe and answers in order, so that the task on which it ended is known.
"""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import UnpicklingError
from typing import Generic, Self, TypeVar

from attrs import Factory, define, field, frozen

from merito.cli.interrupts import not_heard

Task = TypeVar("Task")
Answer = TypeVar("Answer")
AHEAD = 2
STARTS = 3
PATIENCE = 10.0
READY = "ready"
GONE = (EOFError, OSError, UnpicklingError)


class PoolError(Exception):
    """There is no process to do the work: why, and what to do (Italian)."""


@frozen
class Lost:
    """A task whose process ended before it answered, again and again: how (Italian)."""

    told: str


@define(eq=False)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: "Connection[object, object]"
    sent: deque[Task] = Factory(deque)
    ready: bool = False
    alone: bool = False

    def give(self, task: Task) -> None:
        self.sent.append(task)
        try:
            self.pipe.send(task)
        except OSError:
            return  # it has ended: found when its pipe is read


@define(eq=False)
class Pool(Generic[Task, Answer]):
    """Up to `jobs` processes; each makes its own worker once, by `make`, and calls it with one task after the other.

    `lost` is told of every process that ended by itself: its id, and the task it was at. That task is tried once
    more, alone in a new process.
    """

    jobs: int
    make: Callable[[], Callable[[Task], Answer]]
    lost: Callable[[int, Task], None]
    _workers: list[_Worker[Task]] = field(factory=list, init=False)
    _starts: int = field(default=0, init=False)

    def answers(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
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
                    if task in tried:
                        yield task, Lost(_how_it_ended(worker.process.exitcode))
                    else:
                        tried.add(task)
                        alone.append(task)
                    continue
                if isinstance(said, str) and said == READY:
                    worker.ready, self._starts = True, 0
                    continue
                worker.alone = False
                yield worker.sent.popleft(), said  # type: ignore[misc]

    def _hand_out(self, waiting: deque[Task], alone: deque[Task]) -> None:
        at_work = sum(len(worker.sent) for worker in self._workers)
        while len(self._workers) < min(self.jobs, len(waiting) + len(alone) + at_work):
            self._workers.append(self._start())
        for worker in self._workers:
            if alone and not worker.sent:
                worker.alone = True
                worker.give(alone.popleft())
            while waiting and not worker.alone and len(worker.sent) < AHEAD:
                worker.give(waiting.popleft())

    def _start(self) -> _Worker[Task]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.make), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _that_speak(self) -> list[_Worker[Task]]:
        """Workers that have answered or ended."""
        heard = set(wait([one for worker in self._workers for one in (worker.pipe, worker.process.sentinel)]))
        return [worker for worker in self._workers if worker.pipe in heard or worker.process.sentinel in heard]

    def _end(self, worker: _Worker[Task], waiting: deque[Task]) -> Task | None:
        """Takes a process away that has ended; gives the task it was at, and puts back those it had not begun."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(PATIENCE)
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
        """Lets every process end what it is at; one that does not in ten seconds is ended."""
        with not_heard():
            self._let_end()

    def _let_end(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(PATIENCE)
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
    """What a process does until its pipe is closed. Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work = make()
        pipe.send(READY)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
