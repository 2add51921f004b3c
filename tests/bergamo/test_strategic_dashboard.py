"""The strategic dashboard of 2020 as printed: every indicator, objective, perspective, and the ente."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
import tomli

from merito import plain
from merito.numbers import exact_text
from merito.testing import Record

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "bergamo"
INDICATORS = list(csv.DictReader((HERE / "strategico_2020.csv").read_text(encoding="utf-8").splitlines()))
ABOVE = tomli.loads((HERE / "strategico_2020.toml").read_text(encoding="utf-8"))["grade"]


@pytest.fixture(scope="module")
def record(run_in: Callable[..., Record]) -> Record:
    return run_in(EXAMPLE, ente="bergamo")


def exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


def test_28_indicators_are_graded_15_are_monitored_15_are_not_measured(record: Record) -> None:
    rows = [row.indicator for row in record.dossier.dashboard_rows if row.dashboard == "strategico"]
    grades = [grade for grade in record.results.grades if grade.scope == "indicator" and grade.id in rows]
    assert [grade.id for grade in grades] == [f"STR-{number:03}" for number in range(1, 59)]
    assert Counter(grade.state.value for grade in grades) == {"final": 28, "monitoring": 15, "not_measured": 15}


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["id"])
def test_an_indicator_has_the_grade_of_its_printed_figures(record: Record, row: dict[str, str]) -> None:
    """BP-3.2g and BP-3.2c, lettura I-BP-01."""
    grade = record.results.grade("indicator", row["id"])
    assert grade is not None
    assert (grade.state.value, exact(grade.value)) == (row["state"], row["exact"])
    rule = "BP-3.2c" if row["state"] == "monitoring" else "BP-3.2g"
    assert rule in grade.rules
    assert (not plain(grade.reason)) is (row["state"] == "final")


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["id"])
def test_an_indicator_s_target_and_actual_are_read_as_printed(record: Record, row: dict[str, str]) -> None:
    indicator = record.dossier.indicators[row["id"]]
    measures = [measure.value.text for measure in record.dossier.measures if measure.indicator == row["id"]]
    printed = row["actual"].replace("2.33", "2,33")  # the only decimal point of the table
    assert indicator.target.text == row["target"]
    assert measures == ([printed] if printed else [])


LOWER = {"STR-028", "STR-032", "STR-033", "STR-053", "STR-055"}


def test_lower_is_better_for_mean_times_and_for_the_two_ratios_of_costs(record: Record) -> None:
    strategic = {row.indicator for row in record.dossier.dashboard_rows if row.dashboard == "strategico"}
    assert {row.id for row in record.dossier.indicators if row.better == "lower"} & strategic == LOWER


@pytest.mark.parametrize("case", ABOVE, ids=lambda case: f"{case['scope']} {case['id']}")
def test_a_mean_is_that_of_what_was_graded(record: Record, case: dict[str, object]) -> None:
    grade = record.results.grade(case["scope"], case["id"], case.get("view", "strategico"))
    assert grade is not None
    assert (exact(grade.value), exact(grade.if_zero)) == (case["exact"], case.get("if_zero", ""))
    assert (grade.state.value, list(grade.lacks)) == (case["state"], case.get("lacks", []))
    assert set(case["rules"]) <= set(grade.rules)


def test_rewards_wait_for_the_oiv_s_validation_and_say_which_article_asks_for_it(record: Record) -> None:
    gate = record.gates[0]
    assert (gate.gate.rules, gate.open) == (("BG-39.2", "I-BG-06"), False)
    assert gate.articles == ("Regolamento di organizzazione, art. 39 c. 2",)
    assert record.phase("e").state == "blocked"


def test_plan_and_relazione_are_due_by_the_regulation_s_own_articles(record: Record) -> None:
    due = [(str(at.deadline.due), at.deadline.rules, at.state.value) for at in record.deadlines][:3]
    assert due == [
        ("2021-06-30", ("IT-10.1bv",), "overdue"),  # the validation, of which the regulation has no term
        ("2020-01-31", ("BG-38.1",), "overdue"),
        ("2021-06-30", ("BG-39.1",), "overdue"),
    ]
