"""Files and folders of results: written beside the old ones, then put in their place in one step.

Whenever a run ends, even killed, what stands there is whole: the old or the new. What is built has a name that no other
process gives; whoever takes away what was left is the only writer by then (`one_writer`).
"""

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import uuid4

AT_FDCWD, RENAME_EXCHANGE = -100, 2
NEW, OLD = "new", "old"
KINDS = re.compile(rf"[0-9a-f]{{32}}\.(?:{NEW}|{OLD})")


def beside(place: Path, kind: str) -> Path:
    """A name that nobody has given before, beside a file or folder."""
    return place.with_name(f".{place.name}.{uuid4().hex}.{kind}")


def write_whole(path: Path, text: str | bytes, encoding: str = "utf-8") -> None:
    """A file that holds all of the text, or what it held before. Raises OSError, and leaves nothing of its own."""
    building = beside(path, NEW)
    try:
        building.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        building.replace(path)
    except BaseException:
        building.unlink(missing_ok=True)
        raise


def write_new(path: Path, text: str | bytes, encoding: str = "utf-8") -> None:
    """A file that was not there, whole. Raises FileExistsError where one is by then, which stays; and OSError."""
    building = beside(path, NEW)
    try:
        building.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        try:
            path.hardlink_to(building)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            path.touch(exist_ok=False)
            building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def build_whole(folder: Path, build: Callable[[Path], None], may_go: Callable[[Path], None] = lambda _: None) -> None:
    """A folder of what `build` writes, or what it held before. Raises OSError, and leaves nothing of its own.

    `may_go` is asked about the old folder before and after the new one takes its place: where it raises OSError, the
    old one stands.
    """
    building = beside(folder, NEW)
    try:
        building.mkdir(parents=True)
        build(building)
        _put_in_place(building, folder, may_go)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def clear_left(place: Path) -> None:
    """Takes away what runs that ended in the middle left beside a file or folder, and puts back what they had moved.

    Only for whoever is its one writer: nobody else is building there.
    """
    for path in left_beside(place):
        if path.suffix == f".{OLD}" and not place.exists():
            path.replace(place)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def left_beside(place: Path) -> tuple[Path, ...]:
    """What runs that ended in the middle left beside a file or folder."""
    head = f".{place.name}."
    there = tuple(place.parent.iterdir()) if place.parent.is_dir() else ()
    return tuple(path for path in there if path.name.startswith(head) and KINDS.fullmatch(path.name.removeprefix(head)))


def _put_in_place(building: Path, folder: Path, may_go: Callable[[Path], None]) -> None:
    """In one step where the system can exchange two folders; else the old one is away for an instant."""
    if not folder.exists():
        building.replace(folder)
        return
    may_go(folder)
    if _exchanged(building, folder):
        try:
            may_go(building)  # by now the old one, with what somebody has put there since
        except OSError:
            _change_back(building, folder)
            raise
        shutil.rmtree(building, ignore_errors=True)
        return
    old = beside(folder, OLD)
    folder.replace(old)
    try:
        may_go(old)
        building.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _change_back(old: Path, folder: Path) -> None:
    if not _exchanged(old, folder):
        away = beside(folder, OLD)
        folder.replace(away)
        old.replace(folder)
        away.replace(old)


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
