"""The page of an ente and year: its view, rendered by templates. The same record gives the same bytes."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from merito.model.record import Record
from merito.outputs.publication_set import NO_SITE, ToSite
from merito.outputs.result_tables import OutTable
from merito.page.grids import Grid
from merito.page.material import Material
from merito.page.sections import page_view
from merito.regulations import Stack
from merito.wording.office import NO_NAMES

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX = "index.html"
ALIKE = 64
OPTIONS: Mapping[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


def index_page(
    record: Record,
    stack: Stack,
    tables: tuple[OutTable, ...],
    site: ToSite = NO_SITE,
    compared: str = "",
    workbooks: bool = True,
    people: Mapping[str, str] = NO_NAMES,
) -> str:
    """The text of `index.html`, which is next to the files of those tables.

    If the ente is compared with others it links to the page of all, `compared`, two folders above. `site` is what
    the folder for the site has, `workbooks` says whether there is a workbook; `people` are names by id.
    """
    view = page_view(Material(record, stack, tables, site, people, workbooks))
    up = f"../../{compared}" if compared else ""
    return environment().get_template("index.html.j2").render(page=view, up=up)


@cache
def environment() -> "Environment":
    """The templates of the pages; all values are escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (heavy: only when results are written)

    from merito.page.compiled import Compiled  # noqa: PLC0415 (the same)

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
