"""What a page asks about an ente and year, answered in a process of its own; a computed record is kept for the next."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from attrs import frozen

from merito.api.instead import View, seen_at, with_content
from merito.api.record import Year, computed_of
from merito.api.workspace import Workspace
from merito.execution.worker import Computed
from merito.model.faults import MeritoError
from merito.regulations import Regulations
from merito.regulations.patience import TooLongError
from merito.workspace.common import installed_regulations
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.site import site_of
from merito.workspace.problems import BadDataError, Problem
from merito.workspace.selection import select

KEPT = 6
"""So many records stay in memory."""
T = TypeVar("T")
_computed: OrderedDict[tuple[object, ...], Computed] = OrderedDict()


@cache
def regulations() -> Regulations:
    """The regulations of this machine, read once in a process."""
    return installed_regulations()


@frozen(kw_only=True)
class Task(Generic[T]):
    """A view of an ente and year; `stamp` is that of its files, so that a changed file is read anew.

    With `instead` one file has other content: the ente is computed in a copy of its own.
    """

    root: Path
    ente: str
    year: int
    view: View[T]
    stamp: str
    as_of: date | None = None
    supposed: tuple[tuple[str, str], ...] = ()
    instead: NewContent | None = None
    patience: float = 600


@frozen
class Answer(Generic[T]):
    """What a view gives; or why there is none: the faults of the data, and every message (Italian)."""

    value: T | None = None
    problems: Sequence[Problem] = ()
    messages: Sequence[str] = ()


def answer(task: Task[T]) -> Answer[T]:
    """Computes a view. Whatever is wrong with the ente is part of the answer."""
    try:
        if task.instead is None:
            return _answered(task, task.root)
        home = select(task.root, [task.ente], task.year, None).homes[task.ente]
        with with_content(site_of(home, regulations()), task.instead) as path:
            return _answered(task, path)
    except BadDataError as error:
        return Answer(problems=error.problems, messages=error.messages)
    except (MeritoError, TooLongError) as error:
        return Answer(messages=str(error).splitlines())


def _answered(task: Task[T], path: Path) -> Answer[T]:
    year = Workspace(path, patience=task.patience).at(task.ente, task.year, task.as_of, supposed=dict(task.supposed))
    if year.one.own_rules or task.instead:
        return Answer(seen_at(year, task.view))
    return Answer(task.view(_record(task, year)))


def _record(task: Task[Any], year: Year) -> Computed:
    key = (task.root, task.ente, task.year, task.as_of, task.supposed, task.stamp)
    if key not in _computed:
        _computed[key] = year.look(computed_of)
        while len(_computed) > KEPT:
            _computed.popitem(last=False)
    _computed.move_to_end(key)
    return _computed[key]
