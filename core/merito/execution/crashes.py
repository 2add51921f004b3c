"""`crash.txt` in the folder of an ente: the whole traceback of an exception that nobody foresaw.

It may quote data of persons, so it is for its owner alone; the run names it, and `--debug` shows it.
"""

import traceback
from contextlib import suppress
from pathlib import Path

from merito.version import __version__
from merito.workspace.in_place import clear_left, make_own_folder, rights_of, write_whole

CRASH = "crash.txt"
HEAD = "merito"


def crash_place(out: Path, ente: str) -> Path:
    """The file, in the folder that has the ente's results of all years."""
    return out / ente / CRASH


def traceback_of(error: BaseException | None) -> str:
    """The traceback of an exception, with those that led to it; blank without one."""
    return "" if error is None else "".join(traceback.format_exception(error))


def program_error(error: Exception) -> str:
    """An exception that nobody foresaw in a line: what it is, and where it was raised (Italian)."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"errore del programma: {error!r} ({Path(last.filename).name}, riga {last.lineno})"


def keep_crash(path: Path, year: int, text: str) -> str:
    """Writes the traceback of a run that failed, or removes that of an earlier run; returns the path if it is there.

    A file of somebody else stays. What cannot be written is in the message of the ente anyway.
    """
    with suppress(OSError):
        if path.exists() and not _is_ours(path):
            return ""
        if text:
            make_own_folder(path.parent)
            clear_left(path)
            write_whole(path, f"{HEAD} {__version__}, {path.parent.name}, {year}\n\n{text}", rights_of()[1])
            return str(path)
        path.unlink(missing_ok=True)
    return ""


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(HEAD) + 1) == f"{HEAD} ".encode()
