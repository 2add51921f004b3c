"""Sheets that are no longer needed: they are moved to a subfolder, and never deleted."""

from collections.abc import Iterator
from pathlib import Path

from merito.outputs.owner_alone import FOLDER

APART = "superate"


def set_apart(path: Path) -> Path:
    """Moves a file into the folder for old sheets, and returns its new place. Raises OSError."""
    folder = path.parent / APART
    folder.mkdir(mode=FOLDER, exist_ok=True)
    place = next(_places(folder, path))
    path.rename(place)
    return place


def _places(folder: Path, path: Path) -> Iterator[Path]:
    """Names in a folder that are not in use."""
    number = 1
    while True:
        place = folder / f"{path.stem}{f'-{number}' if number > 1 else ''}{path.suffix}"
        if not place.exists() and not place.is_symlink():
            yield place
        number += 1
