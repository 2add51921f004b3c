"""Holders of posizioni organizzative: evaluated yearly, heard before a negative outcome, and paid by it (art. 28)."""

from merito import Finding, PersonScore, ResultRows, Step, hookimpl, rule
from merito.kit import heard_before, not_final, said_otherwise
from merito_bergamo.result_pay import Pay, pay_result
from merito_bergamo.roles import POSITION
from merito_bergamo.scores import Evaluated, bearing, evaluated

THRESHOLD, REMARKS = "positive_threshold", "counter_remarks"
NOT_HEARD = "valutazione non positiva, non definitiva prima delle controdeduzioni"
WHOM = Evaluated(role=POSITION, factors="position_factors", rule="BG-28.4")


@hookimpl
@rule("BG-28.4", "BG-28.6", "BG-42.2", "BP-3.3f", "I-BG-10", "I-BG-18")
def merito_person_scores(step: Step) -> ResultRows:
    """An evaluation that is not positive stays provisional until the holder has been heard."""
    for row, findings in evaluated(step, WHOM, THRESHOLD):
        heard, told_of_it = _heard(step, row)
        yield heard
        yield from (*findings, *told_of_it)


def _heard(step: Step, row: PersonScore) -> tuple[PersonScore, tuple[Finding, ...]]:
    if row.score is None:
        return row, ()
    threshold = step.parameters.number(THRESHOLD)
    positive = row.score >= threshold.value
    row, contested = bearing(row, "I-BG-10", threshold), said_otherwise(step, row, positive, "BG-28.6", "I-BG-10")
    if contested:
        return not_final(row, "la valutazione registrata contraddice il punteggio", "BG-28.6"), contested
    if positive:
        return row, ()
    return heard_before(step, row, step.acts_of(REMARKS, f"person:{row.person}"), "BG-28.6", NOT_HEARD, "")


def _once_heard(step: Step, row: PersonScore) -> PersonScore:
    return _heard(step, row)[0]


PAY = Pay(
    tool="position_result",
    fund="positions",
    item="risultato",
    whom=WHOM,
    last=_once_heard,
    rule="BG-28.5",
    base="position_result_base",
    formula="position_result_formula",
    threshold=THRESHOLD,
)


@hookimpl
@rule(
    "BG-28.5",
    "BG-27.7",
    "BG-46.1",
    "I-BG-10",
    "I-BG-11",
    "I-BG-16",
    "I-BG-18",
    "I-BG-20",
    "I-BG-21",
    "I-BG-25",
    tool=PAY.tool,
)
def merito_rewards(step: Step) -> ResultRows:
    """Result pay by the ente's method, if the evaluation is positive."""
    yield from pay_result(step, PAY)
