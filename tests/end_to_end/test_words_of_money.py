"""The program knows no act of payment: no text that people read in the examples calls a sum paid or deducted."""

import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from snapshots.examples import EXAMPLES, TAKEN, Taken

from merito.cli import app

UNTRUE = re.compile(r"\b(?:pagat[oaie]|trattenut[oaie]|trattien\w*|trattengono|liquidat[oaie])\b", re.IGNORECASE)
SAID_OF_NO_PAYMENT = re.compile(r"\b(?:trattenut[oaie]|trattien\w*|trattengono|liquidat[oaie])\b", re.IGNORECASE)
READINGS = re.compile(r'<section id="letture".*?</section>', re.DOTALL)  # some are about what follows payment


@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: taken.name)
def test_no_page_workbook_or_terminal_calls_a_sum_paid(taken: Taken, tmp_path: Path) -> None:
    root = tmp_path / taken.example
    shutil.copytree(EXAMPLES / taken.example, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    day = ["--year", str(taken.year), "--as-of", taken.as_of.isoformat()]
    told = {" ".join(one): CliRunner().invoke(app, [*one, str(root), *day]).output for one in (["run"], ["status"])}
    for page in (root / "out").rglob("index.html"):
        told[str(page)] = READINGS.sub("", page.read_text(encoding="utf-8"))
    for book in (root / "out").rglob("*.xlsx"):
        told[str(book)] = "\n".join(_heads(book))
    assert any(name.endswith(".html") for name in told) and any(name.endswith(".xlsx") for name in told)
    untrue = SAID_OF_NO_PAYMENT if list(root.rglob("pagamenti.csv")) else UNTRUE  # what was paid is recorded there
    assert {name: sorted(set(untrue.findall(text))) for name, text in told.items() if untrue.search(text)} == {}


def _heads(book: Path) -> list[str]:
    """The text of every cell of a workbook."""
    with closing(load_workbook(book, read_only=True)) as read:
        return [str(cell) for one in read.worksheets for row in one.iter_rows(values_only=True) for cell in row if cell]
