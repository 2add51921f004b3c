"""Pages made in memory: of the examples, and of an ente written in a few lines."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from merito.cycle import run
from merito.outputs.result_tables import result_tables
from merito.page import index_page
from merito.regulations import Stack
from merito.testing import Record, Regulations, installed_regulations
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

EXAMPLE = Path(__file__).parents[2] / "examples" / "bergamo"
SETTLED = date(2022, 6, 1)
Made = tuple[Record, str]
Make = Callable[..., Made]


def page_of(record: Record, stack: Stack) -> str:
    return index_page(record, stack, result_tables(record, stack))


@pytest.fixture
def make() -> Make:
    """The record and the page of one ente of a workspace on disk."""

    def make_one(
        root: Path,
        ente: str = "prova",
        *,
        year: int | None = None,
        as_of: date = SETTLED,
        provisional: bool = False,
        regulations: Regulations | None = None,
    ) -> Made:
        workspace = open_workspace(root)
        known = regulations or installed_regulations()
        chosen = year or workspace.year
        assert chosen is not None
        opened = open_ente(root.resolve() / "enti" / ente, workspace, known, chosen, as_of, provisional)
        record = run(opened.course, opened.hashes)
        return record, page_of(record, opened.course.stack)

    return make_one


@pytest.fixture
def graded(make: Make) -> Made:
    """The example in a year with actuals."""
    return make(EXAMPLE, "bergamo", year=2020, as_of=date(2021, 7, 5))


@pytest.fixture
def planned(make: Make) -> Made:
    """The example in a year that is only planned."""
    return make(EXAMPLE, "bergamo", year=2021, as_of=date(2021, 2, 10))


@pytest.fixture
def trial(make: Make) -> Make:
    """The record and the page of an ente with people, from one of the examples."""
    return lambda name, ente, **options: make(EXAMPLE.parent / name, ente, **options)
