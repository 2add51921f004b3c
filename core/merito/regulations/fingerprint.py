"""The hash of the files that a layer, or the engine, is made of: the same version with other files is told apart."""

import hashlib
from collections.abc import Container, Iterator
from pathlib import Path

LEFT_BY_PYTHON = ("__pycache__",)


def fingerprint(place: Path, apart: Container[str] = ()) -> str:
    """SHA-256 over names and contents of every file of a package (or of one file), but the folders named `apart`."""
    total = hashlib.sha256()
    for path in _files(place, apart) if place.is_dir() else (place,):
        name = path.relative_to(place).as_posix() if path != place else path.name
        total.update(f"{name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(folder: Path, apart: Container[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in LEFT_BY_PYTHON and path.name not in apart:
                yield from _files(path, ())
        elif not path.name.startswith("."):
            yield path
