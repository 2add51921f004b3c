"""Parts of the year: how long rows with days last in it, of everybody."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Protocol

from merito.contract.step import Step
from merito.kit.leave import never_counts
from merito.kit.series import Axis, How, Series, exact
from merito.numbers import Period, apart_from, length_in_months


class Days(Protocol):
    """A row with a first and a last day: an absence, a period served, an appointment."""

    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...


def months(step: Step, axis: Axis, rows: Callable[[str], Sequence[Days]], name: str) -> Series:
    """The months of the cycle's year that fall in the rows of each (`step.dossier.absences.of`): told as `name`.

    Whole calendar months, and thirtieths; days that stand twice count once. Without a first or a last day, it is that
    of the year.
    """
    year = Period(date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31))
    found = [
        length_in_months([Period(row.start or year.start, row.end or year.end) for row in rows(one)], within=year)
        for one in axis.ids
    ]
    return exact(axis, found, {}, How(inputs=partial(_rows, axis, rows), name=name))


def months_away(step: Step, axis: Axis, name: str = "mesi di assenza") -> Series:
    """The months of the cycle's year in which each was absent, of absences that count: told as `name`.

    One that is marked as not counting does not, and no day of leave that never counts (IT-9.3), even where another
    absence runs on the same day. One of which nobody has said it counts.
    """
    year = Period(date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31))
    found = []
    for one in axis.ids:
        rows = [(Period(row.start, row.end), row) for row in step.dossier.absences.of(one)]
        counted = (days for days, row in rows if row.counts is not False)
        never = (days for days, row in rows if never_counts(step, row))
        found.append(length_in_months(apart_from(counted, never), within=year) if rows else Fraction(0))
    return exact(axis, found, {}, How(inputs=partial(_rows, axis, step.dossier.absences.of), name=name))


def _rows(axis: Axis, rows: Callable[[str], Sequence[Days]], at: int) -> tuple[Days, ...]:
    return tuple(rows(axis.ids[at]))
