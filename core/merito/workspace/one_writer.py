"""One writer at a time of a file or folder, on this machine and on all that share its disk.

It uses a system lock on an open file (flock, which NFS and SMB pass on to the server), which ends with its process,
however that ends. The lock file is next to what is written, and is removed when the writer is done.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EBUSY, EDEADLK, ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP
from pathlib import Path
from time import monotonic, sleep

from merito.workspace.in_place import make_own_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOOKS = 0.1
TRIES = 100
LETS_GO = 5
"""How many seconds the lock of a process may outlast the news that it has ended."""
HELD = (EACCES, EAGAIN, EDEADLK)
WITHOUT = (ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP)
NO_LOCKS = "il disco non sa tenere un blocco sui file, e due esecuzioni potrebbero mescolarsi: indicare un altro disco"


@contextmanager
def one_writer(place: Path, busy: str, wait: float = 0) -> Iterator[None]:
    """Locks `place` against other writers until the end. Raises OSError, worded as `busy`, after `wait` seconds.

    Also if the folder cannot be written, or its disk has no locks. Folders created only for the lock are removed.
    """
    lock = place.with_name(f".{place.name}.merito-lock")
    made = [folder for folder in lock.parents if not folder.exists()]
    try:
        end = monotonic() + wait
        while (held := _taken(lock)) is None:
            if monotonic() >= end:
                raise OSError(EBUSY, busy, str(place))
            sleep(LOOKS)
        try:
            yield
        finally:
            _let_go(lock, held)
    finally:
        with suppress(OSError):  # other files are in them by now
            for folder in made:
                folder.rmdir()


def is_held(place: Path) -> bool:
    """Whether somebody writes `place` at this moment, as far as this process may see; nothing is created."""
    lock = place.with_name(f".{place.name}.merito-lock")
    try:
        file = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        return not _locked(file)
    except OSError:
        return False
    finally:
        os.close(file)  # which lets go of a lock that was free


def _taken(lock: Path) -> int | None:
    """The open file that holds the lock; None if another process holds it. Raises OSError."""
    for _ in range(TRIES):
        file = _opened(lock)
        if file is None:
            continue
        try:
            if not _locked(file):
                os.close(file)
                return None
            if _is_at(lock, file):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)  # the previous holder has just removed the file
    return None


def _opened(lock: Path) -> int | None:
    """None if its folder has just been removed."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(lock, flags, 0o666)
    except FileNotFoundError:
        make_own_folder(lock.parent)
        return None


def _is_at(lock: Path, file: int) -> bool:
    """Whether the open file is still the one of that name: opened again, since a shared disk may cache an old one."""
    with suppress(FileNotFoundError), lock.open("rb") as there:
        return os.path.samestat(os.fstat(there.fileno()), os.fstat(file))
    return False


def _let_go(lock: Path, file: int) -> None:
    """Removes the file while it is locked, if the system allows that; a file with foreign content stays."""
    empty = os.fstat(file).st_size == 0
    if sys.platform == "win32":
        os.close(file)
        with suppress(OSError):
            if empty:
                lock.unlink()
        return
    with suppress(OSError):
        if empty and _is_at(lock, file):
            lock.unlink()
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_UN)  # also for a forked process that is still alive
    os.close(file)


def _locked(file: int) -> bool:
    """Whether the lock was obtained. Raises OSError if the disk has no locks."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in HELD:
            return False
        if error.errno in WITHOUT:
            raise OSError(error.errno, NO_LOCKS) from None
        raise
    return True
