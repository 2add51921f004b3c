"""System errors about files, in Italian and with the file."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from merito.model.source import Source
from merito.workspace.characters import printable
from merito.workspace.problems import BadDataError, Problem

FAULTS = {
    errno.ENOSPC: "lo spazio sul disco è finito",
    errno.EDQUOT: "lo spazio assegnato sul disco è finito",
    errno.EFBIG: "il file sarebbe più grande di quanto è permesso",
    errno.EROFS: "il disco è di sola lettura",
    errno.EACCES: "permesso negato",
    errno.EPERM: "permesso negato",
    errno.ENOENT: "non c'è",
    errno.ENOTDIR: "una parte del percorso è un file, non una cartella",
    errno.EISDIR: "è una cartella, non un file",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
    errno.ELOOP: "il collegamento gira in tondo",
    errno.EIO: "il disco non risponde",
    errno.EMFILE: "troppi file aperti",
    errno.ENFILE: "troppi file aperti",
    errno.ENOTEMPTY: "intanto vi ha scritto un altro programma",
}


def why_not(error: OSError) -> str:
    """The reason alone; an unknown one is returned as the system words it."""
    return FAULTS.get(error.errno or 0) or error.strerror or str(error)


def fault_told(error: OSError, place: Path | str = "") -> str:
    """The file and the reason; `place` is named if the system names no file, as when a disk is full."""
    where = error.filename if isinstance(error.filename, str) else str(place)
    return printable(f"{where}: {why_not(error)}" if where else why_not(error))


@contextmanager
def unreadable_is_bad_data(root: Path) -> Iterator[None]:
    """Converts system errors while reading an ente into errors in its data, which stop no other ente."""
    try:
        yield
    except OSError as error:
        path = Path(str(error.filename or root))
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        problem = Problem(source=Source(printable(shown), 0), message=f"non si può leggere ({why_not(error)})")
        raise BadDataError((problem,)) from None
