"""The seam on merit bands: a tie on a border, absences, an empty band, closed gates, readings to adopt."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import tomli

from merito.model.record import Record

HERE = Path(__file__).parent
EXPECTED = tomli.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
SETTLED = date(2022, 6, 1)


@pytest.fixture
def run_comune(run_ente: Callable[..., Record]) -> Callable[..., Record]:
    return lambda ente, as_of=SETTLED, **options: run_ente(HERE / "workspace", ente, as_of, **options)


@pytest.mark.parametrize("case", EXPECTED["placement"], ids=lambda case: f"{case['person']}: {case['article']}")
def test_placement(run_comune: Callable[..., Record], case: dict[str, object]) -> None:
    rows = run_comune("pari").results.placements
    placed = next(row for row in rows if row.person == case["person"])
    assert (placed.band, placed.place) == (case["band"], case.get("place"))


@pytest.mark.parametrize(
    "case", EXPECTED["line"], ids=lambda case: f"{case['ente']}, {case['item']}: {case['article']}"
)
def test_fund_line(run_comune: Callable[..., Record], case: dict[str, str]) -> None:
    lines = run_comune(case["ente"]).results.fund_lines
    line = next(row for row in lines if row.item == case["item"])
    assert (line.paid, line.withheld, line.savings) == tuple(
        Decimal(case[name]) for name in ("paid", "withheld", "savings")
    )
    assert line.reason.startswith(case.get("reason", ""))


@pytest.mark.parametrize("ente", ["pari", "adottato", "piccolo", "senza-oiv"])
@pytest.mark.parametrize("provisional", [False, True])
def test_every_fund_is_paid_withheld_and_saved_to_the_cent(
    run_comune: Callable[..., Record], ente: str, provisional: bool
) -> None:
    record = run_comune(ente, provisional=provisional)
    for fund in record.dossier.funds:
        lines = [line for line in record.results.fund_lines if line.fund == fund.id]
        assert sum(line.paid + line.withheld + line.savings for line in lines) == fund.euro


def test_a_held_prize_tells_the_other_outcome(run_comune: Callable[..., Record]) -> None:
    rewards = {row.person: row for row in run_comune("pari").results.rewards if row.tool == "annual"}
    assert (rewards["P2"].due, rewards["P2"].paid) == (Decimal("800.00"), Decimal("0.00"))
    assert [str(outcome) for outcome in rewards["P2"].alternative] == ["I-BL-05=first: 1666.66"]
    assert rewards["P7"].alternative == ()


def test_a_prize_bears_the_reading_that_its_band_rests_on(run_comune: Callable[..., Record]) -> None:
    rewards = {row.person: row for row in run_comune("adottato").results.rewards if row.tool == "annual"}
    assert "I-BL-05" in rewards["P1"].rules
    assert "I-BL-05" not in rewards["P7"].rules


def test_a_reading_adopted_by_an_act_after_the_date_of_the_run_still_holds(run_comune: Callable[..., Record]) -> None:
    before_adoption = run_comune("adottato", date(2022, 2, 1), provisional=True)
    waiting = {reading.id: reading for reading in before_adoption.open_readings}["I-BL-05"]
    held = [reward.reason for reward in before_adoption.results.rewards if "I-BL-05" in reward.reason]
    assert held and all(f"l'atto {waiting.act} non è in vigore" in reason for reason in held)


def test_the_money_of_an_empty_band_is_told_under_both_readings(run_comune: Callable[..., Record]) -> None:
    lines = {row.item: row for row in run_comune("piccolo").results.fund_lines}
    told = {item: [str(outcome) for outcome in line.alternative] for item, line in lines.items()}
    assert told == {
        "fascia alta": ["I-BL-04=occupied_bands: 0.00"],
        "fascia intermedia": ["I-BL-04=occupied_bands: 8000.00"],
        "fascia bassa": ["I-BL-04=occupied_bands: 2000.00"],
    }


def test_without_the_validation_the_phase_of_rewards_is_blocked(run_comune: Callable[..., Record]) -> None:
    record = run_comune("senza-oiv")
    assert (record.phase("d").state, record.phase("e").state) == ("done", "blocked")
    assert record.results.rewards == ()


def test_a_rule_that_was_tried_and_did_not_apply_says_why(run_comune: Callable[..., Record]) -> None:
    scores = {row.person: row for row in run_comune("pari").results.scores}
    assert [(tried.rule, tried.why) for tried in scores["P13"].basis.tried] == [
        ("BL-17.2b", "assenze di 5 mesi: non più di 5")
    ]
