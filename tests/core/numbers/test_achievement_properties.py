"""Properties of every grade: its limits, its direction, its exact value."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from merito.numbers import (
    achieved_by_elapsed_days,
    achieved_number,
    achieved_on_time,
    achieved_range,
)

figures = st.one_of(st.integers(0, 30).map(Fraction), st.builds(Fraction, st.integers(0, 2000), st.integers(1, 50)))
positive = figures.filter(bool)
days = st.dates(date(1999, 1, 1), date(2101, 12, 31))
near = st.integers(-500, 800).map(timedelta)
shares = st.builds(Fraction, st.integers(0, 60), st.integers(60, 90))
directions = st.booleans()


@given(figures, figures, directions)
def test_a_grade_is_between_0_and_100(actual: Fraction, target: Fraction, lower: bool) -> None:
    assert 0 <= achieved_number(actual, target, lower_is_better=lower) <= 100


@given(figures, directions)
def test_the_target_itself_is_100(target: Fraction, lower: bool) -> None:
    assert achieved_number(target, target, lower_is_better=lower) == 100


@given(figures, figures)
def test_more_is_never_graded_less_where_higher_is_better(one: Fraction, target: Fraction) -> None:
    more = one + Fraction(1, 7)
    assert achieved_number(one, target, lower_is_better=False) <= achieved_number(more, target, lower_is_better=False)


@given(figures, figures)
def test_more_is_never_graded_more_where_lower_is_better(one: Fraction, target: Fraction) -> None:
    more = one + Fraction(1, 7)
    assert achieved_number(one, target, lower_is_better=True) >= achieved_number(more, target, lower_is_better=True)


@given(positive, shares)
def test_short_of_the_target_the_grade_is_the_share_of_it(target: Fraction, share: Fraction) -> None:
    assert achieved_number(share * target, target, lower_is_better=False) == 100 * share


@given(positive, st.builds(Fraction, st.integers(60, 900), st.integers(1, 60)))
def test_above_a_target_to_stay_under_the_grade_is_the_inverse_of_the_times(target: Fraction, times: Fraction) -> None:
    assert achieved_number(times * target, target, lower_is_better=True) == 100 / times


@given(positive, positive)
def test_the_two_directions_are_each_other_with_the_figures_exchanged(one: Fraction, other: Fraction) -> None:
    assert achieved_number(one, other, lower_is_better=True) == achieved_number(other, one, lower_is_better=False)


@given(figures, figures, positive, directions)
def test_the_unit_of_measure_does_not_count(actual: Fraction, target: Fraction, unit: Fraction, lower: bool) -> None:
    in_unit = achieved_number(unit * actual, unit * target, lower_is_better=lower)
    assert in_unit == achieved_number(actual, target, lower_is_better=lower)


@given(figures, st.sampled_from([-1, 1]), directions)
def test_a_target_of_0_is_all_or_nothing(figure: Fraction, sign: int, lower: bool) -> None:
    actual = sign * figure
    reached = actual <= 0 if lower else actual >= 0
    assert achieved_number(actual, 0, lower_is_better=lower) == (100 if reached else 0)


@given(positive, positive)
def test_below_zero_is_100_where_less_is_better(one: Fraction, target: Fraction) -> None:
    assert achieved_number(-one, target, lower_is_better=True) == 100


@given(positive, figures, st.sampled_from([(1, -1), (-1, -1)]), directions)
def test_a_negative_target_is_refused(one: Fraction, other: Fraction, signs: tuple[int, int], lower: bool) -> None:
    assume(other > 0)
    with pytest.raises(ValueError, match="negative"):
        achieved_number(signs[0] * one, signs[1] * other, lower_is_better=lower)


@given(positive, positive)
def test_a_negative_actual_is_refused_where_more_is_better(one: Fraction, target: Fraction) -> None:
    with pytest.raises(ValueError, match="negative"):
        achieved_number(-one, target, lower_is_better=False)


@given(figures, figures, figures, directions)
def test_a_range_is_100_inside_and_on_its_better_side_alone(
    actual: Fraction, one: Fraction, other: Fraction, lower: bool
) -> None:
    lowest, highest = min(one, other), max(one, other)
    met = actual <= highest if lower else actual >= lowest
    grade = achieved_range(actual, lowest, highest, lower_is_better=lower)
    assert 0 <= grade <= 100
    assert (grade == 100) == met


@given(figures, figures, figures, figures, directions)
def test_the_grade_of_a_range_moves_in_its_direction(
    one: Fraction, other: Fraction, lowest: Fraction, width: Fraction, lower: bool
) -> None:
    less, more = (
        achieved_range(actual, lowest, lowest + width, lower_is_better=lower) for actual in sorted((one, other))
    )
    assert less >= more if lower else less <= more


@given(figures, figures, directions)
def test_a_range_of_one_figure_is_graded_as_that_figure(actual: Fraction, target: Fraction, lower: bool) -> None:
    as_range = achieved_range(actual, target, target, lower_is_better=lower)
    assert as_range == achieved_number(actual, target, lower_is_better=lower)


@given(days, near)
def test_a_day_is_on_time_up_to_the_target_and_never_after(target: date, late: timedelta) -> None:
    assert achieved_on_time(target + late, target) == (100 if late <= timedelta(0) else 0)


@given(days, near)
def test_the_grade_of_elapsed_days_is_between_0_and_100(target: date, late: timedelta) -> None:
    assert 0 < achieved_by_elapsed_days(target + late, target) <= 100


@given(days, near)
def test_elapsed_days_give_100_exactly_to_who_is_on_time(target: date, late: timedelta) -> None:
    assert (achieved_by_elapsed_days(target + late, target) == 100) == (late <= timedelta(0))


@given(days, st.integers(0, 800))
def test_every_day_late_lowers_the_grade_of_elapsed_days(target: date, late: int) -> None:
    grade = achieved_by_elapsed_days(target + timedelta(late), target)
    assert achieved_by_elapsed_days(target + timedelta(late + 1), target) < grade


@given(days, st.data())
def test_in_one_year_elapsed_days_are_the_days_of_the_year(target: date, data: st.DataObject) -> None:
    actual = data.draw(st.dates(target, date(target.year, 12, 31)))
    expected = Fraction(100 * target.timetuple().tm_yday, actual.timetuple().tm_yday)
    assert achieved_by_elapsed_days(actual, target) == expected
