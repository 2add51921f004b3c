"""The files of an ente's own rules, each read once: what is hashed is what runs."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from merito.contract.faults import PluginError

RULES, READINGS = "local_rules.toml", "local_interpretations.toml"
PYTHON = ".py"


@frozen
class OwnFile:
    """A file as it was read; one that was not there holds nothing."""

    name: str
    content: bytes | None

    def is_file(self) -> bool:
        return self.content is not None

    def read_bytes(self) -> bytes:
        return self.content or b""


@frozen
class OwnFiles:
    """`rules.py` of an ente, by whatever name its config gives it, and what may lie beside it."""

    path: Path
    code: bytes
    rules: OwnFile
    readings: OwnFile

    @property
    def owner(self) -> str:
        """How errors and versions call it: by its folder and file."""
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def hashes(self) -> Mapping[str, str]:
        """SHA-256 of each, by the name of the file; the rules come first."""
        beside = {one.name: _hash(one.content) for one in (self.rules, self.readings) if one.content is not None}
        return {self.path.name: _hash(self.code), **beside}


def read_own_files(path: Path) -> OwnFiles:
    """Raises PluginError on what cannot be read, and on a link that leads elsewhere."""
    owner = f"{path.parent.name}/{path.name}"
    if path.suffix != PYTHON:
        raise PluginError([f"{owner}: is not a Python file"])
    try:
        beside = [OwnFile(name, _content(path.with_name(name))) for name in (RULES, READINGS)]
        return OwnFiles(path, path.read_bytes(), *beside)
    except OSError as error:
        raise PluginError([f"{owner}: cannot be read: {error.strerror}"]) from None


def _content(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    if not path.resolve().is_relative_to(path.parent.resolve()):
        raise PluginError([f"{path.parent.name}/{path.name}: is a link that leads out of its folder"])
    return path.read_bytes()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
