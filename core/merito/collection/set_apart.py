"""Sheets that no longer belong to what is asked: they are moved beside the others, and never deleted."""

from collections.abc import Iterator
from pathlib import Path

from merito.outputs.owner_alone import FOLDER

APART = "superate"


def set_apart(path: Path) -> Path:
    """Moves a file into the folder of those that no longer belong, and says where to. Raises OSError."""
    folder = path.parent / APART
    folder.mkdir(mode=FOLDER, exist_ok=True)
    place = next(_places(folder, path))
    path.rename(place)
    return place


def _places(folder: Path, path: Path) -> Iterator[Path]:
    """Names in a folder that nobody has."""
    number = 1
    while True:
        place = folder / f"{path.stem}{f'-{number}' if number > 1 else ''}{path.suffix}"
        if not place.exists() and not place.is_symlink():
            yield place
        number += 1
