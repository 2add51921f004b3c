"""Holders of a posizione organizzativa: ente, own area, four behaviours; heard before a negative outcome (art. 6)."""

from collections.abc import Mapping

from attrs import evolve

from merito import Finding, Grade, InForce, PersonScore, ResultRows, Step, hookimpl, rule
from merito.kit import Factor, Hearing, heard_before, hearing, not_final, said_otherwise, unit_of
from merito.numbers import Number
from merito_brescia.evaluation import refused, scored
from merito_brescia.evaluation_factors import (
    AREA,
    ATTESTED,
    ENTE,
    OF_HOLDERS,
    area_grades,
    measured,
    nearest,
    of_attestation,
    of_ente,
)
from merito_brescia.evaluation_people import POSITION, Evaluee, evaluees
from merito_brescia.evaluation_ratings import problem_of, rated
from merito_brescia.evaluation_validity import confirmed

THRESHOLD, REMARKS, READING, BEFORE = "positive_threshold", "counter_remarks", "I-BS-11", "I-BS-56"
POSITIVE, NOT_POSITIVE = "positiva", "non positiva"
NOT_HEARD = "valutazione non positiva, non definitiva prima del contraddittorio con chi è valutato"
RULES = ("BS-PO-6.3", "BS-PO-6.1")


@hookimpl
@rule("BS-SM-4.b", "BS-PO-6.1", "BS-PO-6.3", "BS-PO-6.6", "I-BS-11", "I-BS-41", BEFORE, ATTESTED)
def merito_person_scores(step: Step) -> ResultRows:
    """Positive from the ente's threshold on; otherwise provisional until the holder has been heard."""
    for one, row in holder_scores(step):
        heard, findings = _heard(step, one, row)
        yield from findings
        yield from confirmed(step, one, heard, negative=row.level == NOT_POSITIVE)


def holder_scores(step: Step) -> tuple[tuple[Evaluee, PersonScore], ...]:
    """The score of every holder with its outcome, before anything makes it provisional.

    Raises MissingParameterError until the ente sets the weights of the factors and the threshold.
    """
    return step.once(_scores)


def _scores(step: Step) -> tuple[tuple[Evaluee, PersonScore], ...]:
    people = evaluees(step, POSITION)
    if not people:
        return ()
    step.parameters.need(OF_HOLDERS.key, THRESHOLD)
    grades = area_grades(step)
    return tuple((one, _score(step, one, grades)) for one in people)


def _score(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> PersonScore:
    if why := problem_of(step, one):
        return refused(one, why, RULES)
    factors = (
        measured(ENTE, of_ente(step), "l'ente non ha un grado"),
        _area(step, one, grades),
        *rated(step, one),
    )
    rules = (*RULES, *step.once(of_attestation))
    row = scored(one, factors, OF_HOLDERS, step.parameters.table(OF_HOLDERS.key), *rules)
    return _judged(row, step.parameters.number(THRESHOLD))


def _area(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> Factor:
    """The grade of the area of the posts held, by the days of each."""
    units = [
        (post.position.unit or unit_of(step.dossier, one.person, "last"), post.days) for post in one.posts if post.days
    ]
    parts: list[tuple[Grade, Number]] = []
    for unit, days in units or [(unit_of(step.dossier, one.person, "last"), 1)]:
        grade = nearest(step, grades, unit)
        if grade is None:
            return measured(AREA, (), f"né l'unità «{unit or '-'}» né una sopra di essa ha un grado")
        parts.append((grade, days))
    return measured(AREA, parts, "")


def _judged(row: PersonScore, threshold: InForce[object]) -> PersonScore:
    """The row with its outcome, tested on the exact score."""
    if row.score is None:
        return row
    return evolve(
        row,
        level=POSITIVE if row.score >= threshold.value else NOT_POSITIVE,  # type: ignore[operator]
        rules=(*row.rules, READING),
        basis=evolve(row.basis, parameters=(*row.basis.parameters, threshold)),
    )


def _heard(step: Step, one: Evaluee, row: PersonScore) -> tuple[PersonScore, tuple[Finding, ...]]:
    """Applies art. 6 c. 6: an evaluation that is not positive is provisional until the holder's remarks."""
    positive = row.level == POSITIVE
    contested = said_otherwise(step, row, positive, "BS-PO-6.6", READING) if row.level else ()
    if contested:
        return not_final(row, "la valutazione registrata contraddice il punteggio", "BS-PO-6.6"), contested
    if row.level != NOT_POSITIVE:
        return row, ()
    remarks = step.acts_of(REMARKS, one.subject)
    row = evolve(row, rules=(*row.rules, BEFORE))
    return heard_before(step, row, remarks, "BS-PO-6.6", NOT_HEARD, " (atto contraddittorio)")


def heard_on(step: Step, person: str) -> Hearing:
    """Whether the ente has heard a holder on an evaluation that is not positive (art. 6 c. 6; I-BS-56)."""
    return hearing(step.dossier, person, step.acts_of(REMARKS, f"person:{person}"))
