"""Objectives of accessibility and inclusion (D.Lgs. 222/2023): the ente must name one."""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.national.named import unknown_named

NAMED = "accessibility_objectives"


@hookimpl
@rule("IT-ACC.1")
def merito_check_plan(step: Step) -> ResultRows:
    """A plan in which no objective is named as one of accessibility."""
    if step.dossier.objectives:
        yield from unknown_named(step, NAMED, step.dossier.objectives.by_id, "un obiettivo")
    named = step.parameters.list(NAMED).value
    if step.dossier.objectives and not any(one.id in named for one in step.dossier.objectives):
        why = (
            "nessun obiettivo è indicato come di accessibilità o inclusione delle persone con disabilità (parametro "
            "accessibility_objectives): la valutazione ne tiene conto"
        )
        yield told("info", step.rule, why)
