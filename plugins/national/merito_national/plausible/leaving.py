"""Who left, died or is suspended before the evaluation was communicated, and who has to do what about it.

No text says it; the day of a written communication takes the place of the interview (I-IT-41). Nothing is held here: a
text that wants the interview waits for its day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from merito import Absence, Evaluation, Finding, Message, Person, Phase, Ref, ResultRows, Step, kit, rule, say
from merito.numbers import Period
from merito_national.people import PERSON

DEATH, SUSPENSION, SECONDMENT = "death", "suspension_words", "secondment_words"
ONE_DAY = timedelta(days=1)
COLUMNS = say("colonne colloquio e comunicata delle valutazioni; {reading}", reading=Ref("reading", "I-IT-41"))


@rule("IT-PL.23", "I-IT-41", hook="merito_check_plan")
def evaluations_not_told(step: Step) -> ResultRows:
    """Of everybody evaluated: leaving before the communication, death, a suspension, an evaluator who has left.

    An evaluator who has left is told of everybody whom they had to evaluate; and of whoever died without an evaluation,
    while others of the same role have one, who writes it.
    """
    rated = {row.person for row in step.dossier.ratings}
    evaluated = rated | {row.person for row in step.dossier.evaluations}
    roles = {person.role for person in step.dossier.people if person.id in evaluated}
    for person in step.dossier.people:
        row = step.dossier.evaluations.first(person.id)
        if person.id in evaluated or (person.ended_by == DEATH and person.role in roles):
            yield from _left(step, person, row)
            yield from _suspended(step, person, row)
        yield from _without_evaluator(step, person, row, rated=person.id in rated)


@rule("IT-PL.25", "I-IT-55", hook="merito_check_plan")
def days_elsewhere(step: Step) -> ResultRows:
    """Secondments, and days between two periods of service that nothing explains: asked, not decided."""
    for person in step.dossier.people:
        for row in step.dossier.absences.of(person.id):
            if kit.absence_is(step, row, SECONDMENT):
                why = say(
                    "è in comando o distacco dal {start} al {end}: chi tiene il personale scrive, d'accordo con "
                    "l'altro ente, chi lo valuta per quei giorni e chi gli paga il premio ({reading}); se qui non "
                    "contano, la colonna conta delle assenze lo dice",
                    start=row.start,
                    end=row.end,
                    reading=Ref("reading", "I-IT-55"),
                )
                yield _asked(person, why, row)
        for start, end in _unexplained(step, person):
            why = say(
                "dal {start} al {end} non risulta in servizio né assente: chi tiene il personale scrive il servizio "
                "che manca (tabella servizio) o l'assenza (tabella assenze); finché non c'è, quei giorni non contano",
                start=start,
                end=end,
            )
            yield _asked(person, why, person)


def _unexplained(step: Step, person: Person) -> Iterator[tuple[date, date]]:
    """The days between somebody's periods of service in the year that no absence covers."""
    until: date | None = None
    for row in step.dossier.service_of(person.id):
        days = kit.period_of(row)
        if until is not None and days.start > until + ONE_DAY:
            start, end = until + ONE_DAY, days.start - ONE_DAY
            if not any(one.start <= start and one.end >= end for one in step.dossier.absences.of(person.id)):
                yield start, end
        until = max(until or days.end, days.end)


def _asked(person: Person, why: Message, row: object) -> Finding:
    return kit.told("warning", "IT-PL.25", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(person, row))


def _left(step: Step, person: Person, row: Evaluation | None) -> Iterator[Finding]:
    day = last_day(step, person)
    if day is None or day >= step.as_of:
        return
    who = _evaluator(step, person, row)
    if person.ended_by == DEATH:
        why = say("è deceduto il {day}: ciò che è dovuto spetta agli eredi", day=day)
        if not _told(step, row):
            why = say(
                "è deceduto il {day} e il colloquio non è possibile: {who} scrive la valutazione e la "
                "comunica agli eredi; ciò che è dovuto spetta agli eredi ({columns})",
                day=day,
                who=who,
                columns=COLUMNS,
            )
        yield _warned(person, why, row)
    elif not _told(step, row):
        left = say("ha lasciato il servizio il {day}", day=day)
        if person.left_for:
            left = say("ha lasciato il servizio il {day} ({reason})", day=day, reason=person.left_for)
        why = say(
            "{left} e la valutazione non gli risulta comunicata: {who} lo convoca, o gliela comunica per "
            "iscritto, anche dopo la cessazione; ciò che spetta per i giorni di servizio resta dovuto ({columns})",
            left=left,
            who=who,
            columns=COLUMNS,
        )
        yield _warned(person, why, row)


