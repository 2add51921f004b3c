"""Who is recorded as holding or covering a post, in the register or in the column of the holder, and for which days."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from merito.model.dossier import Dossier
from merito.model.people import Appointment, Position
from merito.numbers import Period

HOLDER, INTERIM = "holder", "interim"
ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Tenure:
    """An appointment with its days, as written or, from the column of the holder, for the whole year."""

    person: str
    position: Position
    days: Period
    row: Appointment | Position


def in_service(dossier: Dossier, person: str, days: Period) -> Period | None:
    """The days within a person's service; None if nothing is left.

    A person without any service in the year keeps them: the data are questioned, and what is due waits (IT-PL.1).
    """
    served = dossier.service_of(person)
    if not served:
        return days
    begun, ended = served[0].start, max(row.end or row.start for row in served)
    start = days.start if begun == date(dossier.year, 1, 1) else max(days.start, begun)
    end = days.end if ended == date(dossier.year, 12, 31) else min(days.end, ended)
    return Period(start, end) if start <= end else None


def written(dossier: Dossier, kind: str, of: Position | None = None) -> Iterator[Tenure]:
    """The appointments of a kind that fall in the year, whether or not their holders were in service."""
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    for position in dossier.positions if of is None else (of,):
        rows = [
            Tenure(person=row.person, position=position, days=Period(row.start or first, row.end or last), row=row)
            for row in dossier.appointments.of(position=position.id, kind=kind)
        ]
        here = [row for row in rows if row.days.start <= last and row.days.end >= first]
        if not here and position.holder and kind == HOLDER:
            here = [Tenure(person=position.holder, position=position, days=Period(first, last), row=position)]
        yield from here
