"""An ente that is run and written, as its office finds it: the record, the page, the tables of its folder."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from attrs import define
from openpyxl import Workbook, load_workbook

from merito import Workspace
from merito.testing import Record, run_folder

EXAMPLES = Path(__file__).parents[1] / "examples"
SETTLED = date(2022, 6, 1)
Rows = list[dict[str, str]]


@define(slots=False)
class Made:
    """What is written of an ente and year: every table by its name, `summary.json`, the page, the workbook.

    `record` has the rows of the rules behind it.
    """

    tables: dict[str, Rows]
    summary_text: str
    page: str
    workbook: bytes
    _run: Callable[[], Record]

    @property
    def summary(self) -> dict[str, Any]:
        return dict(json.loads(self.summary_text))

    @property
    def sheets(self) -> Workbook:
        """The workbook as openpyxl reads it."""
        return load_workbook(io.BytesIO(self.workbook))

    @cached_property
    def record(self) -> Record:
        """The rows of the rules."""
        return self._run()


def made(
    root: Path,
    ente: str = "prova",
    *,
    year: int | None = None,
    as_of: date = SETTLED,
    provisional: bool = False,
    formats: Sequence[str] = ("html",),
) -> Made:
    """Runs one ente of a workspace and writes its results; what is read of them stays, the folder does not."""
    place = Path(mkdtemp())
    try:
        run = Workspace(root).run(ente, year=year, as_of=as_of, provisional=provisional)
        folder = run.write(place, formats=formats)
        page = (folder / "index.html").read_text(encoding="utf-8") if "html" in formats else ""
        workbook = (folder / "results.xlsx").read_bytes() if "xlsx" in formats else b""
        summary = (folder / "summary.json").read_text(encoding="utf-8")
        tables = {path.relative_to(folder).with_suffix("").as_posix(): rows(path) for path in folder.rglob("*.csv")}
    finally:
        rmtree(place)
    record = partial(run_folder, root, ente, year=year, as_of=as_of, provisional=provisional)
    return Made(tables, summary, page, workbook, record)


def rows(path: Path) -> Rows:
    """The rows of a CSV, each by its heads."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def example(
    name: str, ente: str, *, year: int | None = None, as_of: date = SETTLED, formats: Sequence[str] = ("html",)
) -> Made:
    """An ente of the examples, run and written once in a session."""
    return made(EXAMPLES / name, ente, year=year, as_of=as_of, formats=formats)
