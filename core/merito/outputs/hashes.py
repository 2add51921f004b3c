"""Hashes of result files, to detect changes."""

from collections.abc import Iterable
from pathlib import Path

from merito.workspace.files import file_hash


def file_hashes(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of the files with these names below a folder (without names, of all files), by path in it.

    Raises OSError on a missing file.
    """
    if names is None:
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: file_hash(folder / name) for name in names}
