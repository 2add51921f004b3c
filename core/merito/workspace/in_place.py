"""Files and folders of results: written beside the old ones, then put in their place in one step.

Whenever a run ends, even killed, what stands there is whole: the old or the new.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2
NEW, OLD = "new", "old"


def beside(place: Path, kind: str) -> Path:
    """A name of this process alone, beside a file or folder."""
    return place.with_name(f".{place.name}.{os.getpid()}.{kind}")


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """A file that holds all of the text, or what it held before. Raises OSError, and leaves nothing of its own."""
    building = beside(path, NEW)
    try:
        building.write_text(text, encoding=encoding, newline="")
        building.replace(path)
    except BaseException:
        building.unlink(missing_ok=True)
        raise


def build_whole(folder: Path, build: Callable[[Path], None]) -> None:
    """A folder of what `build` writes, or what it held before. Raises OSError, and leaves nothing of its own."""
    building = beside(folder, NEW)
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(parents=True)
        build(building)
        _put_in_place(building, folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def clear_left(place: Path, pid: int | None = None) -> None:
    """Takes away what a run that ended in the middle left beside a file or folder, and puts back what it had moved.

    `pid` is the process that has ended; without it, what belongs to a process that still runs is left alone.
    """
    for path in place.parent.glob(f".{place.name}.*.*") if place.parent.is_dir() else ():
        owner, kind = path.name.split(".")[-2:]
        if not owner.isdecimal() or kind not in (NEW, OLD) or (int(owner) != pid if pid else _runs(int(owner))):
            continue
        if kind == OLD and not place.exists():
            path.replace(place)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _put_in_place(building: Path, folder: Path) -> None:
    """In one step where the system can exchange two folders; else the old one is away for an instant."""
    if not folder.exists():
        building.replace(folder)
        return
    if _exchanged(building, folder):
        shutil.rmtree(building, ignore_errors=True)
        return
    old = beside(folder, OLD)
    shutil.rmtree(old, ignore_errors=True)
    folder.replace(old)
    try:
        building.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the two have changed places; False where the system or the disk cannot do that."""
    exchange = _renameat2()
    if exchange is None:
        return False
    return exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """The call of Linux that Python does not offer by itself."""
    if sys.platform != "linux":
        return None
    found: Callable[[int, bytes, int, bytes, int], int] | None = getattr(ctypes.CDLL(None), "renameat2", None)
    return found


def _runs(pid: int) -> bool:
    """Whether a process may still be at work; where that cannot be asked, it may."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return pid != os.getpid()
