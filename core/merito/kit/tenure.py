"""Who holds a position on which days of the year, up to the day before an act that ends it.

A regulation says which acts end a holding; without them an appointment is taken as written. Nobody holds a post before
the first day of service in the year or after the last one, whatever is written. Days without service in between,
perhaps leave, remain the holder's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.written import HOLDER, ONE_DAY, Tenure, endings, in_service, written
from merito.model.acts import Act
from merito.model.dossier import Dossier
from merito.model.people import Appointment, Position
from merito.numbers import Period, apart_from

MANAGERIAL = "dirigenziale"


@frozen(kw_only=True)
class Holding:
    """A person on a position in the year: the days, in one period or several; `revoked` by an act of the year.

    A person revoked on 1 January has no days. `rows` includes appointments that give no days. `unserved` are days
    written before the service begins or after it ends: nobody's.
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
    """Whether a post is managerial, and no posizione organizzativa."""
    return position.type.strip().casefold() == MANAGERIAL


def held(step: Step, position: Position, ended_by: str = "", kind: str = HOLDER) -> tuple[Holding, ...]:
    """Who holds a position in the year, in the order of the first day, including people revoked on the first day.

    `kind` is holder or interim. The acts in effect of the kind `ended_by` end what their subject holds, a position or a
    person. Everybody's tenures are computed once per run.
    """
    return step.once(_holdings(kind, ended_by)).by_position.get(position.id, ())


def posts_of(step: Step, person: str, ended_by: str = "", kind: str = HOLDER) -> tuple[Holding, ...]:
    """The positions that a person holds in the year, in the order of their table, consistent with `held`."""
    return step.once(_holdings(kind, ended_by)).by_person.get(person, ())


def tenures(dossier: Dossier, kind: str = HOLDER, of: Position | None = None) -> Iterator[Tenure]:
    """The appointments of a kind that fall in the year, to every position or to one, limited to the days of service.

    If a post has no holder among them, its column of the holder counts for the year.
    """
    for row in written(dossier, kind, of):
        days = in_service(dossier, row.person, row.days)
        if days is not None:
            yield row if days == row.days else evolve(row, days=days)


@frozen
class _Everybody:
    """Who holds what in the year, by the position and by the person."""

    by_position: Mapping[str, tuple[Holding, ...]]
    by_person: Mapping[str, tuple[Holding, ...]]


@frozen(cache_hash=True)
class _Holdings:
    """Computes everybody's tenures of a kind, with the acts of a kind that end them."""

    kind: str
    ended_by: str

    def __call__(self, step: Step) -> _Everybody:
        every = list(written(step.dossier, self.kind))
        ended = step.acts_of(self.ended_by) if self.ended_by else ()
        revoked: dict[int, Act] = {}
        for row, act in endings(step.dossier, every, ended):
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
        served = in_service(dossier, person, written)
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


def at_once(holders: Iterable[Holding]) -> Iterator[tuple[Holding, Holding]]:
    """Pairs of holders of one position whose days overlap."""
    stretches = sorted(((period, one) for one in holders for period in one.periods), key=lambda pair: pair[0])
    return ((one, other) for (days, one), (after, other) in pairwise(stretches) if after.start <= days.end)
