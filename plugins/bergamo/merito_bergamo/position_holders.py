"""Holders of posizioni organizzative: evaluated yearly, heard before a negative outcome, and paid by it (art. 28)."""

from datetime import date

from merito import Evaluation, Finding, Person, Phase, Results, Step, hookimpl, rule, told
from merito_bergamo.result_pay import Pay, pay_result
from merito_bergamo.roles import POSITION
from merito_bergamo.scores import Evaluated, bearing, evaluated, not_final, together

THRESHOLD, REMARKS = "positive_threshold", "counter_remarks"
WHOM = Evaluated(role=POSITION, factors="position_factors", rule="BG-28.4")
PAY = Pay(
    tool="position_result",
    fund="positions",
    item="risultato",
    role=POSITION,
    rule="BG-28.5",
    base="position_result_base",
    formula="position_result_formula",
    threshold=THRESHOLD,
)


@hookimpl
@rule("BG-28.4", "BG-28.6", "BG-42.2", "BP-3.3f", "I-BG-10", "I-BG-18")
def merito_person_scores(step: Step) -> Results | None:
    """An evaluation that is not positive stays provisional until the holder was heard."""
    return together(tuple(_heard(step, person, results) for person, results in evaluated(step, WHOM, THRESHOLD)))


def _heard(step: Step, person: Person, results: Results) -> Results:
    row = results.scores[0]
    if row.score is None:
        return results
    threshold = step.parameters.number(THRESHOLD)
    positive = row.score >= threshold.value
    contested = _said_otherwise(step, person, positive)
    results = bearing(results.plus(Results(findings=contested)), "I-BG-10", threshold)
    if contested:
        return not_final(results, "la valutazione registrata contraddice il punteggio", "BG-28.6")
    if positive or _remarks(step, person):
        return results
    return not_final(results, "valutazione non positiva, non definitiva prima delle controdeduzioni", "BG-28.6")


def _evaluation(step: Step, person: Person) -> Evaluation | None:
    return next((one for one in step.dossier.evaluations if one.person == person.id), None)


def _remarks(step: Step, person: Person) -> bool:
    """Whether there are remarks on this evaluation: not before it was told, nor before the year ended."""
    row = _evaluation(step, person)
    since = row.told if row and row.told else date(step.dossier.year, 12, 31)
    return any(act.date >= since for act in step.acts_of(REMARKS, f"person:{person.id}"))


def _said_otherwise(step: Step, person: Person, positive: bool) -> tuple[Finding, ...]:
    """An evaluation recorded as positive or not, where the score says the contrary."""
    row = _evaluation(step, person)
    if row is None or row.positive is None or row.positive is positive:
        return ()
    found = "non positiva" if positive else "positiva"
    why = f"la valutazione è registrata come {found}, il punteggio dice il contrario (I-BG-10)"
    return (told("error", "BG-28.6", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(row,)),)


@hookimpl
@rule("BG-28.5", "BG-27.7", "BG-46.1", "I-BG-10", "I-BG-11", "I-BG-16", "I-BG-18", "I-BG-20", "I-BG-21")
def merito_rewards(step: Step) -> Results | None:
    """Result pay with a positive evaluation, by the ente's method."""
    return pay_result(step, PAY)
