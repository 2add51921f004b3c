"""A finding rests on rows that were read, so that each can be explained: also one about a line of the fund."""

from pathlib import Path

import pytest

from merito import Finding
from merito.testing import explanations, open_tables, read_cases

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
    told = explanations(open_tables("brescia", case.tables, case.cycle))
    explained = {one.row.message for own in told.values() for one in own if isinstance(one.row, Finding)}
    assert {one.message for one in case.run().results.findings} <= explained
    about = [one for own in told.values() for one in own if one.subject == f"finding:{rule}"]
    assert about and all(FUND in {shown.source.file for shown in one.inputs} for one in about)
