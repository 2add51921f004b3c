"""Whoever is their own evaluator is not evaluated, though the ente's own rules do not say it (IT-PL.27, I-IT-40)."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from law_of_a_year import found

from merito.testing import Record, run_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "comune-di-prova"
NAME = "comune-di-prova"
RESULT = "risultato"


@pytest.fixture
def by_oneself(tmp_path: Path) -> Callable[[str, str], Record]:
    """The example as it comes of with somebody as their own evaluator."""

    def run(person: str, evaluator: str) -> Record:
        root = tmp_path / NAME
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
        path = root / "enti" / NAME / "2025" / "valutazioni.csv"
        text, before = path.read_text(encoding="utf-8"), f"\n{person};person:{evaluator};"
        assert before in text
        path.write_text(text.replace(before, f"\n{person};person:{person};"), encoding="utf-8")
        return run_folder(root, NAME, year=2025, as_of=date(2026, 7, 15))

    return run


def sums(record: Record, tool: str) -> dict[str, tuple[Decimal, Decimal]]:
    """What is payable and what is withheld, by person."""
    return {one.person: (one.payable, one.withheld) for one in record.results.rewards if one.tool == tool}


def test_the_result_pay_of_one_who_evaluated_themselves_waits_and_no_other(
    by_oneself: Callable[[str, str], Record],
) -> None:
    before = sums(run_folder(EXAMPLE, NAME, year=2025, as_of=date(2026, 7, 15)), RESULT)
    record = by_oneself("Q2", "SG")
    after = sums(record, RESULT)
    assert [(one.severity, one.subject) for one in found(record, "IT-PL.27")] == [("error", "person:Q2")]
    assert before["Q2"][0] > 0
    assert after["Q2"][0] == 0
    assert after["Q2"][1] >= before["Q2"][0]
    assert {who: sum for who, sum in after.items() if who != "Q2"} == {
        who: sum for who, sum in before.items() if who != "Q2"
    }


def test_in_a_fund_divided_by_points_what_depends_on_that_evaluation_waits(
    by_oneself: Callable[[str, str], Record],
) -> None:
    """The true evaluation may take from the others, and these rules do not say what is certain of it."""
    record = by_oneself("D01", "Q1")
    assert [one.subject for one in found(record, "IT-PL.27")] == ["person:D01"]
    lines = {line.fund: (line.payable, line.withheld) for line in record.results.fund_lines if line.fund == "premi"}
    assert lines == {"premi": (Decimal("0.00"), Decimal("18700.00"))}


def test_whoever_another_evaluated_is_told_nothing() -> None:
    assert found(run_folder(EXAMPLE, NAME, year=2025, as_of=date(2026, 7, 15)), "IT-PL.27") == []
