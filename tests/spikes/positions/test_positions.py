"""The seam on positions: both bounds, an attestation that cuts, an interim, acts that hold, a reading to adopt."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tomli

from merito.model.record import Record
from merito.model.states import State

HERE = Path(__file__).parent
EXPECTED = tomli.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
SETTLED = date(2022, 3, 31)
BEFORE_VALIDATION = date(2022, 2, 12)


@pytest.fixture
def run_camera(run_ente: Callable[..., Record]) -> Callable[..., Record]:
    return lambda as_of, **options: run_ente(HERE / "workspace", "camera", as_of, **options)


@pytest.mark.parametrize("case", EXPECTED["position"], ids=lambda case: f"{case['id']}: {case['article']}")
def test_position_value(run_camera: Callable[..., Record], case: dict[str, str]) -> None:
    value = next(row for row in run_camera(SETTLED).results.positions if row.position == case["id"])
    assert (value.amount, value.proportional, value.bound) == (
        Decimal(case["amount"]),
        Decimal(case["proportional"]),
        case["bound"],
    )


@pytest.mark.parametrize("case", EXPECTED["line"], ids=lambda case: f"{case['item']}: {case['article']}")
def test_fund_line(run_camera: Callable[..., Record], case: dict[str, str]) -> None:
    line = next(row for row in run_camera(SETTLED).results.fund_lines if row.item == case["item"])
    assert (line.amount, line.paid, line.withheld, line.savings) == tuple(
        Decimal(case[name]) for name in ("amount", "paid", "withheld", "savings")
    )
    assert line.reason.startswith(case.get("reason", ""))


@pytest.mark.parametrize("case", EXPECTED["reward"], ids=lambda case: f"{case['person']}: {case['article']}")
def test_reward(run_camera: Callable[..., Record], case: dict[str, str]) -> None:
    rewards = run_camera(SETTLED).results.rewards
    reward = next(row for row in rewards if (row.person, row.tool) == (case["person"], case["tool"]))
    assert (reward.due, reward.paid) == (Decimal(case["due"]), Decimal(case["paid"]))
    assert reward.state.value == case.get("state", "final")


@pytest.mark.parametrize("as_of", [SETTLED, BEFORE_VALIDATION, date(2021, 1, 1)])
@pytest.mark.parametrize("provisional", [False, True])
def test_the_fund_is_paid_withheld_and_saved_to_the_cent(
    run_camera: Callable[..., Record], as_of: date, provisional: bool
) -> None:
    lines = run_camera(as_of, provisional=provisional).results.fund_lines
    assert sum(line.paid + line.withheld + line.savings for line in lines) == Decimal("47058.83")
    assert all(line.amount == line.paid + line.withheld + line.savings for line in lines)


def test_both_outcomes_of_a_reading_that_is_not_adopted_are_told(run_camera: Callable[..., Record]) -> None:
    results = run_camera(SETTLED).results
    cut = next(row for row in results.fund_lines if row.item == "riduzione per attestazione")
    prize = next(row for row in results.rewards if (row.person, row.tool) == ("P1", "result"))
    assert [str(outcome) for outcome in cut.alternative] == ["I-BS-30=none: 0.00"]
    assert [str(outcome) for outcome in prize.alternative] == ["I-BS-30=none: 689.92"]  # 862.41 x 80%


def test_the_pay_of_a_post_does_not_wait_for_the_gate_on_rewards(run_camera: Callable[..., Record]) -> None:
    record = run_camera(BEFORE_VALIDATION)
    assert record.phase("e").state == "blocked"
    assert {(row.person, row.tool, row.paid) for row in record.results.rewards} == {
        ("P1", "position", Decimal("5000.00")),
        ("P2", "position", Decimal("2839.35")),
        ("P3", "position", Decimal("10363.64")),
        ("P4", "position", Decimal("0.00")),
    }
    left = next(row for row in record.results.fund_lines if row.item == "risultato")
    assert (left.withheld, left.state) == (Decimal("7058.83"), State.BLOCKED)
    assert left.reason.startswith("IT-14.6")


def test_a_provisional_run_pays_nothing_that_the_gate_holds(run_camera: Callable[..., Record]) -> None:
    record = run_camera(BEFORE_VALIDATION, provisional=True)
    assert record.phase("e").state == "provisional"
    prizes = [row for row in record.results.rewards if row.tool == "result"]
    assert sum(row.due for row in prizes) == Decimal("2830.94")
    assert [row.paid for row in prizes] == [Decimal(0)] * 4
