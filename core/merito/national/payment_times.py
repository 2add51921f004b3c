"""Objectives on the times of payment (art. 4-bis c. 2 D.L. 13/2023): that there is one, and what it weighs.

Which objectives they are the ente says (`payment_objectives`); to which managers they are due, the
responsible of payments and the apical ones, no table says. The part of result pay that hangs on one not reached is told
to whoever pays: the rows of a tool are held whole, and the law holds a part.
"""

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from merito import Basis, Dashboard, Finding, Objective, Phase, ResultRows, Reward, Said, Step, hookimpl, rule
from merito.kit import told
from merito.national.answering import PERSON, answering
from merito.national.named import unknown_named
from merito.numbers import HUNDRED, cents_half_up, euro_text, fraction, least_percent_text, percent_text, product

RULE, LEAST, NAMED = "IT-PAG.30", "payment_objective_least", "payment_objectives"
RESULT, OBJECTIVE = "result", "objective"


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
    for one in marked:
        yield from _light(step, one)


@hookimpl
@rule(RULE)
def merito_check_rewards(step: Step) -> ResultRows:
    """What of a result pay may not be paid, where the objective of its person is not reached on some board."""
    for one in _marked(step):
        grades = [row.value for row in step.so_far.grades if (row.scope, row.id) == (OBJECTIVE, one.id)]
        if any(grade is not None and grade < HUNDRED for grade in grades):
            yield from _struck(step, one)


def _light(step: Step, one: Objective) -> Iterator[Finding]:
    """That it weighs too little: on the boards of whoever answers for it or, where it stands on none, by itself."""
    least = step.parameters.share(LEAST)
    boards = list(_on_boards(step, one))
    for board, weight in boards:
        if weight < HUNDRED * least.value:
            where = f"{one.id} sui tempi di pagamento, nel cruscotto {board.id} di chi ne risponde, pesa"
            found = told("warning", RULE, _too_light(where, weight, least.value), board.holder or "")
            yield evolve(found, basis=Basis(inputs=(one, board), parameters=(least,)))
    if not boards and one.weight is not None and fraction(one.weight) < HUNDRED * least.value:
        why = _too_light("sui tempi di pagamento pesa", fraction(one.weight), least.value)
        found = told("warning", RULE, why, f"objective:{one.id}")
        yield evolve(found, basis=Basis(inputs=(one,), parameters=(least,)))


def _too_light(how: str, weight: Fraction, least: Fraction) -> str:
    wanted = f"almeno il {least_percent_text(HUNDRED * least)} della retribuzione di risultato ne dipende"
    return f"l'obiettivo {how} {percent_text(weight)}: {wanted}"


def _on_boards(step: Step, one: Objective) -> Iterator[tuple[Dashboard, Fraction]]:
    """The boards of the people who answer for an objective, with what its indicators weigh there (percent)."""
    liable = answering(step, one.responsible)
    for board in step.dossier.dashboards:
        if (board.holder or "").startswith(PERSON) and board.holder in liable:
            weights = _weights(step, board)
            of_it = [weight for objective, weight in weights if objective == one.id]
            whole = sum(weight for _, weight in weights)
            if of_it and whole:
                yield board, HUNDRED * sum(of_it) / whole


def _weights(step: Step, board: Dashboard) -> list[tuple[str | None, Fraction]]:
    """Objective and weight of what counts on a board: all alike where none has a weight, nothing where some lack it."""
    rows = [(row, step.dossier.indicators[row.indicator]) for row in step.dossier.dashboard_rows.of(dashboard=board.id)]
    counting = [(row, of) for row, of in rows if not of.monitoring and of.target.said is not Said.MONITORING]
    given = [row.weight for row, _ in counting if row.weight is not None]
    if given and len(given) < len(counting):
        return []
    return [(of.objective, Fraction(1) if row.weight is None else fraction(row.weight)) for row, of in counting]


def _struck(step: Step, one: Objective) -> Iterator[Finding]:
    least = step.parameters.share(LEAST)
    liable = answering(step, one.responsible)
    for reward in step.so_far.rewards:
        if f"{PERSON}{reward.person}" in liable and step.tools[reward.tool].pays == RESULT and reward.due:
            why = (
                f"l'obiettivo {one.id} sui tempi di pagamento non è raggiunto: della retribuzione di risultato non si "
                f"paga la parte che ne dipende, almeno il {least_percent_text(HUNDRED * least.value)} "
                f"({_part(reward, least.value)}): controllare che il calcolo ne tenga conto"
            )
            found = told("warning", RULE, why, f"{PERSON}{reward.person}", phase=Phase.REWARDS, tool=reward.tool)
            yield evolve(found, basis=Basis(inputs=(one,), parameters=(least,)))


def _part(reward: Reward, least: Fraction) -> str:
    """How much of a result pay hangs on the objective: of the most, else of what is due, and then it is said."""
    if reward.most:
        return euro_text(cents_half_up(product(fraction(reward.most), least)))
    part = euro_text(cents_half_up(product(fraction(reward.due), least)))
    return f"{part} di {euro_text(reward.due)}; del massimo, che il calcolo non dice, la stessa parte può essere di più"


def _marked(step: Step) -> list[Objective]:
    named = step.parameters.list(NAMED).value
    return [one for one in step.dossier.objectives if one.id in named]
