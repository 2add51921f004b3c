"""The hash of the files that a layer, or the engine, is made of: the same version with other files is told apart."""

import hashlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

LEFT_BY_PYTHON = ("__pycache__",)


def fingerprint(place: Path, apart: Container[str] = ()) -> str:
    """SHA-256 over names and contents of every file of a package, but the folders named `apart`."""
    files = {
        path.relative_to(place).as_posix() if path != place else path.name: hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in (_files(place, apart) if place.is_dir() else (place,))
    }
    return fingerprint_of(files)


def fingerprint_of(files: Mapping[str, str]) -> str:
    """The same of files that were read already, from the hash of each by its name; blank where there are none."""
    total = hashlib.sha256()
    for name, digest in files.items():
        total.update(f"{name}\n{digest}\n".encode())
    return total.hexdigest() if files else ""


def _files(folder: Path, apart: Container[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in LEFT_BY_PYTHON and path.name not in apart:
                yield from _files(path, ())
        elif not path.name.startswith("."):
            yield path
