"""Compiled templates of the pages, cached in `__pycache__`; they can be deleted at any time."""

import hashlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from uuid import uuid4

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

TEMPLATES = Path(__file__).parent / "templates"


class Compiled(BytecodeCache):
    """A file in `__pycache__` for each template, by its text, the version of Jinja and its options."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._made_with = f"{version('jinja2')} {sorted(options.items())}"

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, ValueError, TypeError, UnpicklingError), self._file(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        file = self._file(bucket)
        building = file.with_name(f"{file.name}.{uuid4().hex}")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            building.write_bytes(bucket.bytecode_to_string())
            building.replace(file)

    def _file(self, bucket: Bucket) -> Path:
        key = hashlib.sha256(f"{self._made_with} {bucket.key}".encode()).hexdigest()
        return Path(cache_from_source(str(TEMPLATES / f"{key}.py")))
