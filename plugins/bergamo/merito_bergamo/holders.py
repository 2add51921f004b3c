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
    """A person on a position from one day of the year to another, both included; `revoked` by an act."""

    person: str
    position: Position
    start: date
    end: date
    row: Appointment | Position
    revoked: Act | None = None

    @property
    def days(self) -> int:
        return Period(self.start, self.end).days if self.start <= self.end else 0


def staff_positions(step: Step) -> list[Position]:
    """The posizioni organizzative: every post whose type is not `dirigenziale`."""
    return [one for one in step.dossier.positions if one.type.strip().casefold() != MANAGERIAL]


def held(step: Step, position: Position) -> list[Held]:
    """The holders of a position in the year, in the order of their days."""
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    rows = [
        (row.person, row.start or first, row.end or last, row)
        for row in step.dossier.appointments
        if row.position == position.id and row.kind == HOLDER
    ]
    if not rows and position.holder:
        found = [_held(step, position, position.holder, Period(first, last), position)]
    else:
        found = [
            _held(step, position, person, Period(max(start, first), min(end, last)), row)
            for person, start, end, row in rows
            if start <= last and end >= first
        ]
    return sorted(found, key=lambda one: (one.start, one.person))


def _held(step: Step, position: Position, person: str, days: Period, row: Appointment | Position) -> Held:
    revocation = _revocation(step, position, person, days)
    end = days.end if revocation is None else (revocation.effective or revocation.date) - ONE_DAY
    return Held(person=person, position=position, start=days.start, end=end, row=row, revoked=revocation)


def _revocation(step: Step, position: Position, person: str, days: Period) -> Act | None:
    """The first act that takes the position away from its holder within those days."""
    about = (f"position:{position.id}", f"person:{person}")
    acts = [act for act in step.acts_of(REVOCATION) if act.subject in about]
    return first_of(act for act in acts if days.start <= (act.effective or act.date) <= days.end)


def at_once(holders: list[Held]) -> Iterator[tuple[Held, Held]]:
    """Pairs of holders of one position whose days overlap."""
    return ((one, other) for one, other in pairwise(holders) if other.start <= one.end)
