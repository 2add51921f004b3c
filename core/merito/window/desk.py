"""The desk between pages and engine: it hands questions to processes of its own, and remembers their answers.

No page waits for more than a moment: an answer that takes longer comes when the page is asked for again. A process
that ends or hangs is replaced, and only its own question has no answer.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from attrs import define, field

from merito.model.language import in_words
from merito.model.messages import say
from merito.window.worker import Answer, Task, answer
from merito.workspace.exchange.composed import NewContent
from merito.workspace.in_place import KINDS

T = TypeVar("T")
MOMENT = 20.0
"""So many seconds a page waits for its answer."""
REMEMBERED = 400
PROCESSES = 2
OF_NO_TABLE = (".sqlite", ".pyc")


class StillAtWorkError(Exception):
    """The answer is not there yet."""


def stamp_of(folders: Iterable[Path]) -> str:
    """What changes when a file in some folders does: names, sizes and times of all of them."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*") if folder.name else folder.glob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if hidden or path.suffix in OF_NO_TABLE or KINDS.search(path.name):
                continue
            with suppress(OSError):
                state = path.stat()
                if path.is_file():
                    found.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return found.hexdigest()


@define(eq=False)
class Desk:
    """The processes that answer, by place, and the answers so far."""

    _pools: dict[int, ProcessPoolExecutor] = field(factory=dict, init=False)
    _known: "OrderedDict[Any, Future[Answer[Any]]]" = field(factory=OrderedDict, init=False)
    _lock: Any = field(factory=Lock, init=False)

    def ask(
        self,
        root: Path,
        ente: str,
        year: int,
        view: Callable[[Any], T],
        stamp: str,
        as_of: date | None = None,
        supposed: tuple[tuple[str, str], ...] = (),
        instead: NewContent | None = None,
        moment: float = MOMENT,
    ) -> Answer[T]:
        """The answer of a view. Raises StillAtWorkError if it is not there after a moment."""
        task = Task(
            root=root, ente=ente, year=year, view=view, stamp=stamp, as_of=as_of, supposed=supposed, instead=instead
        )
        found = self._future(task)
        try:
            return found.result(moment)
        except NotYetError:
            raise StillAtWorkError from None
        except BrokenProcessPool:
            self._forget(task)
            told = say("il processo che calcolava è finito da sé: ripetere; se accade ancora, provare merito check")
            return Answer(messages=(in_words(told),))
        except BaseException:
            self._forget(task)
            raise

    def close(self) -> None:
        """Ends the processes."""
        with self._lock:
            for pool in self._pools.values():
                for process in list(getattr(pool, "_processes", {}).values()):
                    process.kill()
                pool.shutdown(wait=False, cancel_futures=True)
            self._pools.clear()

    def _future(self, task: Task[T]) -> "Future[Answer[T]]":
        key = _key(task)
        with self._lock:
            if key not in self._known:
                self._known[key] = self._pool(task).submit(answer, task)
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def _forget(self, task: Task[Any]) -> None:
        with self._lock:
            self._known.pop(_key(task), None)
            pool = self._pools.pop(_place(task), None)
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, task: Task[Any]) -> ProcessPoolExecutor:
        place = _place(task)
        if place not in self._pools:
            self._pools[place] = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        return self._pools[place]


def _place(task: Task[Any]) -> int:
    return sum(f"{task.root}{task.ente}".encode()) % PROCESSES


def _key(task: Task[Any]) -> Any:
    view = task.view
    inner = (view.func, view.args) if isinstance(view, partial) else view
    other = task.instead and (task.instead.path, task.instead.content)
    return (task.root, task.ente, task.year, inner, task.stamp, task.as_of, task.supposed, other)
