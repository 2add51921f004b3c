"""The hash of the files of a layer, or of the engine: it distinguishes equal versions with different files."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

LEFT_BY_PYTHON = ("__pycache__",)


def fingerprint(place: Path) -> str:
    """SHA-256 over names and contents of every file of a package."""
    files = _files(str(place), "") if place.is_dir() else ((place.name, str(place)),)
    return fingerprint_of({name: _digest(path) for name, path in files})


def _digest(path: str) -> str:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (hundreds of files at every start)
        return hashlib.sha256(file.read()).hexdigest()


def fingerprint_of(files: Mapping[str, str]) -> str:
    """The same for files that were read already, from the hash of each by its name; blank if there are none."""
    total = hashlib.sha256()
    for name, digest in files.items():
        total.update(f"{name}\n{digest}\n".encode())
    return total.hexdigest() if files else ""


def _files(folder: str, above: str) -> Iterator[tuple[str, str]]:
    """Name and path of every file, folder by folder, sorted by name."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir():
            if entry.name not in LEFT_BY_PYTHON:
                yield from _files(entry.path, f"{above}{entry.name}/")
        elif not entry.name.startswith("."):
            yield f"{above}{entry.name}", entry.path
