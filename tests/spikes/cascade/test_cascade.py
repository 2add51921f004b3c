"""The seam on a cascade: dashboards that share indicators, one of which has no actual."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tomli

from merito.model.record import Record
from merito.numbers import exact_text

HERE = Path(__file__).parent
CASES = tomli.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["grade"]


@pytest.fixture
def record(run_ente: Callable[..., Record]) -> Record:
    return run_ente(HERE / "workspace", "camera", date(2021, 7, 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}: {case['article']}")
def test_grade_is_what_the_text_gives(record: Record, case: dict[str, object]) -> None:
    grade = record.results.grade(case["scope"], case["id"], case.get("view", ""))
    assert grade is not None
    assert ("" if grade.value is None else exact_text(grade.value)) == case["exact"]
    assert ("" if grade.if_zero is None else exact_text(grade.if_zero)) == case.get("if_zero", "")
    assert (grade.state.value, list(grade.lacks)) == (case["state"], case.get("lacks", []))


def test_every_row_of_every_dashboard_is_in_the_cascade(record: Record) -> None:
    carried = [(row.dashboard, row.indicator, row.link) for row in record.results.cascade]
    assert carried == [
        ("strategico", "S1", ""),
        ("strategico", "S2", ""),
        ("strategico", "S3", ""),
        ("strategico", "S4", ""),
        ("affari", "S1", "direct"),
        ("affari", "S3", "direct"),
        ("affari", "O1", "indirect"),
    ]


def test_a_strategic_indicator_that_no_service_carries_is_a_gap(record: Record) -> None:
    assert [finding.subject for finding in record.results.findings] == ["indicator:S2", "indicator:S4"]


def test_one_indicator_is_one_grade_whatever_dashboards_carry_it(record: Record) -> None:
    grade = record.results.grade("indicator", "S1")
    boards = [row for row in record.results.grades if row.scope == "dashboard"]
    assert all(any(part is grade for part in board.basis.results) for board in boards)
