"""Who left, died or is suspended before the evaluation was communicated, and who has to do what about it.

No text says it; the day of a written communication takes the place of the interview (I-IT-41). Nothing is held here: a
text that wants the interview waits for its day.
"""

from collections.abc import Iterator
from datetime import date

from merito import Absence, Evaluation, Finding, Person, Phase, ResultRows, Step, kit, rule
from merito.national.people import PERSON
from merito.numbers import Period, day_text

DEATH, SUSPENSION = "death", "suspension_words"
COLUMNS = "colonne colloquio e comunicata delle valutazioni; I-IT-41"


@rule("IT-PL.23", "I-IT-41", hook="merito_check_plan")
def evaluations_not_told(step: Step) -> ResultRows:
    """Of everybody evaluated: leaving before the communication, death, a suspension, an evaluator who has left."""
    rated = {row.person for row in step.dossier.ratings}
    for person in step.dossier.people:
        row = step.dossier.evaluations.first(person.id)
        if row is not None or person.id in rated:
            yield from _left(step, person, row)
            yield from _suspended(step, person, row)
            yield from _without_evaluator(step, person, row)


def _left(step: Step, person: Person, row: Evaluation | None) -> Iterator[Finding]:
    day = last_day(step, person)
    if day is None or day >= step.as_of:
        return
    who = _evaluator(step, person, row)
    if person.ended_by == DEATH:
        due = "ciò che è dovuto spetta agli eredi"
        if _told(step, row):
            why = f"{person.source}: è deceduto il {day_text(day)}: {due}"
        else:
            why = (
                f"{person.source}: è deceduto il {day_text(day)} e il colloquio non è possibile: {who} scrive la "
                f"valutazione e la comunica agli eredi; {due} ({COLUMNS})"
            )
        yield _warned(person, why, row)
    elif not _told(step, row):
        reason = f" ({person.left_for})" if person.left_for else ""
        why = (
            f"{person.source}: ha lasciato il servizio il {day_text(day)}{reason} e la valutazione non gli risulta "
            f"comunicata: {who} lo convoca, o gliela comunica per iscritto, anche dopo la cessazione; ciò che spetta "
            f"per i giorni di servizio resta dovuto ({COLUMNS})"
        )
        yield _warned(person, why, row)


def _suspended(step: Step, person: Person, row: Evaluation | None) -> Iterator[Finding]:
    for absence in suspensions(step, person):
        days = Period(absence.start, absence.end)
        counts = "" if absence.counts is not None else "; se quei giorni contano lo dice la colonna conta delle assenze"
        why = (
            f"{absence.source}: è sospeso dal servizio dal {day_text(days.start)} al {day_text(days.end)}: "
            f"{_evaluator(step, person, row)} lo valuta per i giorni lavorati, e se il colloquio non è possibile gli "
            f"comunica la valutazione per iscritto{counts} ({COLUMNS})"
        )
        yield _warned(person, why, absence)


def _without_evaluator(step: Step, person: Person, row: Evaluation | None) -> Iterator[Finding]:
    """An evaluator who has left before communicating the evaluation."""
    named = row.evaluator if row else ""
    evaluator = step.dossier.people.get(named.removeprefix(PERSON)) if named.startswith(PERSON) else None
    day = last_day(step, evaluator) if evaluator else None
    if row is None or evaluator is None or day is None or day >= step.as_of or _told(step, row):
        return
    why = (
        f"{row.source}: chi lo valuta, {evaluator.id}, ha lasciato il servizio il {day_text(day)} e la valutazione non "
        f"risulta comunicata: la comunica {_head(step, person, evaluator.id)}, con ciò che {evaluator.id} ha lasciato "
        f"scritto ({COLUMNS})"
    )
    yield _warned(person, why, row)


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


def _evaluator(step: Step, person: Person, row: Evaluation | None) -> str:
    """Who evaluates somebody, as recorded; otherwise who leads the last unit (Italian)."""
    named = kit.named(step.dossier, row.evaluator, kit.role_names()) if row else ""
    return named or _head(step, person)


def _head(step: Step, person: Person, without: str = "") -> str:
    unit = kit.unit_of(step.dossier, person, "last")
    heads = kit.heads_above(step.dossier, unit, without=person.id)
    found = next((one for one in heads if one.id != without and not _gone(step, one)), None)
    where = f" ({unit})" if unit else ""
    who = f"{found.id}, che guida" if found else "chi guida"
    return f"{who} la sua ultima struttura{where}"


def _gone(step: Step, person: Person) -> bool:
    day = last_day(step, person)
    return not step.dossier.service_of(person.id) or (day is not None and day < step.as_of)


def _warned(person: Person, why: str, row: object) -> Finding:
    inputs = (person, *((row,) if row else ()))
    return kit.told("warning", "IT-PL.23", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=inputs)
