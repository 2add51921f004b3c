"""The pay of a post by days: every cent is due to somebody or saved, and a revocation gives its day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from kit_steps import held, step

from merito import NOTHING, Act, FundLine, PositionValue, Reward, plain
from merito.kit import drawn, free_days, paid_by_days, part_held, saved, two_holders, why_saved

VALUE = PositionValue(position="PO1", amount=Decimal("1000.00"))
LINE = FundLine(fund="po", item="posizione PO1", amount=Decimal("1000.00"))
ACT = Act(id="R1", kind="revocation", date=date(2025, 4, 1))
WHOLE = held("P1")
FIRST, LAST = held("P1", last=date(2025, 3, 31)), held("P2", date(2025, 6, 1))


def test_the_days_of_nobody_are_saved_and_the_cents_are_all_there() -> None:
    *rewards, due, vacant = paid_by_days(step(), VALUE, LINE, (FIRST, LAST), by_days="I-1")
    assert [row.due for row in rewards if isinstance(row, Reward)] == [Decimal("246.58"), Decimal("586.30")]
    assert isinstance(due, FundLine)
    assert isinstance(vacant, FundLine)
    assert (due.item, due.amount, due.savings) == ("posizione PO1, titolari", Decimal("832.88"), 0)
    assert (vacant.amount, vacant.savings) == (Decimal("167.12"), Decimal("167.12"))
    assert plain(vacant.reason) == "posizione scoperta per 61 giorni"
    assert {row.rules for row in (*rewards, due, vacant)} == {("X-1", "I-1")}
    assert all(row.rests_on == (VALUE,) for row in (*rewards, due, vacant))


def test_beside_days_of_nobody_the_half_cent_goes_up_and_never_beyond_the_line() -> None:
    third, three = Decimal("0.02"), [held(one, last=date(2025, 4, 30)) for one in ("P1", "P2", "P3")]
    small = list(paid_by_days(step(), VALUE, evolve(LINE, amount=third), three, by_days="I-1"))
    assert sum(row.due for row in small if isinstance(row, Reward)) <= third
    pair = (held("P1", last=date(2025, 7, 2)), held("P2", date(2025, 7, 22)))  # 183 and 163 days, 19 of nobody
    rows = list(paid_by_days(step(), VALUE, evolve(LINE, amount=Decimal("7300.01")), pair, by_days="I-1"))
    assert [row.due for row in rows if isinstance(row, Reward)] == [Decimal("3660.01"), Decimal("3260.00")]
    assert isinstance(rows[-1], FundLine)
    assert rows[-1].savings == Decimal("380.00")


def test_a_post_held_all_year_hangs_on_no_reading_and_saves_nothing() -> None:
    rows = list(paid_by_days(step(), VALUE, LINE, (WHOLE,), by_days="I-1"))
    assert [type(row) for row in rows] == [Reward, FundLine]
    assert [row.rules for row in rows] == [("X-1",), ("X-1",)]
    assert plain(rows[0].basis.formula) == "1.000,00 € × 365 giorni su 365"


def test_a_post_that_nobody_held_is_saved_whole() -> None:
    [vacant] = paid_by_days(step(), VALUE, LINE, (), by_days="I-1")
    assert isinstance(vacant, FundLine)
    assert (vacant.item, vacant.savings) == ("posizione PO1, scoperta", LINE.amount)


def test_whoever_was_revoked_is_told_so_where_a_rule_ends_the_pay() -> None:
    gone = evolve(FIRST, revoked=ACT)
    told, untold = (
        next(iter(paid_by_days(step(), VALUE, LINE, (gone,), by_days="I-1", revocation=rule))) for rule in ("X-2", "")
    )
    assert (told.rules, plain(told.reason)) == (
        ("X-1", "X-2", "I-1"),
        "incarico revocato con l'atto R1: niente dal giorno della revoca",
    )
    assert (untold.rules, plain(untold.reason)) == (("X-1", "I-1"), "")
    assert ACT in told.basis.inputs
    assert ACT not in untold.basis.inputs


def test_days_that_are_counted_twice_are_told_and_never_paid() -> None:
    both = (WHOLE, LAST)
    assert plain(two_holders(both)) == "due titolari negli stessi giorni per PO1"
    assert two_holders((FIRST, LAST)) == NOTHING
    assert free_days(step(), both) == -214
    with pytest.raises(ValueError, match="negative"):
        list(paid_by_days(step(), VALUE, LINE, both, by_days="I-1"))


def test_a_part_of_the_year_is_exact() -> None:
    assert part_held(step(), FIRST) == Fraction(90, 365)


def test_parts_of_a_line_say_which_line_and_what_is_saved() -> None:
    due, left = drawn(LINE, "premi", Decimal(1), ("X-1",), (LINE,)), saved(LINE, "resto", Decimal(2), "?", (), (VALUE,))
    assert (due.of, due.savings, due.rests_on) == (LINE.item, 0, (LINE,))
    assert (left.of, left.savings, plain(left.reason), left.rests_on) == (LINE.item, 2, "?", (VALUE,))


def test_of_one_reason_alone_no_sum_is_told() -> None:
    assert why_saved({"a": Decimal(0), "b": Decimal(0)}) == NOTHING
    assert plain(why_saved({"a": Decimal(0), "b": Decimal(3)})) == "b"
    assert plain(why_saved({"a": Decimal(1), "b": Decimal(3)})) == "a: 1,00 €; b: 3,00 €"
