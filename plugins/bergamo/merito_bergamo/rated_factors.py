"""The degree that ratings give a factor, and errors that refuse them: their maximum, their periods, their weights."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from merito import Dossier, Person, Rating, Step
from merito.kit import degree, rows_problems, sections_problems, sibling_weights
from merito.numbers import HUNDRED, Number, Period, Weighted, apart_from, days_in_common, fraction, weighted_mean


def ratings_of(step: Step, person: Person) -> tuple[Rating, ...]:
    """All the ratings of somebody, in the order of the table."""
    return step.dossier.ratings.of(person.id)


class Rated(NamedTuple):
    """The ratings under the name of a factor, and what is wrong with them (Italian)."""

    rows: tuple[Rating, ...] = ()
    problem: str = ""


NOT_RATED = Rated()


def rated_under(step: Step, person: Person, name: str) -> Rated:
    """Somebody's ratings of a factor: rows whose section has its name, or without a section those of that factor."""
    return step.dossier.once(_rated).get((person.id, name), NOT_RATED)


def _rated(dossier: Dossier) -> Mapping[tuple[str, str], Rated]:
    found: dict[tuple[str, str], list[Rating]] = defaultdict(list)
    for row in dossier.ratings:
        found[row.person, row.section or row.factor].append(row)
    return {key: Rated(tuple(rows), rated_problem(key[1], tuple(rows), dossier.year)) for key, rows in found.items()}


def degree_of(ratings: tuple[Rating, ...], year: int) -> Fraction | None:
    """The degree of a factor in percent, from ratings in which `rated_problem` finds nothing."""
    if len(ratings) == 1:
        return degree(ratings)
    by_factor = _by_factor(ratings)
    weights: tuple[Number, ...] = sibling_weights([rows[0].weight for rows in by_factor]) or (1,) * len(by_factor)
    degrees = [_over_the_year(rows, year) for rows in by_factor]
    return weighted_mean(Weighted(degree, weight) for degree, weight in zip(degrees, weights, strict=True))


def rated_problem(name: str, ratings: tuple[Rating, ...], year: int) -> str:
    """What is wrong with the ratings of a factor (Italian), or nothing."""
    by_factor = _by_factor(ratings)
    found = [
        *rows_problems(ratings),
        *filter(None, (_periods_problem(rows, year) for rows in by_factor)),
        *sections_problems([rows[0] for rows in by_factor]),
    ]
    return f"fattore {name}: {'; '.join(found)}" if found else ""


def unrated(ratings: tuple[Rating, ...], served: Sequence[Period], year: int) -> Iterator[tuple[str, int]]:
    """The factors rated for periods that leave days of service without a rating, each with those days."""
    for rows in _by_factor(ratings) if any(row.start or row.end for row in ratings) else ():
        days = sum(period.days for period in apart_from(served, (_days(row, year) for row in rows)))
        if days:
            yield rows[0].factor, days


def _by_factor(ratings: tuple[Rating, ...]) -> list[list[Rating]]:
    if len(ratings) == 1:
        return [list(ratings)]
    return [list(rows) for _, rows in groupby(sorted(ratings, key=_name), _name)]


def _name(row: Rating) -> str:
    return row.factor.casefold()


def _days(row: Rating, year: int) -> Period:
    return Period(row.start or date(year, 1, 1), row.end or date(year, 12, 31))


def _periods_problem(rows: list[Rating], year: int) -> str:
    """What is wrong with the periods of one factor (Italian): outside the year, overlapping, different weights."""
    if len(rows) == 1 and rows[0].start is None and rows[0].end is None:
        return ""
    whole, factor_name = Period(date(year, 1, 1), date(year, 12, 31)), rows[0].factor
    periods = sorted(_days(row, year) for row in rows)
    if any(not days_in_common(period, whole) for period in periods):
        return f"{factor_name} è valutato per un periodo fuori dal {year}"
    if any(after.start <= before.end for before, after in pairwise(periods)):
        return f"{factor_name} ha due valutazioni per gli stessi giorni"
    return f"{factor_name} ha pesi diversi nei suoi periodi" if len({row.weight for row in rows}) > 1 else ""


def _over_the_year(rows: Sequence[Rating], year: int) -> Fraction:
    """The degree of one factor rated once, or several times for several periods: by the days of each."""
    if len(rows) == 1:
        return degree(rows)
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    parts = [
        Weighted(
            fraction(row.points) / fraction(row.max or 1) * HUNDRED,
            days_in_common(_days(row, year), whole),
        )
        for row in rows
    ]
    return weighted_mean(parts) or Fraction(0)
