"""Processes that work through tasks in parallel. One that ends in the middle of a task affects no other.

Each process has its own pipe and answers in order, so the task on which it ended is known.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import UnpicklingError
from time import monotonic
from types import ModuleType
from typing import ClassVar, Generic, Self, TypeVar

from attrs import Factory, define, field, frozen

from merito.execution.apart import Heard, Terms, bare, begin_apart, end_group
from merito.model.faults import MeritoError
from merito.model.language import asked_language
from merito.terminal.interrupts import not_heard

Task = TypeVar("Task")
Answer = TypeVar("Answer")
AHEAD = 2
STARTS = 3
PATIENCE, LATER = 10.0, 5.0
READY = "ready"
TOO_LONG = "non ha finito in {:g} secondi ed è stato fermato; --patience SECONDI ne concede di più"
GONE = (EOFError, OSError, UnpicklingError)


class PoolError(MeritoError):
    """There is no process to do the work: why, and what to do (Italian)."""

    exit_code: ClassVar[int] = 3


@frozen
class LostTask:
    """A task whose process ended repeatedly before it answered: how (Italian). `late`: it was ended for its time."""

    told: str
    late: bool = False


@define(eq=False)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: "Connection[object, object]"
    sent: deque[Task] = Factory(deque)
    ready: bool = False
    alone: bool = False
    since: float = 0.0
    late: bool = False
    heard: Heard | None = None

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

    def end(self, patience: float) -> bool:
        """Closes its pipe and lets it end; whether it did within so many seconds. What it has started ends with it."""
        self.pipe.close()
        if self.heard is not None:
            self.heard.rest(self.process, patience)
        in_time = bool(wait([self.process.sentinel], patience))
        if self.heard is not None:
            end_group(self.process)
        if not in_time:
            self.process.kill()
        self.process.join()
        return in_time


@define(eq=False)
class Pool(Generic[Task, Answer]):
    """Up to `jobs` processes; each makes its own worker once, by `make`, and calls it for one task after the other.

    `lost` is called for every process that ended by itself, with its id and its task. That task is tried once more,
    alone in a new process. A process that works on one task for more than `patience` seconds is ended after a few more
    in which it may end by itself; that task is not tried again. 0 is no limit. When the pool closes, each process may
    finish its task for `grace` seconds.

    With `apart` no process does a second task, and each is set apart: a bare environment, nothing open, limits of
    memory and time (`apart.py`).
    """

    jobs: int
    make: Callable[[], Callable[[Task], Answer]]
    lost: Callable[[int, Task], None]
    apart: bool = False
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
                        yield task, LostTask(TOO_LONG.format(self.patience), late=True)
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
                if self.apart:
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
            while waiting and not worker.alone and len(worker.sent) < (1 if self.apart else AHEAD):
                worker.give(waiting.popleft())

    def _start(self) -> _Worker[Task]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        if not self.apart:
            process = context.Process(target=_work, args=(theirs, self.make), daemon=True)
            with not_heard(), _main_left_out():  # nor is it by the process, which inherits this
                process.start()
            theirs.close()
            return _Worker(process, ours)
        heard, said = context.Pipe(duplex=False) if os.name == "posix" else (None, None)
        terms = Terms(said, self.patience, asked_language())
        process = context.Process(target=_work, args=(theirs, self.make, terms), daemon=True)
        with not_heard(), bare(), _main_left_out():
            process.start()
        theirs.close()
        if said is not None:
            said.close()
        return _Worker(process, ours, heard=Heard(heard))

    def _that_speak(self) -> list[_Worker[Task]]:
        """Workers that have answered or ended; those that take too long are ended first."""
        heard = self._heard()
        while not heard:
            for worker in self._workers:
                if self.patience and worker.left(self.patience) <= 0:
                    worker.late = True
                    worker.process.kill()
            heard = self._heard()
        return [worker for worker in self._workers if worker.pipe in heard or worker.process.sentinel in heard]

    def _heard(self) -> set[object]:
        """Pipes and processes that are ready, once there is one, something was printed, or some time limit is over."""
        left = min(worker.left(self.patience) for worker in self._workers) if self.patience else inf
        timeout = None if left == inf else max(left, 0)
        printing = {worker.heard.pipe: worker.heard for worker in self._workers if worker.heard and worker.heard.pipe}
        awaited = [one for worker in self._workers for one in (worker.pipe, worker.process.sentinel)]
        ready = set(wait([*awaited, *printing], timeout))
        for pipe, heard in printing.items():
            if pipe in ready:
                heard.hear()
        return {one for one in ready if one not in printing}

    def _take_away(self, worker: _Worker[Task]) -> None:
        self._workers.remove(worker)
        worker.end(PATIENCE)

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
            if not worker.end(self.grace) and worker.sent:
                self.lost(worker.process.pid or 0, worker.sent[0])
        self._workers.clear()


@contextmanager
def _main_left_out() -> Iterator[None]:
    """What is started inside does not run the caller's main program, as `multiprocessing` lets it.

    That may be a script that begins its work at once, or one from standard input, which nobody can read again.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"il processo è stato ucciso (segnale {-code}), due volte"
    return f"il processo è finito da sé (codice {code}), due volte"


def _work(
    pipe: "Connection[object, object]", make: Callable[[], Callable[[object], object]], terms: Terms | None = None
) -> None:
    """The loop of a process until its pipe is closed. Ctrl-C, SIGTERM and the output belong to the parent.

    What rules print goes to the error output, because a command that writes JSON writes nothing else.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if terms is not None:
        begin_apart(terms)
    with suppress(OSError):  # there may be no output streams at all
        os.dup2(2, 1)
    try:
        work = make()
        pipe.send(READY)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
