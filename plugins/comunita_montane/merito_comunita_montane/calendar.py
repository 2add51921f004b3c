"""The deadlines of planning and of the checks (arts. 7, 8, 27): each from its own day, never moved for a holiday.

The deadline of the Relazione is the national parameter, set by this regulation.
"""

from collections.abc import Iterator
from datetime import date

from merito import Act, Finding, Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_comunita_montane.bodies import COUNCIL, GIUNTA, POLITICAL, SECRETARY_OFFICE, of_body

BUDGET, PLAN, OBJECTIVES, CHECKS = "budget", "performance_plan", "objectives_definition", "checks_programme"
OIV_NAMES = ("oiv", "indipendente di valutazione")
TWO_DATES = "I-BL-27"


def plan_of(step: Step) -> Act | None:
    """The act that adopts the Plan: the first of its kind that adopts no amendment of it."""
    amending = {one.act for one in step.dossier.amendments}
    return first_of(act for act in step.acts_of(PLAN) if act.id not in amending and act.of_body(GIUNTA))


@hookimpl
@rule("BL-7.1a", "BL-8.2a", "BL-27.3", TWO_DATES)
def merito_check_plan(step: Step) -> ResultRows:
    """Warnings: both planning deadlines missed, a Plan before the budget, acts of planning by the wrong bodies."""
    yield from (*_both_late(step), *_before_the_budget(step), *_only_amended(step), *_shared(step), *_heard(step))


def _both_late(step: Step) -> Iterator[Finding]:
    due, before = step.due("BL-7.1a"), step.due("BL-8.2a")
    defined = first_of(act for act in step.acts_of(OBJECTIVES) if any(map(act.of_body, POLITICAL)))
    if due and before and _late(plan_of(step), due, step.as_of) and _late(defined, before, step.as_of):
        why = f"né gli obiettivi ({day_text(before)}) né il Piano ({day_text(due)}) rispettano il loro termine"
        yield told("warning", "BL-8.2a", f"{why} ({TWO_DATES})")


def _late(act: Act | None, due: date, as_of: date) -> bool:
    return (act.date if act else as_of) > due


def _before_the_budget(step: Step) -> Iterator[Finding]:
    plan, budget = plan_of(step), first_of(act for act in step.acts_of(BUDGET) if act.of_body(COUNCIL))
    if plan is not None and (budget is None or plan.date < budget.date):
        found = f"è approvato solo il {day_text(budget.date)}" if budget else "non risulta approvato"
        why = f"l'atto {plan.id} adotta il Piano, che è coerente con il bilancio, mentre il bilancio {found}"
        yield told("warning", "BL-7.1a", why, f"act:{plan.id}", inputs=(plan,))


def _only_amended(step: Step) -> Iterator[Finding]:
    acts = step.acts_of(PLAN)
    if acts and plan_of(step) is None:
        why = f"nessun atto della Giunta adotta il Piano: risultano solo atti di variazione o di altri ({acts[0].id})"
        yield told("warning", "BL-7.1a", why, f"act:{acts[0].id}", inputs=tuple(acts))


def _shared(step: Step) -> Iterator[Finding]:
    for act in step.acts_of(OBJECTIVES):
        if not any(map(act.of_body, POLITICAL)):
            why = f"l'atto {act.id} risulta di «{act.body}»; gli obiettivi li definisce un organo di indirizzo politico"
            yield told("warning", "BL-8.2a", f"{why}: {', '.join(POLITICAL)}", f"act:{act.id}", inputs=(act,))
        if not act.participants.strip():
            why = f"l'atto {act.id} non dice con quali responsabili di unità gli obiettivi sono stati condivisi"
            yield told("warning", "BL-8.2a", f"{why} (colonna partecipanti)", f"act:{act.id}", inputs=(act,))


def _heard(step: Step) -> Iterator[Finding]:
    for act in step.acts_of(CHECKS):
        about = {"phase": Phase.MONITORING, "inputs": (act,)}
        if not of_body(act, SECRETARY_OFFICE, "Direttore"):
            why = f"l'atto {act.id} risulta di «{act.body}»; il programma è del Segretario o del Direttore generale"
            yield told("warning", "BL-27.3", why, f"act:{act.id}", **about)  # type: ignore[arg-type]
        if not any(name in act.participants.casefold().replace(".", "") for name in OIV_NAMES):
            why = f"l'atto {act.id} non dice che l'OIV è stato sentito (colonna partecipanti)"
            yield told("warning", "BL-27.3", why, f"act:{act.id}", **about)  # type: ignore[arg-type]
