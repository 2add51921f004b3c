"""Properties of every date: months later, periods joined, their length, the days they share."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from merito.numbers import (
    Period,
    add_months,
    add_years,
    apart_from,
    days_in_common,
    days_of_year,
    joined,
    last_of_years,
    length_in_months,
)

DAY = timedelta(1)
dates = st.dates(date(1990, 1, 1), date(2090, 12, 31))
months = st.integers(-600, 600)
periods = st.tuples(st.dates(date(2019, 11, 1), date(2021, 3, 31)), st.integers(0, 200)).map(
    lambda pair: Period(pair[0], pair[0] + pair[1] * DAY)
)
many = st.lists(periods, max_size=5)


def every_day(of: Period) -> set[date]:
    return {of.start + number * DAY for number in range((of.end - of.start).days + 1)}


def union(of: list[Period]) -> set[date]:
    return {day for period in of for day in every_day(period)}


def month(index: int) -> Period:
    """The whole calendar month `index` months after January 2019."""
    year, number = 2019 + index // 12, index % 12 + 1
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


@given(dates, months)
def test_add_months_lands_in_the_month_so_many_months_away(day: date, number: int) -> None:
    later = add_months(day, number)
    assert 12 * later.year + later.month == 12 * day.year + day.month + number


@given(dates, months)
def test_add_months_keeps_the_day_number_or_takes_the_last_of_a_shorter_month(day: date, number: int) -> None:
    later = add_months(day, number)
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(dates, months)
def test_months_added_and_taken_away_come_back_or_some_days_earlier(day: date, number: int) -> None:
    back = add_months(add_months(day, number), -number)
    assert back <= day <= back + 3 * DAY
    if day.day <= 28:
        assert back == day


@given(dates.filter(lambda day: day.day <= 28), months, months)
def test_up_to_the_28th_months_add_up(day: date, one: int, other: int) -> None:
    assert add_months(add_months(day, one), other) == add_months(day, one + other)


@given(dates, dates, months)
def test_add_months_keeps_the_order_of_days(one: date, other: date, number: int) -> None:
    assert add_months(min(one, other), number) <= add_months(max(one, other), number)


@given(dates, st.integers(-50, 50))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    later = add_years(day, years)
    assert later == add_months(day, 12 * years)
    assert (later.year, later.month) == (day.year + years, day.month)


@given(dates, st.integers(1, 50))
def test_years_end_on_the_day_before_their_anniversary(day: date, years: int) -> None:
    last, anniversary = last_of_years(day, years), add_years(day, years)
    from_29_to_28 = anniversary.day != day.day
    assert last == (anniversary if from_29_to_28 else anniversary - DAY)
    assert (last.month, last.day) == (2, 28) or not from_29_to_28


@given(st.integers(1583, 9998))
def test_the_days_of_a_year_are_those_between_its_first_and_the_next(year: int) -> None:
    assert days_of_year(year) == (date(year + 1, 1, 1) - date(year, 1, 1)).days


@given(periods)
def test_the_days_of_a_period_count_both_ends(period: Period) -> None:
    assert period.days == len(every_day(period))


@given(many)
def test_joined_periods_hold_the_same_days(found: list[Period]) -> None:
    assert union(list(joined(found))) == union(found)


@given(many)
def test_joined_periods_stand_in_order_with_a_free_day_between(found: list[Period]) -> None:
    assert all(before.end + DAY < after.start for before, after in pairwise(joined(found)))


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_the_periods_does_not_count(found: list[Period], chance: Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert joined(shuffled) == joined(found)
    assert length_in_months(iter(shuffled)) == length_in_months(found)


@given(many, st.none() | periods)
def test_a_period_given_twice_counts_once(found: list[Period], within: Period | None) -> None:
    assert length_in_months(found + found, within) == length_in_months(found, within)


@given(st.sets(st.integers(0, 60)))
def test_whole_months_count_one_each_separated_or_not(indexes: set[int]) -> None:
    assert length_in_months(month(index) for index in indexes) == len(indexes)


@given(dates, st.integers(0, 60))
def test_from_a_day_to_the_eve_of_the_same_day_months_later_is_exactly_those_months(day: date, number: int) -> None:
    end = add_months(day, number) - DAY
    assert length_in_months([Period(day, end)] if number else []) == number


@given(dates, st.integers(0, 60), st.integers(1, 27))
def test_days_after_whole_months_are_thirtieths(day: date, number: int, left: int) -> None:
    end = add_months(day, number) + (left - 1) * DAY
    assert length_in_months([Period(day, end)]) == number + Fraction(left, 30)


@given(many)
def test_the_length_of_separated_periods_is_the_sum_of_their_lengths(found: list[Period]) -> None:
    assert length_in_months(found) == sum(length_in_months([period]) for period in joined(found))


@given(many)
def test_the_length_is_between_the_days_over_31_and_the_days_over_28(found: list[Period]) -> None:
    days = len(union(found))
    assert Fraction(days, 31) <= length_in_months(found) <= Fraction(days, 28)


@given(periods)
def test_a_day_more_at_either_end_never_shortens(period: Period) -> None:
    length = length_in_months([period])
    assert length_in_months([period._replace(end=period.end + DAY)]) >= length
    assert length_in_months([period._replace(start=period.start - DAY)]) >= length


@given(many, periods)
def test_within_counts_only_the_joined_days_that_fall_in_it(found: list[Period], within: Period) -> None:
    cut = [
        Period(max(one.start, within.start), min(one.end, within.end))
        for one in joined(found)
        if one.start <= within.end and within.start <= one.end
    ]
    assert length_in_months(found, within) == length_in_months(cut)


@given(periods, periods)
def test_days_in_common_are_the_days_that_both_hold(one: Period, other: Period) -> None:
    assert days_in_common(one, other) == len(every_day(one) & every_day(other))


@given(dates, st.integers(0, 5), st.integers(0, 5))
def test_periods_that_only_touch_share_no_day(day: date, before: int, after: int) -> None:
    assert days_in_common(Period(day - before * DAY, day), Period(day + DAY, day + (1 + after) * DAY)) == 0


@given(many, many)
def test_periods_apart_from_others_hold_the_days_that_the_others_do_not(
    found: list[Period], others: list[Period]
) -> None:
    left = apart_from(found, others)
    assert union(list(left)) == union(found) - union(others)
    assert joined(left) == left
