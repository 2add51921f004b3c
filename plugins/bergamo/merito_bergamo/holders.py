"""Who holds a position on which days of the year, up to the day before a revocation (arts. 26 and 27)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

from attrs import frozen

from merito import Act, Appointment, Position, Step
from merito.numbers import Period

HOLDER, MANAGERIAL = "holder", "dirigenziale"
REVOCATION = "position_revocation"
ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Row:
    """An appointment with its days, as it is written or, from the column of the holder, for the whole year."""

    person: str
    position: Position
    days: Period
    row: Appointment | Position


@frozen(kw_only=True)
class Held:
    """Somebody on a position in the year: the days, in one stretch or several; `revoked` by an act of the year.

    Whoever is revoked on 1 January has no days.
    """

    person: str
    position: Position
    periods: tuple[Period, ...]
    rows: tuple[Appointment | Position, ...]
    revoked: Act | None = None

    @property
    def days(self) -> int:
        return sum(period.days for period in self.periods)


def staff_positions(step: Step) -> list[Position]:
    """The posizioni organizzative: every post whose type is not `dirigenziale`."""
    return [one for one in step.dossier.positions if not managerial(one)]


def managerial(position: Position) -> bool:
    """Whether a post is a manager's, and no posizione organizzativa."""
    return position.type.strip().casefold() == MANAGERIAL


def held(step: Step, position: Position) -> list[Held]:
    """The holders of a position in the year, in the order of their first day; one whom an act revoked is there too."""
    rows = [row for row in rows_of_the_year(step) if row.position.id == position.id]
    revoked = {id(row.row): act for row, act in _revocations(step)}
    by_person = groupby(sorted(rows, key=lambda row: (row.person, row.days)), lambda row: row.person)
    found = [_held(step, position, person, list(own), revoked) for person, own in by_person]
    kept = [one for one in found if one.periods or one.revoked]
    return sorted(kept, key=lambda one: (one.periods[0].start if one.periods else date.max, one.person))


def rows_of_the_year(step: Step) -> Iterator[Row]:
    """The appointments that fall in the year; where a post has none, its column of the holder stands for the year."""
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    for position in step.dossier.positions:
        rows = [
            Row(person=row.person, position=position, days=Period(row.start or first, row.end or last), row=row)
            for row in step.dossier.appointments
            if row.position == position.id and row.kind == HOLDER
        ]
        here = [row for row in rows if row.days.start <= last and row.days.end >= first]
        if not here and position.holder:
            here = [Row(person=position.holder, position=position, days=Period(first, last), row=position)]
        yield from here


def _held(step: Step, position: Position, person: str, rows: list[Row], revoked: dict[int, Act]) -> Held:
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    periods: list[Period] = []
    for row in rows:
        act = revoked.get(id(row.row))
        end = min(row.days.end, last, day_of(act) - ONE_DAY if act else last)
        start = max(row.days.start, first)
        if start <= end:
            periods.append(Period(start, end))
    acts = [revoked[id(row.row)] for row in rows if id(row.row) in revoked]
    of_the_year = [act for act in acts if day_of(act).year == step.dossier.year]
    return Held(
        person=person,
        position=position,
        periods=tuple(periods),
        rows=tuple(row.row for row in rows),
        revoked=of_the_year[0] if of_the_year else None,
    )


def day_of(revocation: Act) -> date:
    """The day from which a revocation takes the pay away: that of the act, or the later one of its effect."""
    return max(revocation.date, revocation.effective or revocation.date)


def _revocations(step: Step) -> Iterator[tuple[Row, Act]]:
    """What each revocation ends: an appointment that began before it, and may already end the day before.

    One that begins on the very day is the successor's, unless nothing else is there to be ended.
    """
    last = date(step.dossier.year, 12, 31)
    rows = list(rows_of_the_year(step))
    for act in sorted(step.acts_of(REVOCATION), key=day_of):
        day = day_of(act)
        if day > last:
            continue
        hit = [row for row in rows if act.subject in (f"position:{row.position.id}", f"person:{row.person}")]
        standing = [row for row in hit if row.days.start <= day <= row.days.end + ONE_DAY]
        earlier = [row for row in standing if row.days.start < day]
        yield from ((row, act) for row in earlier or standing)


def at_once(holders: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Pairs of holders of one position whose days overlap."""
    stretches = sorted(((period, one) for one in holders for period in one.periods), key=lambda pair: pair[0])
    return ((one, other) for (days, one), (after, other) in pairwise(stretches) if after.start <= days.end)