def _suspended(step: Step, person: Person, row: Evaluation | None) -> Iterator[Finding]:
    for absence in suspensions(step, person):
        days = Period(absence.start, absence.end)
        who = _evaluator(step, person, row)
        why = say(
            "è sospeso dal servizio dal {start} al {end}: {who} lo valuta per i giorni lavorati, e se il "
            "colloquio non è possibile gli comunica la valutazione per iscritto ({columns})",
            start=days.start,
            end=days.end,
            who=who,
            columns=COLUMNS,
        )
        if absence.counts is None:
            why = say(
                "è sospeso dal servizio dal {start} al {end}: {who} lo valuta per i giorni lavorati, e se il "
                "colloquio non è possibile gli comunica la valutazione per iscritto; se quei giorni contano lo dice la "
                "colonna conta delle assenze ({columns})",
                start=days.start,
                end=days.end,
                who=who,
                columns=COLUMNS,
            )
        yield _warned(person, why, absence)


def _without_evaluator(step: Step, person: Person, row: Evaluation | None, *, rated: bool) -> Iterator[Finding]:
    """An evaluator who has left before communicating the evaluation, or before making it."""
    served = step.dossier.service_of(person.id)
    recorded = [row.evaluator] if row is not None and row.evaluator else []
    recorded += [one.evaluator for one in reversed(served) if one.evaluator]
    named = recorded[0] if recorded else ""
    evaluator = step.dossier.people.get(named.removeprefix(PERSON)) if named.startswith(PERSON) else None
    day = last_day(step, evaluator) if evaluator else None
    if not served or evaluator is None or day is None or day >= step.as_of or _told(step, row):
        return
    known: dict[str, Any] = {
        "evaluator": Ref("person", evaluator.id),
        "day": day,
        "head": _head(step, person, evaluator.id),
        "columns": COLUMNS,
    }
    why = say(
        "chi lo valuta, {evaluator}, ha lasciato il servizio il {day} e la valutazione non risulta "
        "comunicata: la comunica {head}, con ciò che {evaluator} ha lasciato scritto ({columns})",
        **known,
    )
    if not rated:
        why = say(
            "chi lo valuta, {evaluator}, ha lasciato il servizio il {day} senza valutarlo: lo valuta {head}, "
            "con ciò che {evaluator} ha lasciato scritto, e gli comunica la valutazione ({columns})",
            **known,
        )
    yield _warned(person, why, row or served[-1])


def suspensions(step: Step, person: Person) -> list[Absence]:
    """Somebody's absences that are suspensions from service, by the words of `suspension_words`."""
    return [row for row in step.dossier.absences.of(person.id) if kit.absence_is(step, row, SUSPENSION)]


def last_day(step: Step, person: Person) -> date | None:
    """The last day of somebody's service, in the year or after it; None if it goes on."""
    served = step.dossier.service_of(person.id)
    last = max((kit.period_of(row).end for row in served), default=None)
    if last is not None and last < date(step.dossier.year, 12, 31):
        return last
    return person.end if served else None


def _told(step: Step, row: Evaluation | None) -> bool:
    return row is not None and row.told is not None and row.told <= step.as_of


def _evaluator(step: Step, person: Person, row: Evaluation | None) -> Message:
    """Who evaluates somebody, as recorded; otherwise who leads the last unit."""
    if row is None or not row.evaluator:
        return _head(step, person)
    return say("{who}", who=kit.named(step.dossier, row.evaluator, kit.role_names()))


def _head(step: Step, person: Person, without: str = "") -> Message:
    unit = kit.unit_of(step.dossier, person, "last")
    heads = kit.heads_above(step.dossier, unit, without=person.id)
    found = next((one for one in heads if one.id != without and not _gone(step, one)), None)
    where = say("la sua ultima struttura")
    if unit:
        where = say("la sua ultima struttura ({unit})", unit=Ref("unit", unit))
    if found is None:
        return say("chi guida {where}", where=where)
    return say("{person}, che guida {where}", person=Ref("person", found.id), where=where)


def _gone(step: Step, person: Person) -> bool:
    day = last_day(step, person)
    return not step.dossier.service_of(person.id) or (day is not None and day < step.as_of)


def _warned(person: Person, why: Message, row: object) -> Finding:
    inputs = (person, *((row,) if row else ()))
    return kit.told("warning", "IT-PL.23", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=inputs)
