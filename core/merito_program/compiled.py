"""A cache of the methods that attrs generates for its classes; it can be deleted at any time.

attrs generates and compiles the source of each class's methods when the class is made, which is the longest part of a
start. The compiled code is cached in one file of `__pycache__`, by class, and reused while the source is the same. An
ente's own rules are not cached.

The number that attrs writes into `__hash__` differs in each process; here it is 0, and only values count.
"""

import marshal
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

import attr._make

WRITTEN_BY_ATTRS = "<attrs generated"
NOT_KEPT = "merito_own_"
OF_THE_CLASS = re.compile(r"^( +)-?\d+,$", re.MULTILINE)
Kept = dict[str, tuple[str, CodeType]]


class Compiled:
    """The replacement of `compile` in attrs."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)
        self._added = False

    def __call__(self, source: Any, filename: str, mode: str, **options: Any) -> Any:
        if options or mode != "exec" or NOT_KEPT in filename or not filename.startswith(WRITTEN_BY_ATTRS):
            return compile(source, filename, mode, **options)
        source = OF_THE_CLASS.sub(r"\g<1>0,", source)
        found = self._kept.get(filename)
        if found is None or found[0] != source:
            found = self._kept[filename] = source, compile(source, filename, mode)
            self._added = True
        return found[1]

    def keep(self) -> None:
        """Writes new entries, if Python may write its own cache there."""
        if self._added and not sys.dont_write_bytecode:
            self._added = False
            with suppress(OSError):
                _write(self._file, _read(self._file) | self._kept)


def keep_methods() -> Compiled:
    """Makes attrs use the cache."""
    compiled = Compiled(Path(cache_from_source(str(Path(__file__).with_name("methods.py")))))
    vars(attr._make)["compile"] = compiled
    return compiled


def _read(file: Path) -> Kept:
    """The cache; empty if it is of another Python, or there is none."""
    with suppress(OSError, EOFError, ValueError, TypeError):
        magic, kept = marshal.loads(file.read_bytes())
        if magic == MAGIC_NUMBER and isinstance(kept, dict):
            return kept
    return {}


def _write(file: Path, kept: Mapping[str, tuple[str, CodeType]]) -> None:
    building = file.with_name(f"{file.name}.{os.getpid()}")
    file.parent.mkdir(parents=True, exist_ok=True)
    building.write_bytes(marshal.dumps((MAGIC_NUMBER, dict(kept))))
    building.replace(file)
