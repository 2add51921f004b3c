"""The yearly pay of a post on the days of a year, as written and as graded again, and what some days are worth."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from merito.model.dossier import Dossier
from merito.model.messages import NOTHING, Sayable
from merito.model.money import CENT_ZERO, PositionValue, Rate
from merito.model.people import Position, Regrading
from merito.numbers import Period, cents_half_up, common, days_of_year, product, split


def rates_of(
    dossier: Dossier,
    position: Position,
    doubt: Callable[[Regrading], Sayable] | None = None,
    *,
    ignored: Callable[[Regrading], bool] | None = None,
) -> tuple[Rate, ...]:
    """The yearly pay of a post on the days of the year: as written, and as graded again; empty if it is not written.

    `doubt` says why another grading may not count; then the pay before it is sure, as far as it is lower. A
    grading that is `ignored` does not count at all, nor one from a later year.
    """
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    again = (row for row in dossier.regradings.of(position=position.id) if row.start <= last)
    rows = sorted((row for row in again if ignored is None or not ignored(row)), key=lambda row: row.start)
    if position.amount is None and (not rows or rows[0].start > first):
        return ()
    found: list[Rate] = []
    if position.amount is not None:
        sure = position.amount
        found.append(Rate(days=Period(first, last), amount=sure, sure=sure, row=position))
    for row in rows:
        why = doubt(row) if doubt is not None else NOTHING
        before = found[-1].sure if found else row.amount
        if found:
            end = row.start - timedelta(days=1)
            found[-1:] = [evolve(found[-1], days=Period(found[-1].days.start, end))] if row.start > first else []
        amounts = (before, row.amount) if why else (row.amount,)
        days = Period(row.start, last)
        found.append(Rate(days=days, amount=max(amounts), sure=min(amounts), row=row, act=row.act, doubt=why))
    return tuple(found)


def worth(rates: Iterable[Rate], periods: Iterable[Period], year: int, *, sure: bool = False) -> Fraction:
    """What some days of a post are worth (euro, exact), or the `sure` part of it."""
    own = tuple(periods)
    parts = ((one.sure if sure else one.amount, common((one.days,), own)) for one in rates)
    days = ((amount, sum(each.days for each in cut)) for amount, cut in parts)
    return sum((product(amount, Fraction(many, days_of_year(year))) for amount, many in days), Fraction(0))


def rates_in(value: PositionValue, year: int) -> tuple[Rate, ...]:
    """The yearly pay of a post on the days of a year, as computed; of one without pay, zero."""
    amount = value.amount or CENT_ZERO
    return value.rates or (Rate(days=whole_year(year), amount=amount, sure=amount),)


def whole_year(year: int) -> Period:
    """All days of a year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def rate_on(rates: Iterable[Rate], day: date) -> Rate | None:
    """The yearly pay of a post on a day of the year, if it is known."""
    return next((one for one in rates if one.days.start <= day <= one.days.end), None)


def pieces(periods: Iterable[Period]) -> Iterator[Period]:
    """The days between the first and the last day of some periods, cut where any of them begins or ends."""
    cuts = sorted({day for one in periods for day in (one.start, one.end + timedelta(days=1))})
    return (Period(start, after - timedelta(days=1)) for start, after in pairwise(cuts))


def dues_by_days(
    amount: Decimal, rates: Sequence[Rate], periods: Sequence[Sequence[Period]], year: int
) -> list[Decimal]:
    """The pay of a post for the days of each holder (euro, cents), out of the `amount` of the year.

    If there are vacant days each is half up to the cent; otherwise the amount is divided to the last cent.
    """
    held = [worth(rates, own, year) for own in periods]
    free = worth(rates, (whole_year(year),), year) - sum(held, Fraction(0))
    single = [cents_half_up(one) for one in held] if free > 0 else []
    if single and sum(single) <= amount:
        return single
    parts = split(amount, {**{str(at): one for at, one in enumerate(held)}, "": free})
    return [parts[str(at)] for at in range(len(held))]
