"""The page of an ente and year: its view, rendered by templates. The same record gives the same bytes."""

import hashlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from merito.model.record import Record
from merito.outputs.result_tables import OutTable
from merito.page.grids import Grid
from merito.page.sections import page_view
from merito.publication import Published
from merito.regulations import Stack

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
INDEX = "index.html"
ALL_ENTI = f"../../{INDEX}"
ALIKE = 64
OPTIONS: Mapping[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


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


def index_page(
    record: Record,
    stack: Stack,
    tables: tuple[OutTable, ...],
    published: Published,
    compared: bool = False,
    workbooks: bool = True,
) -> str:
    """The text of `index.html`, which is next to the files of those tables.

    If the ente is `compared` with others it links to the page of all, two folders above. `workbooks` says whether there
    are any.
    """
    view, up = page_view(record, stack, tables, published, workbooks), ALL_ENTI if compared else ""
    return environment().get_template("index.html.j2").render(page=view, up=up)


@cache
def environment() -> "Environment":
    """The templates of the pages; all values are escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (heavy: only when results are written)

    from merito.page.index import Compiled  # noqa: PLC0415 (the same)

    made = Environment(
        loader=PackageLoader("merito.page"),
        undefined=StrictUndefined,
        bytecode_cache=Compiled(OPTIONS),
        auto_reload=False,  # the templates belong to the program
        **OPTIONS,
    )
    made.globals["table_of"] = table_of
    return made


@lru_cache(ALIKE)
def table_of(grid: Grid, name: str) -> str:
    """A plain table on the page; the text of a law is the same for all enti, and rendered once."""
    made: str = environment().get_template("grid.html.j2").module.table(grid, name)  # type: ignore[attr-defined]
    return made
