"""Properties of exact numbers, of their limits, of ids in natural order and of weighted means."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from merito.numbers import HUNDRED, Weighted, clamp, exact_text, fraction, natural_key, product, weighted_mean

fractions = st.builds(Fraction, st.integers(-(10**5), 10**5), st.integers(1, 1000))
decimals = st.decimals(-1000, 1000, places=4)
items = st.lists(
    st.builds(Weighted, fractions, st.builds(Fraction, st.integers(0, 50), st.integers(1, 20))), max_size=8
)
identifiers = st.text(st.sampled_from("PO.-019²٣"), max_size=6)


def test_a_hundred_is_exact() -> None:
    assert HUNDRED == 100
    assert isinstance(HUNDRED, Fraction)


@given(st.integers(-(10**20), 10**20))
def test_a_whole_number_is_its_fraction(value: int) -> None:
    assert fraction(value) == value
    assert isinstance(fraction(value), Fraction)


@given(decimals)
def test_a_decimal_is_the_exact_fraction_that_it_writes(value: Decimal) -> None:
    assert fraction(value) == Fraction(str(value))


@given(fractions)
def test_an_exact_text_reads_back_as_the_same_number(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(100, "100"), (Decimal("100.00"), "100"), (Fraction(800, 11), "800/11"), (Decimal("0.50"), "1/2")],
)
def test_an_exact_text_is_never_a_rounded_decimal(value: int | Decimal | Fraction, text: str) -> None:
    assert exact_text(value) == text


@given(fractions, decimals, st.integers(-1000, 1000))
def test_a_product_of_exact_numbers_of_any_kind_is_exact(one: Fraction, other: Decimal, third: int) -> None:
    assert product(one, other, third) == one * Fraction(other) * third


def test_a_product_of_nothing_is_1() -> None:
    assert product() == 1


@given(fractions, fractions, fractions)
def test_clamp_gives_the_value_inside_the_limits_and_the_passed_limit_outside(
    value: Fraction, one: Fraction, other: Fraction
) -> None:
    low, high = min(one, other), max(one, other)
    expected = low if value < low else high if value > high else value
    assert clamp(value, low, high) == expected


def test_limits_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="above"):
        clamp(Fraction(5), Fraction(2), Fraction(1))


@given(st.text(st.characters(categories=["Lu"]), max_size=4), st.integers(0, 10**6), st.integers(0, 10**6))
def test_ids_that_differ_by_a_number_stand_in_the_order_of_the_numbers(prefix: str, one: int, other: int) -> None:
    before = natural_key(f"{prefix}{one}") < natural_key(f"{prefix}{other}")
    assert before == (one < other)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_numbers_are_read_piece_by_piece(one: int, two: int, three: int, four: int) -> None:
    before = natural_key(f"A{one}.{two}") < natural_key(f"A{three}.{four}")
    assert before == ((one, two) < (three, four))


@example("PO02", "PO2")
@given(identifiers, identifiers)
def test_two_ids_have_the_same_key_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (natural_key(one) == natural_key(other)) == (one == other)


@given(identifiers, identifiers)
def test_any_two_ids_have_an_order(one: str, other: str) -> None:
    assume(one != other)
    assert (natural_key(one) < natural_key(other)) != (natural_key(other) < natural_key(one))


@given(st.sampled_from("0123456789"), st.sampled_from("APZ-"))
def test_a_digit_stands_before_a_letter(digit: str, letter: str) -> None:
    assert natural_key(digit) < natural_key(letter)


@given(items)
def test_a_weighted_mean_is_within_the_values_that_weigh(found: list[Weighted]) -> None:
    weighing = [item.value for item in found if item.weight]
    mean = weighted_mean(found)
    if weighing:
        assert mean is not None
        assert min(weighing) <= mean <= max(weighing)
    else:
        assert mean is None


@given(items)
def test_the_mean_times_the_weights_is_the_weighted_sum(found: list[Weighted]) -> None:
    mean = weighted_mean(iter(found))
    assume(mean is not None)
    weighted_sum = sum(fraction(item.value) * fraction(item.weight) for item in found)
    assert mean == weighted_sum / sum(fraction(item.weight) for item in found)


@given(items, st.builds(Fraction, st.integers(1, 50), st.integers(1, 50)))
def test_the_unit_of_the_weights_does_not_count(found: list[Weighted], unit: Fraction) -> None:
    scaled = [Weighted(item.value, unit * fraction(item.weight)) for item in found]
    assert weighted_mean(scaled) == weighted_mean(found)


@given(st.lists(fractions, min_size=1, max_size=6))
def test_without_weights_the_mean_is_the_plain_one(values: list[Fraction]) -> None:
    assert weighted_mean(Weighted(value) for value in values) == sum(values) / len(values)


def test_a_weighted_mean_is_exact() -> None:
    # (2 x 70 + 1 x 85) / 3 = 225 / 3; (1 x 100 + 2 x 0) / 3 = 100/3
    assert weighted_mean([Weighted(70, 2), Weighted(85, 1)]) == 75
    assert weighted_mean([Weighted(100, 1), Weighted(0, 2)]) == Fraction(100, 3)


def test_a_weight_that_is_not_said_is_1() -> None:
    # (1 x 70 + 2 x 85) / 3 = 240 / 3
    assert weighted_mean([Weighted(70), Weighted(85, 2)]) == 80


@pytest.mark.parametrize("found", [[], [Weighted(80, 0)], [Weighted(80, 0), Weighted(90, Decimal("0.0"))]])
def test_where_nothing_weighs_there_is_no_mean(found: list[Weighted]) -> None:
    assert weighted_mean(found) is None


def test_a_negative_weight_is_refused_even_when_the_others_outweigh_it() -> None:
    with pytest.raises(ValueError, match="negative"):
        weighted_mean([Weighted(80, 3), Weighted(90, -1)])
