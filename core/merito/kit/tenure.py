"""Who holds a position on which days of the year, up to the day before an act that ends it.

A regulation says which acts end a holding; without them an appointment stands as it is written. Nobody holds a post
before the first day of service in the year or after the last one, whatever is written. Days in between without service,
leave perhaps, stay the holder's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby, pairwise

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.model.acts import Act
from merito.model.dossier import Dossier
from merito.model.people import Appointment, Position
from merito.numbers import Period, apart_from

HOLDER, INTERIM, MANAGERIAL = "holder", "interim", "dirigenziale"
ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Tenure:
    """An appointment with its days, as it is written or, from the column of the holder, for the whole year."""

    person: str
    position: Position
    days: Period
    row: Appointment | Position


@frozen(kw_only=True)
class Holding:
    """Somebody on a position in the year: the days, in one stretch or several; `revoked` by an act of the year.

    Whoever is revoked on 1 January has no days; `rows` hold also the appointments that give none. `unserved` are days
    that are written as held before the service begins or after its end: nobody's.
    """

    person: str
    position: Position
    stretches: tuple[Tenure, ...]
    rows: tuple[Appointment | Position, ...]
    revoked: Act | None = None
    unserved: tuple[Period, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(one.days for one in self.stretches)

    @property
    def days(self) -> int:
        return sum(period.days for period in self.periods)


def staff_positions(dossier: Dossier) -> list[Position]:
    """The posizioni organizzative: every post whose type is not `dirigenziale`."""
    return [one for one in dossier.positions if not managerial(one)]


def managerial(position: Position) -> bool:
    """Whether a post is a manager's, and no posizione organizzativa."""
    return position.type.strip().casefold() == MANAGERIAL


def held(step: Step, position: Position, ended_by: str = "", kind: str = HOLDER) -> tuple[Holding, ...]:
    """Who holds a position in the year, in the order of the first day; also whoever an act revoked at once.

    `kind` is holder or interim. The acts in effect of the kind `ended_by` end what their subject holds, a position or a
    person. Everybody's tenures are found once in a run.
    """
    return step.once(_holdings(kind, ended_by)).by_position.get(position.id, ())


def posts_of(step: Step, person: str, ended_by: str = "", kind: str = HOLDER) -> tuple[Holding, ...]:
    """The positions that somebody holds in the year, in the order of their table: the same that `held` gives."""
    return step.once(_holdings(kind, ended_by)).by_person.get(person, ())


def tenures(dossier: Dossier, kind: str = HOLDER, of: Position | None = None) -> Iterator[Tenure]:
    """The appointments of a kind that fall in the year, to every position or to one, for the days of service.

    Where a post has no holder among them, its column of the holder stands for the year.
    """
    for row in _written(dossier, kind, of):
        days = _in_service(dossier, row.person, row.days)
        if days is not None:
            yield row if days == row.days else evolve(row, days=days)


def _in_service(dossier: Dossier, person: str, days: Period) -> Period | None:
    """What is left of days without those before somebody's service or after it; None where nothing is.

    Whoever has no service at all in the year keeps them: the data are asked about, and what is due waits (IT-PL.1).
    """
    served = dossier.service_of(person)
    if not served:
        return days
    begun, ended = served[0].start, max(row.end or row.start for row in served)
    start = days.start if begun == date(dossier.year, 1, 1) else max(days.start, begun)
    end = days.end if ended == date(dossier.year, 12, 31) else min(days.end, ended)
    return Period(start, end) if start <= end else None


def _written(dossier: Dossier, kind: str, of: Position | None = None) -> Iterator[Tenure]:
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


@frozen
class _Everybody:
    """Who holds what in the year, by the position and by the person."""

    by_position: Mapping[str, tuple[Holding, ...]]
    by_person: Mapping[str, tuple[Holding, ...]]


@frozen(cache_hash=True)
class _Holdings:
    """How everybody's tenures of a kind are found, where acts of a kind end them."""

    kind: str
    ended_by: str

    def __call__(self, step: Step) -> _Everybody:
        every = list(_written(step.dossier, self.kind))
        ended = step.acts_of(self.ended_by) if self.ended_by else ()
        revoked: dict[int, Act] = {}
        for row, act in _endings(step.dossier, every, ended):
            revoked.setdefault(id(row.row), act)  # the first ends it, and the next its successor
        by_position: dict[str, tuple[Holding, ...]] = {}
        by_person: dict[str, list[Holding]] = defaultdict(list)
        for identifier, rows in groupby(every, lambda row: row.position.id):
            by_position[identifier] = tuple(_in_order(step.dossier, list(rows), revoked))
            for one in by_position[identifier]:
                by_person[one.person].append(one)
        return _Everybody(by_position, {person: tuple(posts) for person, posts in by_person.items()})


