"""Managers: the Segretario Generale evaluates them with the OIV's support, and sets their result pay (art. 44)."""

from merito import ResultRows, Step, hookimpl, rule
from merito_bergamo.result_pay import Pay, pay_result
from merito_bergamo.roles import MANAGER
from merito_bergamo.scores import Evaluated, as_it_is, evaluated

WHOM = Evaluated(role=MANAGER, factors="manager_factors", rule="BG-16.1g")
PAY = Pay(
    tool="managers_result",
    fund="managers",
    item="fondo",
    whom=WHOM,
    last=as_it_is,
    rule="BG-44.2",
    base="managers_result_base",
    formula="managers_result_formula",
)


@hookimpl
@rule("BG-16.1g", "BG-42.2", "BP-3.3f", "I-BG-18")
def merito_person_scores(step: Step) -> ResultRows:
    """By the factors that the ente has adopted for its managers."""
    for row, findings in evaluated(step, WHOM):
        yield row
        yield from findings


@hookimpl
@rule("BG-44.2", "BG-46.1", "I-BG-11", "I-BG-18", "I-BG-20", "I-BG-21", "I-BG-25", "I-BG-27", tool=PAY.tool)
def merito_rewards(step: Step) -> ResultRows:
    """Result pay by the ente's method, in proportion to the evaluation."""
    yield from pay_result(step, PAY)
