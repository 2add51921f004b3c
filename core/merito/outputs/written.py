"""Result files as they are written, with the rights of what they hold (`rights_of`): their hashes and sizes."""

import os
from collections.abc import Iterable
from pathlib import Path

from attrs import Factory, define

from merito.workspace.files import content_hash, file_hash
from merito.workspace.in_place import rights_of

FOLDER, FILE = rights_of()


@define(eq=False)
class Files:
    """What has been written below a folder, by path."""

    place: Path
    hashes: dict[str, str] = Factory(dict)
    sizes: dict[str, int] = Factory(dict)
    _folders: set[str] = Factory(lambda: {""})

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file, and the folders around it. Raises OSError."""
        coded = content.encode("utf-8") if isinstance(content, str) else content
        self._make(name.rpartition("/")[0])
        _, mode = rights_of(name)
        with open(f"{self.place}/{name}", "wb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
            file.write(coded)
        self.hashes[name], self.sizes[name] = content_hash(coded), len(coded)

    def of_files(self) -> dict[str, object]:
        """The sizes and hashes of every file, folder by folder."""
        names = sorted(self.sizes, key=lambda name: name.split("/"))
        return {
            "sizes": {name: self.sizes[name] for name in names},
            "hashes": {name: self.hashes[name] for name in names},
        }

    def _make(self, folder: str) -> None:
        """Creates a folder and its parents, each once."""
        if folder in self._folders:
            return
        self._make(folder.rpartition("/")[0])
        mode, _ = rights_of(folder)
        (self.place / folder).mkdir(mode)
        self._folders.add(folder)


def file_hashes(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of the files with these names below a folder (without names, of all files), by path in it.

    Raises OSError on a missing file.
    """
    if names is None:
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: file_hash(folder / name) for name in names}
