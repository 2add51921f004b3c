"""People evaluated or holding a post must have served in the year; otherwise the money of that tool is uncertain.

Days of a post beyond the holder's service are nobody's and are reported; a break in the service is questioned.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from merito import Appointment, Candidate, Evaluation, Phase, Position, Rating, Service, Step, rule
from merito.kit import Holding, held, managerial, period_of
from merito.kit.written import HOLDER as HELD
from merito.kit.written import INTERIM
from merito.national.plausible.asked import Question, written_as
from merito.numbers import Period, apart_from, day_text

Paid = Rating | Evaluation | Candidate | Position | Appointment
EVALUATED, HOLDER = "è tra i valutati o i candidati", "è titolare di una posizione"


@rule("IT-PL.1", "I-IT-21")
def paid_and_not_in_service(step: Step) -> Iterator[Question]:
    """A person who left before the year, or comes after it, and is evaluated, put forward or on a post."""
    dossier = step.dossier
    evaluated: dict[str, list[Paid]] = defaultdict(list)
    every: tuple[Rating | Evaluation | Candidate, ...] = (*dossier.ratings, *dossier.evaluations, *dossier.candidates)
    for row in every:
        evaluated[row.person].append(row)
    holders = holders_of(step)
    service: dict[str, list[Service]] = defaultdict(list)
    for served in dossier.service:
        service[served.person].append(served)
    for person in dossier.people:
        rows = evaluated.get(person.id, []), holders.get(person.id, [])
        if not any(rows) or dossier.service_of(person.id):
            continue
        for what, own, phase in zip((EVALUATED, HOLDER), rows, (Phase.EVALUATION, Phase.RESOURCES), strict=True):
            if own:
                yield Question(
                    rule="IT-PL.1",
                    subject=f"person:{person.id}",
                    message=f"{person.source}: {what} ({own[0].source}) e non è in servizio nel {dossier.year}",
                    held=True,
                    doubt=f"il servizio nel {dossier.year}",
                    phase=phase,
                    inputs=(person, *service[person.id], *own),
                )


@rule("IT-PL.14", "I-IT-21")
def holders_out_of_their_term(step: Step) -> Iterator[Question]:
    """A post whose column of the holder names a person who, by the register, holds it in other years or never.

    A person without a row holds the post all year if the register has nobody else in it, and never if others fill it.
    """
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    ended_by = _ended_by(step)
    for position in step.dossier.positions:
        rows = step.dossier.appointments.of(position=position.id, kind=HELD)
        here = [row.person for row in rows if (row.start or first) <= last and (row.end or last) >= first]
        own = [row for row in rows if row.person == position.holder]
        if not position.holder or position.holder in here or not (here or own):
            continue
        others = held(step, position, ended_by.get(managerial(position), "")) if here else ()
        free = apart_from((Period(first, last),), (days for one in others for days in one.periods))
        if free:
            yield _out_of_term(step, position, own, _days(free) if here else "")


def _out_of_term(step: Step, position: Position, own: Sequence[Appointment], free: str) -> Question:
    """The question about a holder without an appointment in the year; `free`, the days that others leave (Italian)."""
    year = step.dossier.year
    before = [row.end for row in own if row.end is not None and row.end.year < year]
    when = f"finito il {day_text(max(before))}" if before else "di anni successivi"
    found = f"il suo incarico ({own[-1].source}) è {when}" if own else "negli incarichi non c'è"
    beside = f", mentre altri la lasciano scoperta {free}" if free else ""
    return Question(
        rule="IT-PL.14",
        subject=f"person:{position.holder}",
        message=f"{position.source}: titolare della posizione {position.id} nel {year}, e {found}{beside}: se la tiene "
        "scrivere l'incarico, o il rinnovo, negli incarichi; altrimenti togliere il titolare",
        held=True,
        doubt=f"l'incarico del {year}",
        phase=Phase.RESOURCES,
        inputs=(position, *own),
    )


def _ended_by(step: Step) -> dict[bool, str]:
    """The kind of act that ends an appointment, for managerial posts (True) and others."""
    return {office.posts == "managerial": office.revoked_by for office in step.offices.values()}


def holders_of(step: Step) -> dict[str, list[Paid]]:
    """People who hold or cover a post on a day of the year, with the rows that say so."""
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    found: dict[str, list[Paid]] = defaultdict(list)
    for position in step.dossier.positions:
        if position.holder:
            found[position.holder].append(position)
    for row in step.dossier.appointments:
        if (row.start or first) <= last and (row.end or last) >= first:
            found[row.person].append(row)
    return found


@rule("IT-PL.1", "I-IT-21")
def posts_beyond_service(step: Step) -> Iterator[Question]:
    """Days on which a post is recorded as held, or covered ad interim, by a person not in service."""
    ended_by = _ended_by(step)
    for position in step.dossier.positions:
        for kind in (HELD, INTERIM):
            for one in held(step, position, ended_by.get(managerial(position), ""), kind):
                yield from _beyond(step, one)


def _beyond(step: Step, one: Holding) -> Iterator[Question]:
    served = step.dossier.service_of(one.person)
    subject, inputs = f"person:{one.person}", (*one.rows, *served)
    if one.unserved:
        yield Question(
            rule="IT-PL.1",
            subject=subject,
            message=f"la posizione {one.position.id} risulta sua anche {_days(one.unserved)}, prima o dopo il suo "
            "servizio (tabelle incarichi, personale e servizio): in quei giorni non è sua",
            phase=Phase.RESOURCES,
            inputs=inputs,
        )
    away = apart_from(one.periods, (period_of(row) for row in served)) if served else ()
    if away:
        yield Question(
            rule="IT-PL.1",
            subject=subject,
            message=f"la posizione {one.position.id} è sua anche {_days(away)}, giorni in cui non risulta in servizio "
            "(tabella servizio): contano lo stesso",
            found=written_as((f"{one.position.id} fuori servizio",), (_days(away),)),
            phase=Phase.RESOURCES,
            inputs=inputs,
        )


def _days(periods: Iterable[Period]) -> str:
    return ", ".join(f"dal {day_text(one.start)} al {day_text(one.end)}" for one in periods)
