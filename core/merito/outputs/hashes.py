"""Hashes of files of results, by which it is told that they are what was written."""

from collections.abc import Iterable
from pathlib import Path

from merito.workspace.files import file_hash


def file_hashes(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of the files with these names below a folder, of every file without them, by path in it.

    Raises OSError on a file that is not there.
    """
    if names is None:
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: file_hash(folder / name) for name in names}
