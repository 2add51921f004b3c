"""What the register of appointments says of the service: since when somebody is a manager, and when somebody retired.

An appointment is conferred by an act; the role in the tables of people and of service describes it, and may be older.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import evolve

from merito.model.people import RETIREMENT, Appointment, Position, Service
from merito.model.rows import Rows
from merito.numbers import Period, apart_from, joined

MANAGER, LEADERS = "manager", ("manager", "secretary_general")
HOLDER, MANAGERIAL = "holder", "dirigenziale"


def of_managers(
    positions: Iterable[Position], appointments: Rows[Appointment], year: int
) -> Mapping[str, tuple[Period, ...]]:
    """The days of the year on which people hold managerial posts by the register, by person."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: dict[str, list[Period]] = defaultdict(list)
    for post in positions:
        if post.type.strip().casefold() != MANAGERIAL:
            continue
        for row in appointments.of(position=post.id, kind=HOLDER):
            start, end = max(row.start or first, first), min(row.end or last, last)
            if start <= end:
                found[row.person].append(Period(start, end))
    return {person: joined(days) for person, days in found.items()}


def retirements(appointments: Iterable[Appointment], year: int) -> Mapping[str, date]:
    """The last day of people who retired from a post in the year and have had no other since, by person."""
    ends: dict[str, date] = {}
    latest: dict[str, date] = {}
    for row in appointments:
        latest[row.person] = max(latest.get(row.person, date.min), row.end or date.max)
        if row.ended_by == RETIREMENT and row.end is not None and row.end.year == year:
            ends[row.person] = max(ends.get(row.person, date.min), row.end)
    return {person: end for person, end in ends.items() if latest[person] <= end}


def parted(rows: Iterable[Service], role: str, managing: tuple[Period, ...]) -> Iterator[Service]:
    """Periods of service, those of another role (`role` if a row names none) parted where the post makes a manager."""
    for row in rows:
        days = Period(row.start, row.end or row.start)
        if not managing or (row.role or role) in LEADERS:
            yield row
            continue
        others = apart_from((days,), managing)
        yield from (evolve(row, start=one.start, end=one.end) for one in others)
        led = apart_from((days,), others)
        yield from (evolve(row, start=one.start, end=one.end, role=MANAGER) for one in led)
