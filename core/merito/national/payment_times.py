"""Objectives on the times of payment (art. 4-bis c. 2 D.L. 13/2023): that there is one, and what it weighs.

Which objectives they are the ente says (`payment_objectives`); to which managers they are due, the
responsible of payments and the apical ones, no table says. The part of result pay that hangs on one not reached is told
to whoever pays: the rows of a tool are held whole, and the law holds a part.
"""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from merito import Basis, Finding, Objective, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.national.answering import PERSON, answering
from merito.national.named import unknown_named
from merito.numbers import HUNDRED, cents_half_up, euro_text, fraction, least_percent_text, percent_text, product

RULE, LEAST, NAMED = "IT-PAG.30", "payment_objective_least", "payment_objectives"
RESULT = "result"


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """A plan without such an objective, and one that weighs less than the law wants."""
    if not step.dossier.objectives:
        return
    yield from unknown_named(step, NAMED, step.dossier.objectives.by_id, "un obiettivo")
    marked = _marked(step)
    if not marked:
        why = (
            "nessun obiettivo è indicato tra quelli sui tempi di pagamento (parametro payment_objectives): ai "
            "dirigenti che pagano le fatture e a quelli apicali se ne assegna uno ogni anno"
        )
        yield told("info", RULE, why)
    least = step.parameters.share(LEAST)
    for one in marked:
        if one.weight is not None and fraction(one.weight) < HUNDRED * least.value:
            why = (
                f"l'obiettivo sui tempi di pagamento pesa {percent_text(fraction(one.weight))}: almeno il "
                f"{least_percent_text(HUNDRED * least.value)} della retribuzione di risultato ne dipende"
            )
            found = told("warning", RULE, why, f"objective:{one.id}")
            yield evolve(found, basis=Basis(inputs=(one,), parameters=(least,)))


@hookimpl
@rule(RULE)
def merito_check_rewards(step: Step) -> ResultRows:
    """What of a result pay may not be paid, where the objective of its person is not reached."""
    for one in _marked(step):
        grade = step.so_far.grade("objective", one.id)
        if grade is not None and grade.value is not None and grade.value < HUNDRED:
            yield from _struck(step, one)


def _struck(step: Step, one: Objective) -> Iterator[Finding]:
    least = step.parameters.share(LEAST)
    liable = answering(step, one.responsible)
    for reward in step.so_far.rewards:
        if f"{PERSON}{reward.person}" in liable and step.tools[reward.tool].pays == RESULT and reward.due:
            part: Decimal = cents_half_up(product(fraction(reward.most or reward.due), least.value))
            why = (
                f"l'obiettivo {one.id} sui tempi di pagamento non è raggiunto: della retribuzione di risultato non si "
                f"paga la parte che ne dipende, almeno il {least_percent_text(HUNDRED * least.value)} "
                f"({euro_text(part)}): controllare che il calcolo ne tenga conto"
            )
            found = told("warning", RULE, why, f"{PERSON}{reward.person}", phase=Phase.REWARDS, tool=reward.tool)
            yield evolve(found, basis=Basis(inputs=(one,), parameters=(least,)))


def _marked(step: Step) -> list[Objective]:
    named = step.parameters.list(NAMED).value
    return [one for one in step.dossier.objectives if one.id in named]
