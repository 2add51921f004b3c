"""Shared by tests of clusters: the place of the programs, how long to wait, and the files of results."""

import sys
import time
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
PROGRAMS = Path(sys.executable).parent
LONG = 240.0  # a worker of Dask takes a second to start alone, and a minute beside others on a busy machine


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def files(folder: Path) -> dict[str, bytes]:
    """Results, without the register heads and `run.json` beside them, which contain the time."""
    paths = (
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("register-", "run.json"))
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def differing(one: Path, two: Path) -> dict[str, tuple[bytes, bytes]]:
    """The results that two folders do not share byte for byte, each with the first line that differs on either side."""
    first, second = files(one), files(two)
    assert len(first) > 100
    unlike = {name for name in {*first, *second} if first.get(name) != second.get(name)}
    return {name: _first_unlike(first.get(name, b"(missing)"), second.get(name, b"(missing)")) for name in unlike}


def _first_unlike(one: bytes, two: bytes) -> tuple[bytes, bytes]:
    pairs = zip_longest(one.splitlines(keepends=True), two.splitlines(keepends=True), fillvalue=b"(missing)")
    return next((mine[:500], other[:500]) for mine, other in pairs if mine != other)
