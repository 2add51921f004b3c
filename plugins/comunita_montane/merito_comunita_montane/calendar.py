"""The terms of planning and of the checks (arts. 7, 8, 27): each from its own day, never moved for a holiday.

The term of the Relazione is the national parameter that this regulation sets.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from merito import Act, Basis, Deadline, Finding, Phase, Results, Step, first_of, hookimpl, rule, told
from merito.numbers import day_text, number_text
from merito_comunita_montane.bodies import GIUNTA, OIV, POLITICAL, SECRETARY_OFFICE, of_body

BUDGET, PLAN, OBJECTIVES, CHECKS = "budget", "performance_plan", "objectives_definition", "checks_programme"
DAYS, TWO_DATES, COUNTED = "I-BL-26", "I-BL-27", "I-X-02"


@hookimpl
@rule("BL-7.1a", "BL-8.2a", "BL-27.3", DAYS, TWO_DATES, COUNTED)
def merito_deadlines(step: Step) -> Results | None:
    """The Plan so many days after the budget, the objectives before the year, the programme of checks in the year."""
    year = step.dossier.year
    budget, due = first_of(step.acts_of(BUDGET)), plan_due(step)
    days = step.parameters.number("plan_days")
    objectives = step.parameters.day("objectives_deadline", year - 1)
    checks = step.parameters.day("checks_deadline", year)
    rows = (
        Deadline(
            phase=Phase.OBJECTIVES,
            what=f"Piano della performance {year}, entro {number_text(days.value)} giorni dal bilancio di previsione",
            due=due,
            met_by=PLAN,
            rules=("BL-7.1a", DAYS, COUNTED),
            reason="" if budget else "si conta dall'approvazione del bilancio di previsione, che non c'è ancora",
            basis=Basis(inputs=(budget,) if budget else (), parameters=(days,)),
        ),
        Deadline(
            phase=Phase.OBJECTIVES,
            what=f"Obiettivi {year}, prima dell'inizio dell'esercizio",
            due=objectives.value,
            met_by=OBJECTIVES,
            rules=("BL-8.2a", TWO_DATES),
            basis=Basis(parameters=(objectives,)),
        ),
        Deadline(
            phase=Phase.MONITORING,
            what=f"Programma delle verifiche interne {year}",
            due=checks.value,
            met_by=CHECKS,
            rules=("BL-27.3",),
            basis=Basis(parameters=(checks,)),
        ),
    )
    return Results(deadlines=rows)


def plan_due(step: Step) -> date | None:
    """The last day for the Plan; None while the budget is not approved. The first day is not counted (I-X-02)."""
    budget = first_of(step.acts_of(BUDGET))
    days = int(step.parameters.number("plan_days").value)
    return budget.date + timedelta(days=days) if budget else None


def plan_of(step: Step) -> Act | None:
    """The act that adopts the Plan: the first of its kind that adopts no amendment of it."""
    amending = {one.act for one in step.dossier.amendments}
    return first_of(act for act in step.acts_of(PLAN) if act.id not in amending and of_body(act, GIUNTA))


@hookimpl
@rule("BL-7.1a", "BL-8.2a", "BL-27.3", TWO_DATES)
def merito_check_plan(step: Step) -> Results | None:
    """Both terms of planning missed, a Plan without its budget, and whose and with whom the acts of planning are."""
    findings = (*_both_late(step), *_before_the_budget(step), *_only_amended(step), *_shared(step), *_heard(step))
    return Results(findings=findings)


def _both_late(step: Step) -> Iterator[Finding]:
    due = plan_due(step)
    defined = first_of(step.acts_of(OBJECTIVES))
    before = step.parameters.day("objectives_deadline", step.dossier.year - 1).value
    if due is not None and _late(plan_of(step), due, step.as_of) and _late(defined, before, step.as_of):
        why = f"né gli obiettivi ({day_text(before)}) né il Piano ({day_text(due)}) rispettano il loro termine"
        yield told("warning", "BL-8.2a", f"{why} ({TWO_DATES})")


def _late(act: Act | None, due: date, as_of: date) -> bool:
    return (act.date if act else as_of) > due


def _before_the_budget(step: Step) -> Iterator[Finding]:
    plan, budget = plan_of(step), first_of(step.acts_of(BUDGET))
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
        if not of_body(act, *POLITICAL):
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
        if OIV.casefold() not in act.participants.casefold():
            why = f"l'atto {act.id} non dice che l'OIV è stato sentito (colonna partecipanti)"
            yield told("warning", "BL-27.3", why, f"act:{act.id}", **about)  # type: ignore[arg-type]
