"""National holidays in Italy (L. 260/1949): Sundays, fixed days, and Easter Monday.

The patron's day of a municipality is not among them.
"""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SUNDAY = 6
FIXED = frozenset({(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)})
SAINT_FRANCIS, SAINT_FRANCIS_SINCE = (10, 4), 2026  # L. 151/2025


def is_holiday(day: date) -> bool:
    """Whether a day is a holiday, Sundays included."""
    of_year = (day.month, day.day)
    if day.weekday() == SUNDAY or of_year in FIXED or day == easter(day.year) + ONE_DAY:
        return True
    return of_year == SAINT_FRANCIS and day.year >= SAINT_FRANCIS_SINCE


def first_not_holiday(day: date) -> date:
    """The day itself, or the first day after it that is not a holiday."""
    while is_holiday(day):
        day += ONE_DAY
    return day


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the computus."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, place = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, place + 1)
