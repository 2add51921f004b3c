"""Writes files and folders of results next to the old ones, then replaces these in one step.

Whenever a run ends, even killed, there is a complete old or new version. What is being built has a unique name; only
the single writer (`one_writer`) removes leftovers.
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
    """A unique name next to a file or folder."""
    return place.with_name(f".{place.name}.{uuid4().hex}.{kind}")


def write_whole(path: Path, text: str | bytes, mode: int | None = None) -> None:
    """Writes a file so that it has all of the text, or its old content. Raises OSError, and leaves nothing behind.

    With a `mode` nobody else reads it at any moment.
    """
    building = beside(path, NEW)
    try:
        if mode is not None:
            building.touch(mode, exist_ok=False)
        building.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        building.replace(path)
    except BaseException:
        building.unlink(missing_ok=True)
        raise


def write_new(path: Path, text: str | bytes) -> None:
    """Writes a new file completely. Raises FileExistsError if it exists by then, and leaves it; and OSError."""
    building = beside(path, NEW)
    try:
        building.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
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
    """Replaces a folder by what `build` writes, or keeps it. Raises OSError, and leaves nothing behind.

    `may_go` checks the old folder before and after the exchange: if it raises OSError, the old one stays.
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
    """Removes what interrupted runs left next to a file or folder, and restores what they had moved.

    Only for its single writer, so that nobody else is building there.
    """
    for path in left_beside(place):
        if path.suffix == f".{OLD}" and not place.exists():
            path.replace(place)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def left_beside(place: Path) -> tuple[Path, ...]:
    """What interrupted runs left next to a file or folder."""
    head = f".{place.name}."
    there = tuple(place.parent.iterdir()) if place.parent.is_dir() else ()
    return tuple(path for path in there if path.name.startswith(head) and KINDS.fullmatch(path.name.removeprefix(head)))


def _put_in_place(building: Path, folder: Path, may_go: Callable[[Path], None]) -> None:
    """In one step if the system can exchange two folders; otherwise the old one is missing for an instant."""
    if not folder.exists():
        building.replace(folder)
        return
    may_go(folder)
    if _exchanged(building, folder):
        try:
            may_go(building)  # now the old one, with anything added since
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
    """Whether the two were exchanged; False if the system or the disk cannot do that."""
    exchange = _renameat2()
    if exchange is None:
        return False
    return exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """The Linux call that Python does not offer."""
    if sys.platform != "linux":
        return None
    found: Callable[[int, bytes, int, bytes, int], int] | None = getattr(ctypes.CDLL(None), "renameat2", None)
    return found
