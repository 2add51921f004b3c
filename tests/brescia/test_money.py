"""The money of the posizioni organizzative: conserved at any date, and never paid by a provisional run."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from merito import FundLine
from merito.numbers import fraction
from merito.testing import Record, run_tables, shorthand

CASES = Path(__file__).parent / "cases"
COMMON = tomli.loads((CASES / "retribuzioni.toml").read_text(encoding="utf-8"))["common"]
BY_AREA = tomli.loads((CASES / "attestazione_aree.toml").read_text(encoding="utf-8"))["common"]
GRADES = st.one_of(st.none(), st.decimals(0, 100, places=2), st.just(Decimal(100)))
PLACES = st.sampled_from(("A1", "A2", "ST"))
DATES = [date(2021, 1, 15), date(2022, 2, 12), date(2022, 12, 31)]


@pytest.fixture
def workspace(write_ente: Callable[..., Path]) -> Path:
    """The ente of `retribuzioni.toml`."""
    case: dict[str, Any] = shorthand(CASES)(COMMON)
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
        assert sum(line.payable + line.withheld + line.savings for line in own) == amount


def test_a_provisional_run_pays_nothing_that_the_gate_holds(workspace: Path, run_in: Callable[..., Record]) -> None:
    record = run_in(workspace, as_of=date(2022, 2, 12), provisional=True)
    assert record.phase("e").state == "provisional"
    prizes = [row for row in record.results.rewards if row.tool == "result"]
    assert len(prizes) == 3
    assert {row.payable for row in prizes} == {Decimal("0.00")}
    assert sum(row.due for row in prizes) > 0


@st.composite
def attested(draw: st.DrawFn, interim: st.SearchStrategy[bool]) -> dict[str, Any]:
    """The ente of `attestazione_aree.toml` with other funds, grades (some missing), places of posts, an ad interim."""
    grades = {what: draw(GRADES) for what in ("ente", "A1", "A2")}
    places = {post: draw(PLACES) for post in ("PO1", "PO2", "PO3")}
    funds = {
        "po": draw(st.decimals(18000, 56000, places=2)),
        "managers": draw(st.decimals(0, 9999, places=2)),
        "staff": draw(st.decimals(0, 9999, places=2)),
    }
    covered = draw(interim)
    appointments = (
        ["A,PO1,holder,,2021-04-30,,", "C,PO1,interim,2021-05-01,,20%,complessa"] if covered else ["A,PO1,holder,,,,"]
    )
    tables = {
        **BY_AREA["tables"],
        "oiv_attestation": "what,grade,judgement,reason,act\n"
        + "".join(f"{what},{'' if grade is None else f'{grade}%'},in_line,r,R2\n" for what, grade in grades.items()),
        "positions": "id,holder,unit,type,amount\n"
        + "".join(f"{post},{holder},{places[post]},,\n" for post, holder in zip(places, "ABC", strict=True))
        + "D1,,A1,dirigenziale,60000\nD2,,A2,dirigenziale,40000\n",
        "appointments": "person,position,kind,from,to,share,share_reason\n"
        + "\n".join(("B,PO2,holder,,,,", "C,PO3,holder,,,,", *appointments)),
    }
    return {**BY_AREA, "tables": tables, "funds": funds, "grades": grades, "places": places}


def run_attested(ente: dict[str, Any], readings: str) -> Record:
    case = shorthand(CASES)(ente)
    amounts = "".join(f"{fund} = {amount:f}\n" for fund, amount in ente["funds"].items())
    cycle = f"[funds]\n{amounts}[parameters]\n{ente['parameters']}\n[readings]\n{readings}\n"
    return run_tables("brescia", case["tables"], cycle)


def assert_conserved(ente: dict[str, Any], lines: tuple[FundLine, ...]) -> None:
    for fund, amount in ente["funds"].items():
        own = [line for line in lines if line.fund == fund]
        assert sum(line.payable + line.withheld + line.savings for line in own) == amount
        assert all(min(line.payable, line.withheld, line.savings) >= 0 for line in own)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(attested(st.booleans()), st.sampled_from((BY_AREA["readings"], "")))
def test_area_by_area_every_fund_is_conserved_adopted_or_not(ente: dict[str, Any], readings: str) -> None:
    assert_conserved(ente, run_attested(ente, readings).results.fund_lines)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(attested(st.just(False)))
def test_each_result_is_cut_by_the_grade_of_its_own_area_and_none_is_due_without_one(ente: dict[str, Any]) -> None:
    """Rule "BS-SM-3.OIV4" by area: what the others lose or wait for changes only the odd cents of parts."""
    results = run_attested(ente, BY_AREA["readings"]).results
    pay = {row.position: fraction(row.amount or 0) for row in results.positions}
    result = ente["funds"]["po"] - sum(line.amount for line in results.fund_lines if line.item.startswith("posizione"))
    parts = {
        row.subject.removeprefix("position:"): row.basis.steps[-1].value
        for row in results.rewards
        if row.tool == "result"
    }
    grades = {post: ente["grades"]["ente" if unit == "ST" else unit] for post, unit in ente["places"].items()}
    assert set(parts) == {post for post, grade in grades.items() if grade is not None}
    for post, part in parts.items():
        exact = fraction(result) * pay[post] / sum(pay.values()) * fraction(grades[post]) / 100
        assert abs(fraction(part) - exact) < Fraction(4, 100)
