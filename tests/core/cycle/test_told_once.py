"""A line contains each reason once, and the articles of a gate once even if several of its acts are missing."""

from merito import ActNeed, Gate, Phase
from merito.cycle.gates import reason_of
from merito.cycle.told_once import told_once
from merito.model.acts import GateState

ARTICLES = "Criteri PO (del. 9/C del 2018), art. 4 c. 5; SMVP, par. 3"


def closed(*reasons: str) -> GateState:
    needs = tuple(ActNeed(f"kind_{place}") for place, _ in enumerate(reasons))
    gate = Gate(phase=Phase.REWARDS, needs=needs, rules=("X-1", "I-X-1"))
    return GateState(gate=gate, missing=needs, reasons=tuple(f"{reason} ({ARTICLES})" for reason in reasons), acts=())


def test_a_reason_that_another_holds_is_not_told_again() -> None:
    assert told_once(("manca A; manca B", "", "manca B", "X-1: manca C", "manca C")) == "manca A; manca B; X-1: manca C"


def test_articles_in_a_bracket_are_never_taken_apart() -> None:
    reasons = (f"manca A ({ARTICLES})", f"manca B ({ARTICLES})")
    assert told_once(reasons) == "; ".join(reasons)


def test_a_gate_without_several_acts_tells_its_articles_once() -> None:
    assert reason_of(closed("manca A", "manca B")) == f"X-1 I-X-1: manca A; manca B ({ARTICLES})"
    assert reason_of(closed("manca A")) == f"X-1 I-X-1: manca A ({ARTICLES})"
