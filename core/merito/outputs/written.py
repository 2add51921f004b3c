"""Result files as they are written: their hashes and sizes; those about persons readable only by their owner."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from attrs import Factory, define

from merito.outputs.own_folder import RESERVED
from merito.workspace.files import content_hash, file_hash

FOLDER, FILE = 0o700, 0o600
BY_THE_SYSTEM = 0o777


def for_owner_alone(folder: Path) -> None:
    """Removes the rights of others from a folder and its content; narrower modes are kept. Raises OSError."""
    for path in (folder, *folder.rglob("*")):
        most = FOLDER if path.is_dir() else FILE
        path.chmod(stat.S_IMODE(path.stat().st_mode) & most)


@define(eq=False)
class Files:
    """What has been written below a folder, by path. Reserved files are created with the owner's rights."""

    place: Path
    hashes: dict[str, str] = Factory(dict)
    sizes: dict[str, int] = Factory(dict)
    _folders: set[str] = Factory(lambda: {""})

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file, and the folders around it. Raises OSError."""
        coded = content.encode("utf-8") if isinstance(content, str) else content
        self._make(name.rpartition("/")[0])
        opener = _for_owner_alone if name.startswith(f"{RESERVED}/") else None
        with open(f"{self.place}/{name}", "wb", opener=opener) as file:
            file.write(coded)
        self.hashes[name], self.sizes[name] = content_hash(coded), len(coded)

    def hashes_of(self, start: str) -> dict[str, str]:
        """The hashes of the files whose path begins with a text, in the order of their paths."""
        return {name: self.hashes[name] for name in sorted(self.hashes) if name.startswith(start)}

    def sizes_in_order(self) -> dict[str, int]:
        """The sizes of every file, folder by folder."""
        return {name: self.sizes[name] for name in sorted(self.sizes, key=lambda name: name.split("/"))}

    def _make(self, folder: str) -> None:
        """Creates a folder and its parents, each once."""
        if folder in self._folders:
            return
        self._make(folder.rpartition("/")[0])
        reserved = folder.partition("/")[0] == RESERVED
        (self.place / folder).mkdir(FOLDER if reserved else BY_THE_SYSTEM)
        self._folders.add(folder)


def _for_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, FILE)


def file_hashes(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of the files with these names below a folder (without names, of all files), by path in it.

    Raises OSError on a missing file.
    """
    if names is None:
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: file_hash(folder / name) for name in names}
