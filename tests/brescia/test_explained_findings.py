"""A finding rests on rows that were read, so that each can be explained: also one about a line of the fund."""

from pathlib import Path

import pytest

from merito.cycle import run
from merito.explanation import Explainer
from merito.testing import read_cases
from merito.testing.enti import installed

CASES = Path(__file__).parent / "cases"
FUND = "enti/prova/2021/cycle.toml"


@pytest.mark.parametrize(
    ("file", "title", "rule"),
    [
        ("posizioni.toml", "a fund too small says what is missing", "BS-PO-4.5b"),
        ("posizioni.toml", "a blank sub-factor stops the division", "BS-PO-4.5b"),
        ("retribuzioni.toml", "ad interim pays beyond the result fund are refused", "BS-PO-3.4f"),
        ("attestazione_aree.toml", "ad interim pays beyond what the areas with a grade have", "BS-PO-3.4f"),
    ],
)
def test_every_finding_of_a_fund_that_does_not_fit_can_be_explained(file: str, title: str, rule: str) -> None:
    (case,) = (one for one in read_cases(CASES / file) if one.title.startswith(title))
    opened = case.opened(installed())
    record = run(opened.course, opened.hashes)
    explainer = Explainer(record, opened.course.stack, opened.written)
    subjects = {one.subject or f"finding:{one.rule}" for one in record.results.findings}
    explained = [one for subject in subjects for one in explainer.explain(subject)]
    assert {one.message for one in record.results.findings} <= {one.figure for one in explained}
    about = [one for one in explained if one.subject == f"finding:{rule}"]
    assert about and all(FUND in {shown.source.file for shown in one.inputs} for one in about)