@lru_cache
def _holdings(kind: str, ended_by: str) -> _Holdings:
    return _Holdings(kind, ended_by)


def _in_order(dossier: Dossier, rows: list[Tenure], revoked: Mapping[int, Act]) -> list[Holding]:
    """Who holds a position, in the order of the first day."""
    by_person = groupby(sorted(rows, key=lambda row: (row.person, row.days)), lambda row: row.person)
    found = [_held(dossier, rows[0].position, person, list(own), revoked) for person, own in by_person]
    kept = [one for one in found if one.periods or one.revoked or one.unserved]
    return sorted(kept, key=lambda one: (one.periods[0].start if one.periods else date.max, one.person))


def _held(dossier: Dossier, position: Position, person: str, rows: list[Tenure], revoked: Mapping[int, Act]) -> Holding:
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    stretches: list[Tenure] = []
    unserved: list[Period] = []
    for row in rows:
        act = revoked.get(id(row.row))
        end = min(row.days.end, last, act.takes_effect - ONE_DAY if act else last)
        start = max(row.days.start, first)
        if start > end:
            continue
        written = Period(start, end)
        served = _in_service(dossier, person, written)
        unserved += apart_from((written,), (served,) if served else ())
        if served:
            stretches.append(evolve(row, days=served))
    acts = [revoked[id(row.row)] for row in rows if id(row.row) in revoked]
    of_the_year = [act for act in acts if act.takes_effect.year == dossier.year]
    return Holding(
        person=person,
        position=position,
        stretches=tuple(stretches),
        rows=tuple(row.row for row in rows),
        revoked=of_the_year[0] if of_the_year else None,
        unserved=tuple(unserved),
    )


def _endings(dossier: Dossier, rows: list[Tenure], ended: Iterable[Act]) -> Iterator[tuple[Tenure, Act]]:
    """What each act ends: an appointment that began before it, and may already end the day before.

    One that begins on the very day is the successor's, unless no other of any kind, in any year, is there to be ended.
    """
    last = date(dossier.year, 12, 31)
    about: dict[str | None, list[Tenure]] = defaultdict(list)
    for row in rows:
        for subject in _subjects(row.row):
            about[subject].append(row)
    spans = dossier.once(_spans)
    for act in sorted(ended, key=lambda act: act.takes_effect):
        day = act.takes_effect
        if day > last:
            continue
        standing = [row for row in about[act.subject] if row.days.start <= day <= row.days.end + ONE_DAY]
        earlier = [row for row in standing if row.days.start < day]
        before = any(start < day <= end + ONE_DAY for start, end in spans.get(act.subject or "", ()))
        yield from ((row, act) for row in (earlier if earlier or before else standing))


def _spans(dossier: Dossier) -> Mapping[str, Sequence[Period]]:
    """From when to when everybody holds or covers a post, in this year or another, by the post and by the person."""
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    found: dict[str, list[Period]] = defaultdict(list)

    def note(row: Appointment | Position, days: Period) -> None:
        for subject in _subjects(row):
            found[subject].append(days)

    for row in dossier.appointments:
        note(row, Period(row.start or first, row.end or last))
    for one in _written(dossier, HOLDER):
        if isinstance(one.row, Position):
            note(one.row, one.days)
    return found


def _subjects(row: Appointment | Position) -> tuple[str, str]:
    """The post and the person of a tenure, as acts name them."""
    post, person = (row.id, row.holder) if isinstance(row, Position) else (row.position, row.person)
    return f"position:{post}", f"person:{person}"


def at_once(holders: Iterable[Holding]) -> Iterator[tuple[Holding, Holding]]:
    """Pairs of holders of one position whose days overlap."""
    stretches = sorted(((period, one) for one in holders for period in one.periods), key=lambda pair: pair[0])
    return ((one, other) for (days, one), (after, other) in pairwise(stretches) if after.start <= days.end)
