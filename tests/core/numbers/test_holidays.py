"""Italian national holidays: deadlines mention them, and are not moved by them."""

from datetime import date, timedelta

import pytest

from merito.numbers import first_not_holiday, is_holiday


@pytest.mark.parametrize(
    "day",
    [
        date(2018, 4, 1),
        date(2019, 4, 21),
        date(2020, 4, 12),
        date(2021, 4, 4),
        date(2024, 3, 31),
        date(2038, 4, 25),
        date(2106, 4, 18),
    ],
)
def test_easter_is_the_sunday_of_the_calendar(day: date) -> None:
    """The Monday after it is the only holiday among the Mondays of spring, besides the days of the nation."""
    first = date(day.year, 3, 20)
    mondays = [one for one in (first + timedelta(at) for at in range(42)) if one.weekday() == 0]
    assert [one for one in mondays if is_holiday(one) and one != date(day.year, 4, 25)] == [day + timedelta(1)]


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2021, 1, 31), True),  # a Sunday
        (date(2021, 1, 30), False),  # a Saturday
        (date(2021, 4, 5), True),  # Easter Monday
        (date(2021, 6, 2), True),
        (date(2021, 6, 29), False),  # a holiday only in Rome
        (date(2024, 10, 4), False),
        (date(2027, 10, 4), True),
    ],
)
def test_sundays_and_feasts_are_holidays_and_saturdays_are_not(day: date, holiday: bool) -> None:
    assert is_holiday(day) is holiday


def test_the_first_day_that_is_no_holiday_follows_them_all() -> None:
    assert first_not_holiday(date(2020, 4, 12)) == date(2020, 4, 14)
    assert first_not_holiday(date(2021, 12, 25)) == date(2021, 12, 27)
    assert first_not_holiday(date(2021, 2, 1)) == date(2021, 2, 1)
