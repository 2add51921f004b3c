"""Who is recorded as holding or covering a post, for which days; and which appointment an act ends."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from attrs import frozen

from merito.kit.roles import period_of
from merito.model.acts import Act
from merito.model.dossier import Dossier
from merito.model.messages import NOTHING, Message, Ref, say
from merito.model.people import EXPIRY, REORGANISATION, REVOCATION, Appointment, Position
from merito.numbers import Period, common

HOLDER, INTERIM = "holder", "interim"
MANAGERIAL = "dirigenziale"
ONE_DAY = timedelta(days=1)


def staff_positions(dossier: Dossier) -> list[Position]:
    """The posizioni organizzative: every post whose type is not `dirigenziale`."""
    return [one for one in dossier.positions if not managerial(one)]


def managerial(position: Position) -> bool:
    """Whether a post is managerial, and no posizione organizzativa."""
    return position.type.strip().casefold() == MANAGERIAL


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


def serves_as(dossier: Dossier, person: str, roles: Collection[str], days: Period) -> bool:
    """Whether somebody recorded in one of some roles serves in them alone on the days of an appointment."""
    known = dossier.people.get(person)
    if known is None or known.role not in roles:
        return False
    served = (row for row in dossier.service_of(person) if common((days,), (period_of(row),)))
    return all((row.role or known.role) in roles for row in served)


def endings(dossier: Dossier, rows: list[Tenure], ended: Iterable[Act]) -> Iterator[tuple[Tenure, Act]]:
    """What each act ends: an appointment that began before it, and may already end the day before.

    One that begins on the same day is the successor's, unless no other of any kind, in any year, could be ended.
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


def ended_by_revocation(row: Appointment | Position) -> bool:
    """Whether the register says that an appointment ended by revocation, for whatever cause."""
    return isinstance(row, Appointment) and row.ended_by in (REVOCATION, REORGANISATION)


def effect_unsaid(row: Appointment | Position, act: Act) -> Message:
    """That an act does not say when it takes effect, while its appointment ended early later; else nothing.

    An end that nobody says to be early is the term, which the act cuts on its own day.
    """
    if isinstance(row, Position) or row.ended_by in ("", EXPIRY) or row.end is None:
        return NOTHING
    if act.effective is not None or row.end < act.date:
        return NOTHING
    return say(
        "la revoca {act} del {day} non dice da quando ha effetto, e l'incarico risulta finito il {end}: ciò che spetta "
        "tra le due date è sospeso. Scrivere da quando ha effetto (tabella atti, colonna efficace), o correggere la "
        "fine (tabella incarichi, colonna al)",
        act=Ref("act", act.id),
        day=act.date,
        end=row.end,
    )


def _spans(dossier: Dossier) -> Mapping[str, Sequence[Period]]:
    """The periods in which people hold or cover a post, in this year or another, by the post and by the person."""
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    found: dict[str, list[Period]] = defaultdict(list)

    def note(row: Appointment | Position, days: Period) -> None:
        for subject in _subjects(row):
            found[subject].append(days)

    for row in dossier.appointments:
        note(row, Period(row.start or first, row.end or last))
    for one in written(dossier, HOLDER):
        if isinstance(one.row, Position):
            note(one.row, one.days)
    return found


def is_about(act: Act, row: Tenure) -> bool:
    """Whether an act names the post or the person of an appointment."""
    return act.subject in _subjects(row.row)


def _subjects(row: Appointment | Position) -> tuple[str, str]:
    """The post and the person of a tenure, as acts name them."""
    post, person = (row.id, row.holder) if isinstance(row, Position) else (row.position, row.person)
    return f"position:{post}", f"person:{person}"
