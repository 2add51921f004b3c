"""Writes files and folders of results next to the old ones, then replaces these in one step.

Whenever a run ends, even killed, there is a complete old or new version. What is being built has a unique name; only
the single writer (`one_writer`) removes leftovers.

What replaces a file or folder has its rights, or fewer: data that somebody has restricted stay so. What a run writes
is the office's: files for their owner alone, in folders for their owner alone (`rights_of`).
"""

import ctypes
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from uuid import uuid4

AT_FDCWD, RENAME_EXCHANGE = -100, 2
NEW, OLD = "new", "old"
FOR_OWNER, FOLDER_FOR_OWNER, GROUP, ALL, ALL_FILES = 0o600, 0o700, 0o070, 0o777, 0o666
PUBLIC = "pubblicazione"
KINDS = re.compile(rf"[0-9a-f]{{32}}\.(?:{NEW}|{OLD})")


def rights_of(name: str = "") -> tuple[int, int]:
    """The rights of a folder, and of a file, that merito writes: its owner's alone, but for the folder to publish.

    `name` is a path in the results. Those of `pubblicazione/` have the rights of the system, so that a copy can be read
    on the site.
    """
    return (ALL, ALL_FILES) if name.partition("/")[0] == PUBLIC else (FOLDER_FOR_OWNER, FOR_OWNER)


def make_own_folder(folder: Path) -> None:
    """Creates a folder for its owner alone, and those above it that are missing. Raises OSError."""
    mode, _ = rights_of()
    for place in (*reversed(folder.parents), folder):
        if not place.exists():
            place.mkdir(mode, exist_ok=True)


def beside(place: Path, kind: str) -> Path:
    """A unique name next to a file or folder."""
    return place.with_name(f".{place.name}.{uuid4().hex}.{kind}")


def write_whole(path: Path, content: str | bytes | Iterable[str], mode: int | None = None) -> None:
    """Writes a file so that it has all of the content, or its old one, with the rights of the old one.

    Of a content in pieces only one at a time is in memory.

    A new file has those of `mode`, if that is given, otherwise those of the system; an old one gets no more than
    `mode`. Raises OSError, and leaves nothing behind.
    """
    building = beside(path, NEW)
    try:
        pieces = (content,) if isinstance(content, str | bytes) else content
        octets = (one if isinstance(one, bytes) else one.encode("utf-8") for one in pieces)
        _write(building, octets, path, mode)
        building.replace(path)
    except BaseException:
        building.unlink(missing_ok=True)
        raise


def write_new(path: Path, text: str | bytes, encoding: str = "utf-8", like: Path | None = None) -> None:
    """Writes a new file completely, with the rights of the file `like` that its content comes from, if there is one.

    Raises FileExistsError if it exists by then, and leaves it; and OSError.
    """
    building = beside(path, NEW)
    try:
        _write(building, [text if isinstance(text, bytes) else text.encode(encoding)], like)
        try:
            path.hardlink_to(building)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            path.touch(exist_ok=False)
            building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def make_folder(folder: Path, like: Path) -> None:
    """Creates a folder with the rights of another that holds the same kind of data; an existing one stays as it is."""
    if not folder.exists():
        folder.mkdir(FOLDER_FOR_OWNER if like.exists() else ALL)
        _give_rights(folder, like, ALL)


def _write(building: Path, content: Iterable[bytes], like: Path | None, mode: int | None = None) -> None:
    """Writes a file with the rights of another. Until it has them, it is its owner's alone."""
    if like is None or not like.exists():
        if mode is not None:
            building.touch(mode, exist_ok=False)
        _fill(building, content)
        return
    building.touch(FOR_OWNER, exist_ok=False)
    _fill(building, content)
    _give_rights(building, like, ALL if mode is None else mode)


def _fill(building: Path, content: Iterable[bytes]) -> None:
    with building.open("wb") as file:
        file.writelines(content)


def _give_rights(path: Path, like: Path, most: int) -> None:
    """Gives a file or folder the rights of another, and no more than `most`; those of a group only with its group."""
    try:
        old = like.stat()
    except FileNotFoundError:
        return
    rights = stat.S_IMODE(old.st_mode) & most & ALL
    if sys.platform != "win32" and path.stat().st_gid != old.st_gid:
        try:
            os.chown(path, -1, old.st_gid)
        except OSError:  # a group to which this user does not belong
            rights &= ~GROUP
    path.chmod(rights)


def build_whole(folder: Path, build: Callable[[Path], None], may_go: Callable[[Path], None] = lambda _: None) -> None:
    """Replaces a folder by what `build` writes, or keeps it. Raises OSError, and leaves nothing behind.

    The new folder is its owner's alone, and its files have no more rights than those that they replace.

    `may_go` checks the old folder before and after the exchange: if it raises OSError, the old one stays.
    """
    building = beside(folder, NEW)
    try:
        make_own_folder(building)
        build(building)
        for path in building.rglob("*") if folder.exists() else ():
            _give_rights(path, folder / path.relative_to(building), stat.S_IMODE(path.stat().st_mode))
        _give_rights(building, folder, FOLDER_FOR_OWNER)
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
