"""Other ways to divide a line than by weights: out of a total, by individual sums, within limits, by bands."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from kit_steps import column as figures
from kit_steps import step

from merito import NOTHING, FundLine, InForce, PersonScore, Reward, plain
from merito.kit import (
    Division,
    Series,
    awarded,
    banded,
    capped,
    cases,
    divided,
    divided_by_band,
    divided_within,
    joined,
    parts_of,
    prizes,
    ranked,
)

LINE = FundLine(fund="premi", item="fondo", amount=Decimal("100.00"))
STEP = step(tool="annual")


def column(*cells: str | None) -> Series:
    read = figures(*cells)
    rows = [PersonScore(person=one, score=None, maximum=Fraction(100)) for one in read.axis.ids]
    return evolve(read, how=evolve(read.how, inputs=None, results=lambda at: (rows[at],)))


def in_force(value: Any, key: str = "shares", kind: str = "money") -> InForce[Any]:
    return InForce(key, value, kind, "", "x", None, "art. 5")


def dues(division: Division) -> list[str]:
    return [str(division.due(one)) for one in division.weights.axis.ids]


def rewards(division: Division, **also: Any) -> tuple[list[Reward], list[FundLine]]:
    rows = list(prizes(STEP, division, **also))
    return [row for row in rows if isinstance(row, Reward)], [row for row in rows if isinstance(row, FundLine)]


def test_a_weight_that_is_a_fraction_is_told_in_decimals_beside_the_division_sign() -> None:
    paid, _ = rewards(divided(LINE, column("1/3", "2")))
    assert plain(paid[0].basis.formula) == (
        "100,00 € × 0,3333 (esatto 1/3) / 2,3333 (esatto 7/3) = 14,28 €, per difetto al centesimo"
    )


def test_parts_out_of_a_whole_leave_what_is_missing_to_it() -> None:
    score = column("90", "70", "40")
    enough = score >= in_force(Fraction(60), "threshold", "number")
    division = divided(LINE, score.where(enough, 0), out_of=score)
    paid, [line] = rewards(division, saved="sotto la soglia")
    assert (dues(division), str(line.savings)) == (["45.00", "35.00", "0.00"], "20.00")
    assert plain(paid[0].basis.formula) == "100,00 € × 90 / 200 = 45,00 €, per difetto al centesimo"
    assert [one.key for one in line.basis.parameters] == ["threshold"]


def test_weights_above_the_whole_are_a_fault_of_the_rule() -> None:
    with pytest.raises(ValueError, match="more than what they are out of"):
        divided(LINE, column("2", "1"), out_of=column("1", "1"))


def test_a_figure_that_is_missing_in_the_whole_keeps_the_line_from_being_divided() -> None:
    assert plain(divided(LINE, column("1", "1"), out_of=column("1", None)).waits) == "1 persona: non valutato"


def test_a_weight_is_told_with_what_made_it_where_it_was_not_read() -> None:
    paid, _ = rewards(divided(LINE, column("3", "1").named("punti") * in_force(Fraction(2), "double", "number")))
    assert plain(paid[0].basis.formula) == "100,00 € × 6 / 8 = 75,00 €, per difetto al centesimo; 6 = 3 × 2"
    assert rewards(divided(LINE, column("0")))[0][0].basis.formula == NOTHING


def test_equal_parts_are_weights_of_one_and_told_so() -> None:
    division = divided(LINE, cases((column("3", "5", "7") > 4, 1), otherwise=0))
    paid, _ = rewards(division)
    assert dues(division) == ["0.00", "50.00", "50.00"]
    assert plain(paid[1].basis.formula) == "100,00 € × 1 / 2 = 50,00 €, per difetto al centesimo"


def test_a_sum_of_one_s_own_is_down_to_the_cent_and_told_by_the_case_taken() -> None:
    sums = cases((column("90", "10") >= 60, in_force(Decimal("33.339"), "bonus")), otherwise=0)
    paid, [line, rest] = rewards(awarded(LINE, sums), left_to="other", nothing="sotto la soglia")
    assert [(str(row.due), plain(row.reason), plain(row.basis.formula)) for row in paid] == [
        ("33.33", "", "33,339 = 33,33 €"),
        ("0.00", "sotto la soglia", ""),
    ]
    assert (str(line.amount), line.savings, plain(line.reason)) == ("33.33", Decimal(0), "")
    assert (rest.item, str(rest.amount), rest.left_to, rest.of) == ("resto", "66.67", "other", "fondo")


@pytest.mark.parametrize(
    ("short", "told"), [("non basta", "non basta"), ("", "«fondo» non basta: servono 100,01 €, sono 100,00 €")]
)
def test_sums_that_the_line_cannot_pay_are_refused(short: str, told: str) -> None:
    [finding] = prizes(STEP, awarded(LINE, column("50", "50.01"), short=short))
    assert (finding.severity, plain(finding.message), finding.rule) == ("error", told, "X-1")


def test_bounds_hold_and_all_is_spent_or_the_line_is_refused() -> None:
    least, most = in_force(Decimal(20), "least"), in_force(Decimal(50), "most")
    division = divided_within(LINE, column("8", "1", "1/2", "0"), least, most)
    paid, _ = rewards(division)
    assert dues(division) == ["50.00", "30.00", "20.00", "0.00"]
    assert plain(paid[0].basis.formula) == "8 × 30 € per ogni unità di peso, portato al massimo = 50,00 €"
    assert plain(paid[2].basis.formula) == "0,5 × 30 € per ogni unità di peso, portato al minimo = 20,00 €"
    assert [one.key for one in paid[0].basis.parameters] == ["least", "most"]
    assert plain(divided_within(LINE, column("1"), least, most).refused) == (
        "il fondo non sta nei limiti: mancano 0,00 €, avanzano 50,00 €"
    )


def test_the_share_of_a_band_is_for_whoever_is_in_it_and_that_of_an_empty_one_for_nobody() -> None:
    least = in_force({"alta": 90, "media": 70}, "bands", "table")
    shares = in_force({"alta": Fraction(1, 2), "media": Fraction(1, 2)}, kind="table")
    score = column("80", "75", "10")
    division = divided_by_band(LINE, score.level(least), shares)
    paid, [line] = rewards(division, saved="fasce vuote")
    assert (dues(division), str(line.savings)) == (["25.00", "25.00", "0.00"], "50.00")
    assert plain(paid[0].basis.formula) == "100,00 € × 0,5 / 2 persone = 25,00 €, per difetto al centesimo"
    assert {one.key for one in paid[0].basis.parameters} == {"bands", "shares"}
    assert paid[0].rests_on == (line, score.how.results(0)[0])  # type: ignore[misc]


def test_those_who_tie_have_the_first_of_their_places_or_the_last() -> None:
    score = column("95", "95", "60")
    assert [ranked(score).at(at) for at in range(3)] == [1, 1, 3]
    assert [ranked(score, ties="last").at(at) for at in range(3)] == [2, 2, 3]


def test_a_band_by_places_is_named_by_the_table_or_counted_by_the_list() -> None:
    score, halves = column("95", "80", "60", "59"), [Fraction(1, 2), Fraction(1, 2)]
    assert banded(score, in_force(halves)).cells == ["1", "1", "2", "2"]
    assert banded(score, in_force(dict(zip(("su", "giù"), halves, strict=True)))).cells == ["su", "su", "giù", "giù"]
    assert banded(column("9", "8", "8", "1"), in_force(halves), ties="first").cells == ["1", "1", "1", "2"]


def test_while_a_figure_is_missing_nobody_has_a_place() -> None:
    score = column("95", None)
    why = "la graduatoria aspetta 1 persona: non valutato"
    assert [plain(gap.why) for gap in ranked(score).why(0)] == [why]
    assert plain(divided_by_band(LINE, banded(score, in_force([1])), in_force([1])).waits) == why


def test_a_cap_over_another_rule_s_rewards_is_told_and_saved_on_the_line_that_pays_them() -> None:
    given = [
        *prizes(STEP, divided(LINE, column("3", "1"))),
        FundLine(fund="premi", item="altro", amount=Decimal("5.00")),
    ]
    high, low, line, other = capped(STEP, given, Decimal("50.00"), name="tetto", saved="oltre il tetto")
    assert (str(high.due), high.basis.steps[-1].name, high.rests_on) == ("50.00", "tetto", given[0].rests_on)
    assert (low, other) == (given[1], given[3])
    assert (str(line.savings), plain(line.reason)) == ("25.00", "oltre il tetto")


def test_the_share_of_a_band_is_for_some_of_it_alone_and_shared_again_or_nobody_s() -> None:
    score = column("95", "80", "70", "60")
    band, half = banded(score, in_force((Fraction(1, 2), Fraction(1, 2)))), in_force((Fraction(1, 2), Fraction(1, 2)))
    alone = divided_by_band(LINE, band, half, whom=score >= 80)
    assert dues(alone) == ["25.00", "25.00", "0.00", "0.00"]
    assert dues(divided_by_band(LINE, band, half, whom=score > 80)) == ["50.00", "0.00", "0.00", "0.00"]
    assert dues(divided_by_band(LINE, band, half, whom=score > 80, again=False)) == ["25.00", "0.00", "0.00", "0.00"]
    assert alone.told(2) == NOTHING


def test_parts_of_a_line_that_are_divided_apart_are_one_reward_under_one_cap() -> None:
    parts = parts_of(LINE, in_force({"individuale": Fraction(2, 3), "di gruppo": Fraction(1, 3)}))
    assert {name: str(one.amount) for name, one in parts.items()} == {"individuale": "66.66", "di gruppo": "33.34"}
    own, alike = divided(parts["individuale"], column("2", "1")), divided(parts["di gruppo"], column("1", "1"))
    most = in_force(Decimal("50.00"), "most")
    whole = joined(LINE, {"individuale": own, "di gruppo": alike}, at_most=most)
    assert dues(whole) == ["50.00", "38.89"]
    assert plain(whole.told(1)).startswith(
        "22,22 € (individuale: 66,66 € × 1 / 3 = 22,22 €, per difetto al centesimo) + 16,67 €"
    )
    *rewards, line = prizes(STEP, whole, saved="oltre il massimo")
    assert [row.due for row in rewards] == [Decimal("50.00"), Decimal("38.89")]
    assert line.savings == Decimal("11.11")


def test_a_line_of_which_one_part_waits_is_not_divided_at_all() -> None:
    parts = parts_of(LINE, in_force({"a": Fraction(1, 2), "b": Fraction(1, 2)}))
    whole = joined(LINE, {"a": divided(parts["a"], column("2", None)), "b": divided(parts["b"], column("1", "1"))})
    [told] = prizes(STEP, whole)
    assert plain(told.message) == "«fondo» non si divide: 1 persona: non valutato"
    with pytest.raises(ValueError, match="more than the line"):
        joined(parts["a"], {"a": divided(LINE, column("1", "1"))})
