"""Every dashboard of 2020 as printed, compared with a second reading of the plan (cruscotti_2020.csv and .toml)."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli

from merito import DashboardRow
from merito.numbers import exact_text
from merito.testing import Record

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "bergamo"
PRINTED = list(csv.DictReader((HERE / "cruscotti_2020.csv").read_text(encoding="utf-8").splitlines()))
MEANS = tomli.loads((HERE / "cruscotti_2020.toml").read_text(encoding="utf-8"))["grade"]
READ_AS = {"2.33": "2,33", "n. 7.693": "7.693"}
NONE_PRINTED = {"": "-"}


@pytest.fixture(scope="module")
def record(run_in: Callable[..., Record]) -> Record:
    return run_in(EXAMPLE, ente="bergamo")


def exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


def printed_row(record: Record, dashboard: str, number: int) -> DashboardRow:
    return [row for row in record.dossier.dashboard_rows if row.dashboard == dashboard][number - 1]


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: f"{row['dashboard']}-{row['row']}")
def test_an_indicator_has_the_figures_and_the_grade_of_its_printed_row(record: Record, row: dict[str, str]) -> None:
    """BP-3.2g, BP-3.2c and BP-5.4m, lettura I-BP-01."""
    indicator = printed_row(record, row["dashboard"], int(row["row"])).indicator
    known = record.dossier.indicators[indicator]
    measures = [one.value.text for one in record.dossier.measures if one.indicator == indicator]
    actual = READ_AS.get(row["actual"], row["actual"])
    grade = record.results.grade("indicator", indicator)
    assert grade is not None
    target = NONE_PRINTED.get(row["target"], row["target"])
    assert (known.target.text, measures) == (target, [actual] if actual else [])
    assert (known.objective or "") == row["objective"]
    assert (grade.state.value, exact(grade.value)) == (row["state"], row["exact"])


@pytest.mark.parametrize("case", MEANS, ids=lambda case: case["dashboard"])
def test_a_dashboard_has_the_mean_of_its_graded_rows(record: Record, case: dict[str, Any]) -> None:
    """BP-3.3c, BP-3.3d, BP-4.2 and BP-5.4m, letture I-BP-03 e I-BP-04."""
    name = case["dashboard"]
    whole = record.results.grade("dashboard", name, name)
    assert whole is not None
    assert (exact(whole.value), exact(whole.if_zero)) == (case["exact"], case["if_zero"])
    assert list(whole.lacks) == [printed_row(record, name, number).indicator for number in case["lacking"]]


@pytest.mark.parametrize("case", MEANS, ids=lambda case: case["dashboard"])
def test_a_dashboard_shows_the_mean_of_each_of_its_objectives(record: Record, case: dict[str, Any]) -> None:
    name = case["dashboard"]
    means = {one.id: exact(one.value) for one in record.results.grades if (one.view, one.scope) == (name, "objective")}
    assert means == case["objectives"]


@pytest.mark.parametrize("case", MEANS, ids=lambda case: case["dashboard"])
def test_what_has_no_grade_is_counted_apart(record: Record, case: dict[str, Any]) -> None:
    grades = {one.id: one.state.value for one in record.results.grades if one.scope == "indicator"}
    rows = [row for row in record.dossier.dashboard_rows if row.dashboard == case["dashboard"]]
    counts = Counter(grades[row.indicator] for row in rows)
    assert counts == Counter({state: case[state] for state in ("final", "monitoring", "not_measured") if case[state]})
