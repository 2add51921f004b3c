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
def by_oneself(tmp_path: Path) -> Callable[..., Record]:
    """The example as it comes of with somebody as their own evaluator."""

    def run(person: str, evaluator: str, choice: str = "") -> Record:
        root = tmp_path / NAME
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
        path = root / "enti" / NAME / "2025" / "valutazioni.csv"
        text, before = path.read_text(encoding="utf-8"), f"\n{person};person:{evaluator};"
        assert before in text
        path.write_text(text.replace(before, f"\n{person};person:{person};"), encoding="utf-8")
        if choice:
            cycle = path.parent / "cycle.toml"
            adopted = f'"I-IT-40" = {{ choice = "{choice}" }}'
            assert "\n[readings]\n" in cycle.read_text(encoding="utf-8")
            text = cycle.read_text(encoding="utf-8").replace("\n[readings]\n", f"\n[readings]\n{adopted}\n")
            cycle.write_text(text, encoding="utf-8")
        return run_folder(root, NAME, year=2025, as_of=date(2026, 7, 15))

    return run


def sums(record: Record, tool: str) -> dict[str, tuple[Decimal, Decimal]]:
    """What is payable and what is withheld, by person."""
    return {one.person: (one.payable, one.withheld) for one in record.results.rewards if one.tool == tool}


def test_the_result_pay_of_one_who_evaluated_themselves_waits_and_no_other(
    by_oneself: Callable[..., Record],
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


def test_of_a_fund_divided_by_points_only_what_that_evaluation_can_take_waits(
    by_oneself: Callable[..., Record],
) -> None:
    """D01 may have 98.3 points at most (the sector's 93.3 and 100 for conduct), the most in the division; or none."""
    record = by_oneself("D01", "Q1")
    assert [one.subject for one in found(record, "IT-PL.27")] == ["person:D01"]
    given = sums(record, "premio_individuale")
    assert given["D01"] == (Decimal("0.00"), Decimal("968.76"))  # 18,700 x 98.322... / 1,897.930...
    assert given["D04"] == (Decimal("968.76"), Decimal("0.00"))
    assert {held for who, (_, held) in given.items() if who != "D01"} == {Decimal("0.00")}
    without = {one.person: one for one in record.results.rewards if one.tool == "premio_individuale"}
    assert all(one.may_grow for who, one in without.items() if who != "D01" and one.due)
    lines = [line for line in record.results.fund_lines if line.fund == "premi"]
    assert sum(line.payable for line in lines) == Decimal("17731.12")
    assert sum(line.withheld for line in lines) == Decimal("968.78")  # with 2 cents that others may have
    assert sum(line.savings for line in lines) == Decimal("0.10")


def test_of_the_best_who_may_be_overtaken_waits_for_that_evaluation(by_oneself: Callable[..., Record]) -> None:
    """Two of 22 have the increase, D04 and D17: D01 with 98.3 points would come before D17."""
    given = sums(by_oneself("D01", "Q1"), "maggiorazione")
    assert {who: sum for who, sum in given.items() if any(sum)} == {
        "D01": (Decimal("0.00"), Decimal("255.00")),
        "D04": (Decimal("255.00"), Decimal("0.00")),
    }


def test_where_the_ente_lets_the_others_wait_the_fund_waits_whole(by_oneself: Callable[..., Record]) -> None:
    record = by_oneself("D01", "Q1", "others_wait")
    lines = {line.fund: (line.payable, line.withheld) for line in record.results.fund_lines if line.fund == "premi"}
    assert lines == {"premi": (Decimal("0.00"), Decimal("18700.00"))}


def test_whoever_another_evaluated_is_told_nothing() -> None:
    assert found(run_folder(EXAMPLE, NAME, year=2025, as_of=date(2026, 7, 15)), "IT-PL.27") == []
