"""Holders of posizioni organizzative: evaluated yearly, heard before a negative outcome, and paid by it (art. 28)."""

from merito import Act, Finding, Person, Phase, ResultRows, Results, Step, hearing, hookimpl, rule, told
from merito_bergamo.result_pay import Pay, pay_result
from merito_bergamo.roles import POSITION
from merito_bergamo.scores import Evaluated, bearing, evaluated, not_final

THRESHOLD, REMARKS = "positive_threshold", "counter_remarks"
NOT_HEARD = "valutazione non positiva, non definitiva prima delle controdeduzioni"
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
def merito_person_scores(step: Step) -> ResultRows:
    """An evaluation that is not positive stays provisional until the holder was heard."""
    for person, results in evaluated(step, WHOM, THRESHOLD):
        yield from _heard(step, person, results)


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
    if positive:
        return results
    heard = hearing(step.dossier, person.id, step.acts_of(REMARKS, f"person:{person.id}"))
    if heard.act is not None:
        doubted = _of_hearing(person, heard.doubt, (heard.act,)) if heard.doubt else ()
        return results.plus(Results(findings=doubted))
    why = f"{NOT_HEARD} ({heard.why_not})" if heard.undue else NOT_HEARD
    told_why = _of_hearing(person, heard.why_not, heard.undue) if heard.undue else ()
    return not_final(results.plus(Results(findings=told_why)), why, "BG-28.6")


def _of_hearing(person: Person, why: str, acts: tuple[Act, ...]) -> tuple[Finding, ...]:
    return (told("warning", "BG-28.6", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=acts),)


def _said_otherwise(step: Step, person: Person, positive: bool) -> tuple[Finding, ...]:
    """An evaluation recorded as positive or not, where the score says the contrary."""
    row = step.dossier.evaluations.first(person.id)
    if row is None or row.positive is None or row.positive is positive:
        return ()
    found = "non positiva" if positive else "positiva"
    why = f"la valutazione è registrata come {found}, il punteggio dice il contrario (I-BG-10)"
    return (told("error", "BG-28.6", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(row,)),)


@hookimpl
@rule("BG-28.5", "BG-27.7", "BG-46.1", "I-BG-10", "I-BG-11", "I-BG-16", "I-BG-18", "I-BG-20", "I-BG-21", tool=PAY.tool)
def merito_rewards(step: Step) -> ResultRows:
    """Result pay with a positive evaluation, by the ente's method."""
    yield from pay_result(step, PAY)
