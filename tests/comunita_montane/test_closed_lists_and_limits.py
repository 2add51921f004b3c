"""What the text limits: its tools, and the shares that an ente may reduce and never raise."""

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from merito import BadDataError
from merito.testing import Record
from merito_comunita_montane.prizes.bonus import FUNDS

WriteEnte = Callable[..., Path]
RunIn = Callable[..., Record]
PERSON = {"2021/people.csv": "id\nP1\n"}

TOO_MUCH = {
    "BL-18.2": ("bonus_cap = 0.0501", "art. 18 c. 2"),
    "BL-20.2": ("progression_cap = 0.2501", "art. 20 c. 2"),
    "BL-23.2": ("reserve_cap = 0.5001", "art. 23 c. 2"),
    "BL-26.3": ("savings_share = 0.3001", "art. 26 c. 3"),
    "BL-26.3, two thirds are not 0.6667": ("savings_staff_share = 0.6667", "art. 26 c. 3"),
    "BL-7.1av, more days than a year": ("amendment_days = 366", "art. 7 c. 1 lett. a"),
}
ALLOWED = (
    "bonus_cap = 0.05",
    "progression_cap = 0.25",
    "reserve_cap = 0.5",
    "savings_share = 0.3",
    'savings_staff_share = "2/3"',
    "savings_staff_share = 0.6666",
    "amendment_days = 365",
    "amendment_days = 0",
)


def parameter(line: str) -> dict[str, str]:
    return {"2021/cycle.toml": f"[parameters]\n{line}\n"}


@pytest.mark.parametrize("rule", TOO_MUCH)
def test_a_share_above_the_text_is_refused_with_its_article(write_ente: WriteEnte, run_in: RunIn, rule: str) -> None:
    line, article = TOO_MUCH[rule]
    with pytest.raises(BadDataError) as refused:
        run_in(write_ente("comunita_montane", parameter(line)))
    (problem,) = refused.value.problems
    assert "al massimo" in str(problem)
    assert article in str(problem)


@pytest.mark.parametrize("line", ALLOWED)
def test_a_share_of_the_text_or_less_is_read(write_ente: WriteEnte, run_in: RunIn, line: str) -> None:
    record = run_in(write_ente("comunita_montane", parameter(line)))
    assert [value.key for value in record.parameters_set] == [line.partition(" ")[0]]


def test_money_goes_by_the_five_tools_of_the_text_and_no_other(write_ente: WriteEnte, run_in: RunIn) -> None:
    """Rule "BL-16.1": art. 16 c. 1 lists them; the award of letter c is two, for innovation and for efficiency."""
    data = {**PERSON, "2021/candidates.csv": "person,tool\nP1,loyalty\n"}
    with pytest.raises(BadDataError) as refused:
        run_in(write_ente("comunita_montane", data))
    (problem,) = refused.value.problems
    tools = "annual, collective, bonus, innovation, efficiency, progression, result"
    assert problem.expected == f"uno strumento di questo regolamento: {tools}"
    for article in ("art. 17", *(f"art. 16 c. 1 lett. {letter}" for letter in "abcde")):
        assert article in problem.article


def test_what_is_not_money_is_of_three_kinds(write_ente: WriteEnte, run_in: RunIn) -> None:
    """Rule "BL-22.1"."""
    data = {**PERSON, "2021/other_rewards.csv": "person,kind\nP1,holiday\n"}
    with pytest.raises(BadDataError) as refused:
        run_in(write_ente("comunita_montane", data))
    assert "career, appointment, training" in str(refused.value)


def test_a_fund_is_told_by_the_name_that_the_ente_writes() -> None:
    declared = tomllib.loads(files("merito_comunita_montane").joinpath("inputs.toml").read_text(encoding="utf-8"))
    assert {name: fund["label"] for name, fund in declared["funds"].items()} == FUNDS
