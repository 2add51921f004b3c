"""The money of the posizioni organizzative: conserved whatever the date, and never paid by a provisional run."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from weighed_alike import weighed_alike

from merito.model.record import Record

COMMON = tomli.loads((Path(__file__).parent / "cases" / "retribuzioni.toml").read_text(encoding="utf-8"))["common"]
DATES = [date(2021, 1, 15), date(2022, 2, 12), date(2022, 12, 31)]


@pytest.fixture
def workspace(write_ente: Callable[..., Path]) -> Path:
    """The ente of `retribuzioni.toml`."""
    case: dict[str, Any] = weighed_alike(COMMON)
    files = {f"2021/{name}.csv": text.strip() + "\n" for name, text in case["tables"].items()}
    cycle = f"{case['cycle']}\n[parameters]\n{case['parameters']}\n[readings]\n{case['readings']}\n"
    return write_ente("brescia", {**files, "2021/cycle.toml": cycle})


@pytest.mark.parametrize("as_of", DATES)
@pytest.mark.parametrize("provisional", [False, True])
def test_every_fund_is_paid_withheld_and_saved_to_the_cent(
    workspace: Path, run_in: Callable[..., Record], as_of: date, provisional: bool
) -> None:
    lines = run_in(workspace, as_of=as_of, provisional=provisional).results.fund_lines
    whole = {"po": Decimal(40000), "managers": Decimal(1000), "staff": Decimal("1000.01")}
    for fund, amount in whole.items():
        own = [line for line in lines if line.fund == fund]
        assert sum(line.paid + line.withheld + line.savings for line in own) == amount


def test_a_provisional_run_pays_nothing_that_the_gate_holds(workspace: Path, run_in: Callable[..., Record]) -> None:
    record = run_in(workspace, as_of=date(2022, 2, 12), provisional=True)
    assert record.phase("e").state == "provisional"
    prizes = [row for row in record.results.rewards if row.tool == "result"]
    assert len(prizes) == 3
    assert {row.paid for row in prizes} == {Decimal("0.00")}
    assert sum(row.due for row in prizes) > 0
