"""Shared by tests of clusters: the place of the programs, how long to wait, and the files of results."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
PROGRAMS = Path(sys.executable).parent
LONG = 60.0


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def files(folder: Path) -> dict[str, bytes]:
    """Results, without the register heads in the same folder, which contain the time."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("register-"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
