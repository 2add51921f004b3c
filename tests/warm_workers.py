"""Worker processes of `merito run` that are forked from one that has imported everything, in the place of new ones.

What a worker gives does not depend on how it began. A test of the processes themselves asks for `new_processes`.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest


class Warm:
    """A context of multiprocessing as the pool asks for it. The warm process begins where the first is asked for."""

    def __init__(self) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["warmed_up"])

    def Pipe(self) -> "tuple[Connection[Any, Any], Connection[Any, Any]]":  # noqa: N802 (as multiprocessing has it)
        return self._context.Pipe()

    def Process(self, target: Callable[..., None], args: tuple[Any, ...], daemon: bool) -> BaseProcess:  # noqa: N802
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", str(Path(__file__).parent))  # it finds what it imports by no other path
            forkserver.ensure_running()
        return self._context.Process(target=_work, args=(dict(os.environ), target, args), daemon=daemon)


def _work(environment: dict[str, str], target: Callable[..., None], args: tuple[Any, ...]) -> None:
    """The work of a process, in the environment of whoever has asked for it."""
    os.environ.clear()
    os.environ.update(environment)
    target(*args)


@contextmanager
def warm_workers() -> Iterator[None]:
    """Every pool within starts its processes from a warm one, which ends with it."""
    warm = Warm()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("merito.execution.pool.get_context", lambda _: warm)
        yield
    forkserver._forkserver._stop()  # else nobody waits for it
