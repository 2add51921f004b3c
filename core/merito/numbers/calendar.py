"""Calendar arithmetic: months that end on the same day number, joined periods, days of a year, national holidays.

The first day of a term does not count and the last one does; holidays shift nothing. The patron's day of a
municipality is no national holiday.
"""

from calendar import isleap, monthrange
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

DAYS_OF_A_MONTH = 30
ONE_DAY = timedelta(days=1)
SUNDAY = 6
FIXED = frozenset({(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)})
SAINT_FRANCIS, SAINT_FRANCIS_SINCE = (10, 4), 2026  # L. 151/2025


class Period(NamedTuple):
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier), or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 in other years."""
    return add_months(day, 12 * years)


def last_of_years(first: date, years: int) -> date:
    """The last day of some years that begin on a day: the one before the anniversary.

    From 29 February, where that has none, it is 28 February (art. 2963 c. 5 c.c.).
    """
    anniversary = add_years(first, years)
    return anniversary - timedelta(days=1) if anniversary.day == first.day else anniversary


def days_of_year(year: int) -> int:
    """365 or 366."""
    return 366 if isleap(year) else 365


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods in order, with overlapping and consecutive ones joined.

    Raises ValueError on a period that ends before it starts.
    """
    result: list[Period] = []
    for period in sorted(periods):
        if period.end < period.start:
            raise ValueError(f"a period ends before it starts: {period.start} - {period.end}")
        if result and (period.start - result[-1].end).days <= 1:
            result[-1] = Period(result[-1].start, max(result[-1].end, period.end))
        else:
            result.append(period)
    return tuple(result)


def _whole_months(period: Period) -> int:
    after = period.end + timedelta(days=1)
    months = (after.year - period.start.year) * 12 + after.month - period.start.month
    return months if add_months(period.start, months) <= after else months - 1


def length_in_months(periods: Iterable[Period], within: Period | None = None) -> Fraction:
    """Whole calendar months of each joined period, plus the remaining days as thirtieths of a month.

    1 January to 31 May is exactly 5; one day more is 5 + 1/30. `within` limits the periods to a year.
    """
    total = Fraction(0)
    for period in joined(periods):
        cut = _cut(period, within) if within else period
        if cut is None:
            continue
        months = _whole_months(cut)
        left = (cut.end + timedelta(days=1) - add_months(cut.start, months)).days
        total += months + Fraction(left, DAYS_OF_A_MONTH)
    return total


def apart_from(periods: Iterable[Period], others: Iterable[Period]) -> tuple[Period, ...]:
    """What remains of some periods, joined, without the days of others."""
    left = joined(periods)
    for other in joined(others):
        left = tuple(piece for one in left for piece in _pieces(one, other))
    return left


def common(periods: Iterable[Period], others: Iterable[Period]) -> tuple[Period, ...]:
    """The days that are in both of two sets of periods, joined."""
    own = joined(periods)
    return apart_from(own, apart_from(own, others))


def _pieces(one: Period, other: Period) -> Iterator[Period]:
    if not days_in_common(one, other):
        yield one
        return
    if one.start < other.start:
        yield Period(one.start, other.start - timedelta(days=1))
    if other.end < one.end:
        yield Period(other.end + timedelta(days=1), one.end)


def _cut(period: Period, within: Period) -> Period | None:
    start, end = max(period.start, within.start), min(period.end, within.end)
    return Period(start, end) if start <= end else None


def days_in_common(period: Period, within: Period) -> int:
    """How many days two periods share."""
    common = _cut(period, within)
    return common.days if common else 0


def meet(periods: Iterable[Period], others: Collection[Period]) -> bool:
    """Whether two sets of periods have a day in common."""
    return any(days_in_common(one, other) for one in periods for other in others)


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
