"""Who holds a position on which days of the year, up to the day before a revocation (arts. 26 and 27)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from attrs import frozen

from merito import Act, Appointment, Position, Step, first_of
from merito.numbers import Period

HOLDER, MANAGERIAL = "holder", "dirigenziale"
REVOCATION = "position_revocation"
ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Held:
    """A person on a position from one day of the year to another, both included; `revoked` by an act.

    After a revocation before the year it has no days.
    """

    person: str
    position: Position
    start: date
    end: date
    row: Appointment | Position
    revoked: Act | None = None

    def revoked_in(self, year: int) -> bool:
        """Whether the revocation has effect within a year."""
        return self.revoked is not None and day_of(self.revoked).year == year

    @property
    def days(self) -> int:
        return Period(self.start, self.end).days if self.start <= self.end else 0


def staff_positions(step: Step) -> list[Position]:
    """The posizioni organizzative: every post whose type is not `dirigenziale`."""
    return [one for one in step.dossier.positions if one.type.strip().casefold() != MANAGERIAL]


def held(step: Step, position: Position) -> list[Held]:
    """The holders of a position in the year, in the order of their days."""
    rows: list[tuple[str, Period, Appointment | Position]] = [
        (row.person, Period(row.start or date.min, row.end or date.max), row)
        for row in step.dossier.appointments
        if row.position == position.id and row.kind == HOLDER
    ]
    if not rows and position.holder:
        rows = [(position.holder, Period(date.min, date.max), position)]
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    found = [
        _held(step, position, person, days, row)
        for person, days, row in rows
        if days.start <= last and days.end >= first
    ]
    return sorted(found, key=lambda one: (one.start, one.person))


def _held(step: Step, position: Position, person: str, days: Period, row: Appointment | Position) -> Held:
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    revocation = _revocation(step, position, person, days)
    end = min(days.end, last)
    if revocation is not None:
        end = min(end, day_of(revocation) - ONE_DAY)
    return Held(person=person, position=position, start=max(days.start, first), end=end, row=row, revoked=revocation)


def day_of(revocation: Act) -> date:
    """The day from which a revocation takes the pay away: that of the act, or the later one of its effect."""
    return max(revocation.date, revocation.effective or revocation.date)


def _revocation(step: Step, position: Position, person: str, days: Period) -> Act | None:
    """The first act that takes the position away from its holder; an appointment may already end the day before it."""
    about = (f"position:{position.id}", f"person:{person}")
    last = days.end if days.end == date.max else days.end + ONE_DAY
    acts = [act for act in step.acts_of(REVOCATION) if act.subject in about]
    return first_of(act for act in acts if days.start <= day_of(act) <= last)


def at_once(holders: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Pairs of holders of one position whose days overlap."""
    serving = [one for one in holders if one.days]
    return ((one, other) for one, other in pairwise(serving) if other.start <= one.end)
