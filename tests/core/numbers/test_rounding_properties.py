"""Properties of every rounding: it brackets the exact value and writes its places."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merito.numbers import cents_down, cents_half_up, cents_up, down, half_up, up, whole_down

Rounding = Callable[..., Decimal]

values = st.one_of(
    st.builds(Fraction, st.integers(-(10**5), 10**5), st.integers(1, 900)),
    st.integers(-(10**6), 10**6).map(lambda number: Fraction(number, 2000)),
)
places = st.integers(0, 6)
every_rounding = pytest.mark.parametrize("rounding", [half_up, down, up])


def unit(number: int) -> Fraction:
    return Fraction(1, 10**number)


@given(values, places)
def test_down_and_up_bracket_the_exact_value_within_a_unit(value: Fraction, number: int) -> None:
    below, above = Fraction(down(value, number)), Fraction(up(value, number))
    assert below <= value <= above
    assert above - below == (0 if value % unit(number) == 0 else unit(number))


@given(values, places)
def test_half_up_is_the_nearest_and_one_of_down_and_up(value: Fraction, number: int) -> None:
    rounded = half_up(value, number)
    assert abs(Fraction(rounded) - value) <= unit(number) / 2
    assert rounded in (down(value, number), up(value, number))


@given(st.integers(-1000, 1000), places)
def test_an_exact_half_goes_away_from_zero(units: int, number: int) -> None:
    value = (units + Fraction(1, 2)) * unit(number)
    away = up(value, number) if value > 0 else down(value, number)
    assert half_up(value, number) == away


@given(values, places)
def test_half_up_is_the_same_on_both_sides_of_zero(value: Fraction, number: int) -> None:
    assert half_up(-value, number) == -half_up(value, number)


@given(values, places)
def test_down_and_up_are_each_other_across_zero(value: Fraction, number: int) -> None:
    assert down(-value, number) == -up(value, number)


@every_rounding
@given(value=values, number=places)
def test_a_rounded_figure_is_written_with_its_places(rounding: Rounding, value: Fraction, number: int) -> None:
    assert rounding(value, number).as_tuple().exponent == -number


@every_rounding
@given(value=values, number=places)
def test_a_rounded_figure_rounds_to_itself(rounding: Rounding, value: Fraction, number: int) -> None:
    rounded = rounding(value, number)
    assert rounding(rounded, number) == rounded


@every_rounding
@given(one=values, other=values, number=places)
def test_rounding_keeps_the_order(rounding: Rounding, one: Fraction, other: Fraction, number: int) -> None:
    assert rounding(min(one, other), number) <= rounding(max(one, other), number)


@every_rounding
@given(value=values)
def test_no_places_said_is_a_whole_number(rounding: Rounding, value: Fraction) -> None:
    assert rounding(value) == rounding(value, 0)


@every_rounding
def test_places_before_the_point_are_refused(rounding: Rounding) -> None:
    with pytest.raises(ValueError, match="places"):
        rounding(Decimal("25.5"), -1)


@given(values)
def test_whole_down_is_the_whole_number_of_down(value: Fraction) -> None:
    whole = whole_down(value)
    assert isinstance(whole, int)
    assert whole == down(value)


@given(values)
def test_cents_are_two_places(value: Fraction) -> None:
    assert cents_half_up(value) == half_up(value, 2)
    assert cents_down(value) == down(value, 2)
    assert cents_up(value) == up(value, 2)
