"""Several enti run in the process of the test: for tests of what a run writes, not of the processes that do the work."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from merito.execution.pool import Pool


class Here(Pool[Any, Any]):
    """Works through its tasks here, except those with rules of their own, which have a process each."""

    def answers(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        if self.apart:
            yield from super().answers(tasks)
            return
        some = list(tasks)
        work = self.make() if some else None
        yield from ((task, work(task)) for task in some if work is not None)


class AllHere(Here):
    """Rules of an ente's own run here too."""

    def answers(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        self.apart = False
        return super().answers(tasks)


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the bytes are the same in several processes is tested in tests/end_to_end/test_many.py."""
    monkeypatch.setattr("merito.execution.pool.Pool", Here)


@pytest.fixture
def all_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what rules of an ente's own, or files that change meanwhile, do to the process."""
    monkeypatch.setattr("merito.execution.pool.Pool", AllHere)
