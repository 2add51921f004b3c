"""Result pay: everybody's maximum to the last cent, what merit gives of it, and what is held, refused or left."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from kit_steps import held, step

from merito import Basis, FundLine, Money, PersonScore, State, plain
from merito.kit import (
    Entitled,
    Merit,
    best_first,
    final_score,
    in_turn,
    merit_of,
    most_until,
    nothing,
    of_tool,
    reward,
    shares,
)

LINE = FundLine(fund="po", item="risultato", amount=Decimal("100.00"))
GOOD = PersonScore(person="P1", score=Fraction(90))
HALF = PersonScore(person="P2", score=Fraction(10), maximum=Fraction(20))
WAITS = PersonScore(person="P3", score=Fraction(50), state=State.PROVISIONAL, reason="manca un fattore")
MERITS = {
    "a final score is its part of 100": (GOOD, Merit(Fraction(9, 10))),
    "or of its own maximum": (HALF, Merit(Fraction(1, 2))),
    "one that is not final is the most, held": (
        WAITS,
        Merit(Fraction(1), State.PROVISIONAL, "è il massimo che può spettare: manca un fattore"),
    ),
    "and so is none": (
        None,
        Merit(Fraction(1), State.PROVISIONAL, "è il massimo che può spettare: manca la valutazione"),
    ),
}


def somebody(person: str, weight: int, merit: Merit | None = None) -> Entitled:
    return Entitled(person=person, weight=Fraction(weight), merit=merit or Merit())


@pytest.mark.parametrize(("row", "merit"), MERITS.values(), ids=MERITS)
def test_what_an_evaluation_gives(row: PersonScore | None, merit: Merit) -> None:
    found = merit_of(row)
    assert (found.part, found.state, plain(found.reason)) == (merit.part, merit.state, plain(merit.reason))


def test_below_the_threshold_nothing_is_due_and_on_it_something_is() -> None:
    refused = merit_of(GOOD, at_least=Fraction(91), negative="non è positiva")
    assert refused == Merit(Fraction(0), State.REFUSED, "non è positiva")
    assert merit_of(GOOD, at_least=Fraction(90), negative="non è positiva").part == Fraction(9, 10)
    assert merit_of(WAITS, at_least=Fraction(91), negative="non è positiva").waits


def test_what_is_not_sure_keeps_its_part() -> None:
    assert Merit(Fraction(1, 2)).until("?") == Merit(Fraction(1, 2), State.PROVISIONAL, "?")
    waits = most_until("?", "può crescere")
    assert (waits.part, waits.state, plain(waits.reason)) == (Fraction(1), State.PROVISIONAL, "può crescere: ?")
    assert nothing("revocato") == Merit(Fraction(0), State.FINAL, "revocato")
    assert (final_score(GOOD), final_score(WAITS), final_score(None)) == (90, None, None)


def test_the_most_is_the_whole_line_and_merit_takes_its_part_half_up() -> None:
    people = [somebody("P1", 1, Merit(Fraction(1, 2))), somebody("P2", 1), somebody("P3", 1)]
    found = shares(LINE, people)
    assert [share.most for share in found] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert [share.due for share in found] == [Decimal("16.67"), Decimal("33.33"), Decimal("33.33")]
    assert merit_of(GOOD).of(Decimal("0.05")) == Decimal("0.05")
    assert HALF.score is not None
    assert merit_of(HALF).of(Decimal("0.05")) == Decimal("0.03")


def test_a_part_of_the_exact_most_is_rounded_once_and_never_passes_the_most() -> None:
    three = [somebody(name, 1, Merit(Fraction(3, 4))) for name in ("P1", "P2", "P3")]
    found = shares(LINE, three, exact=True)
    assert [share.due for share in found] == [Decimal("25.00")] * 3
    assert [share.due for share in shares(LINE, three)] == [Decimal("25.01"), Decimal("25.00"), Decimal("25.00")]
    assert found[0].told == Money(Fraction(100, 3))
    whole = shares(LINE, [somebody(name, 1) for name in ("P1", "P2", "P3")], exact=True)
    assert [share.due for share in whole] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    cent = evolve(LINE, amount=Decimal("0.01"))
    nearly = [somebody(name, 1, Merit(Fraction(99, 100))) for name in ("P1", "P2")]
    assert [share.due for share in shares(cent, nearly, exact=True)] == [Decimal("0.00"), Decimal("0.00")]


def test_what_nobody_held_is_no_most_of_anybody() -> None:
    [share] = shares(LINE, [somebody("P1", 1)], vacant=Fraction(3))
    assert (share.most, share.due) == (Decimal("25.00"), Decimal("25.00"))


def test_divided_again_by_merit_nothing_of_theirs_is_left() -> None:
    people = [somebody("P1", 1, Merit(Fraction(1, 2))), somebody("P2", 1), somebody("P3", 1, nothing("revocato"))]
    found = shares(LINE, people, vacant=Fraction(1), again=True)
    assert [share.due for share in found] == [Decimal("25.00"), Decimal("50.00"), Decimal("0.00")]
    assert shares(LINE, people[2:], again=True)[0].due == 0


def test_odd_cents_go_to_whoever_stands_first() -> None:
    low, high = somebody("P2", 1, Merit(Fraction(1, 2))), somebody("P10", 1)
    assert best_first([low, high, somebody("P9", 1)]) == [somebody("P9", 1), high, low]
    assert in_turn(Decimal("0.01"), [1, 1]) == [Decimal("0.01"), Decimal("0.00")]
    assert in_turn(Decimal("0.01"), [0, 0]) == [Decimal("0.00"), Decimal("0.00")]


def test_odd_cents_of_shares_follow_the_ids_unless_an_order_is_meant() -> None:
    people = [somebody("P10", 1), somebody("P9", 1), somebody("P2", 1)]
    most = {share.one.person: share.most for share in shares(LINE, people)}
    assert list(most) == ["P10", "P9", "P2"]
    assert most == {"P10": Decimal("33.33"), "P9": Decimal("33.33"), "P2": Decimal("33.34")}
    assert [share.most for share in shares(LINE, people, in_order=True)] == [Decimal("33.34"), *[Decimal("33.33")] * 2]


def test_a_reward_is_for_the_post_and_rests_on_the_evaluation() -> None:
    one = Entitled(person="P3", weight=Fraction(1), held=held("P3"), score=WAITS, merit=merit_of(WAITS))
    [share] = shares(LINE, [one])
    row = reward(step(), LINE, share, item="premi", rules=("X-1",), rests_on=(LINE,), basis=Basis(formula="tutto"))
    assert (row.person, row.subject, row.tool, row.fund, row.item) == ("P3", "position:PO1", "position", "po", "premi")
    assert (row.due, row.most, row.state, plain(row.reason)) == (
        LINE.amount,
        None,
        State.PROVISIONAL,
        plain(one.merit.reason),
    )
    assert row.rests_on == (LINE, WAITS)
    assert somebody("P1", 1).subject == ""


def test_what_is_told_of_a_tool_cites_its_first_rule_or_another() -> None:
    own, other = of_tool(step(), "warning", "non diviso"), of_tool(step(), "error", "oltre il fondo", "X-2")
    assert [(one.rule, one.severity, one.tool) for one in (own, other)] == [
        ("X-1", "warning", "position"),
        ("X-2", "error", "position"),
    ]
