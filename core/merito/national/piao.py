"""The deadline of the PIAO, which replaces that of the Plan from 2022 (art. 6 c. 1 D.L. 80/2021, D.M. 132/2022).

The deadline moves with that of the budgets, so an ente sets the day decreed for its year. Up to 50 employees the Plan
of performance keeps its own act and deadline; the ente says how many employees it has, or its table of people does.
"""

from datetime import date

from merito import Basis, Deadline, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.national.facts import employees
from merito.numbers import day_text, number_text

TERM, FEW, PLAN_TERM = "piao_deadline", "piao_few_employees", "plan_deadline"
PIAO, PLAN = "piao", "performance_plan"
MUNICIPALITY, FIRST = "municipality", 2022


@hookimpl
@rule("IT-PIAO.1")
def merito_deadlines(step: Step) -> ResultRows:
    """The deadline of every ente; for a small one that is not a municipality also the Plan's."""
    year = step.dossier.year
    day = step.parameters.day(TERM, year)
    yield _term(step, f"PIAO {year}", day.value, PIAO, Basis(parameters=(day,)))
    if _small(step) and step.dossier.ente.kind != MUNICIPALITY:
        own = step.parameters.day(PLAN_TERM, year)
        few = step.parameters.number(FEW)
        yield _term(step, f"Piano della performance {year}", own.value, PLAN, Basis(parameters=(own, few)))


@hookimpl
@rule("IT-PIAO.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Tells a small ente which plan it is assumed to have."""
    if _small(step) and step.dossier.ente.kind != MUNICIPALITY:
        few = step.parameters.number(FEW)
        why = (
            f"l'ente ha {number_text(employees(step))} dipendenti, e fino a {number_text(few.value)} il PIAO è "
            "semplificato: il Piano della performance tiene il suo atto e il suo termine (fonte secondaria, da "
            "verificare sul D.P.R. 81/2022)"
        )
        yield told("info", "IT-PIAO.1", why)


@hookimpl(specname="merito_check_plan")
@rule("IT-PIAO.1")
def a_term_that_may_be_another(step: Step) -> ResultRows:
    """In a municipality the day of the law is not surely its own: that of its budgets is moved almost every year."""
    day = step.parameters.day(TERM, step.dossier.year)
    if step.dossier.ente.kind != MUNICIPALITY or TERM in step.parameters.settings or step.as_of <= day.value:
        return
    by_then = (act for act in step.acts_of(PIAO) if act.of_body(step.act_kinds[PIAO].body) and act.date <= day.value)
    if not any(by_then):
        moved = "centoventi giorni dopo quello" if step.dossier.year == FIRST else "se è differito, trenta giorni dopo"
        why = (
            f"il termine del PIAO, {day_text(day.value)}, è quello comune a ogni amministrazione; in un comune segue "
            f"quello dei bilanci ({moved}). Il giorno che ne viene si scrive nel parametro {TERM}: finché manca, il "
            "ritardo non è certo"
        )
        yield told("info", "IT-PIAO.1", why)


def _term(step: Step, what: str, due: date, met_by: str, basis: Basis) -> Deadline:
    return Deadline(phase=Phase.OBJECTIVES, what=what, due=due, met_by=met_by, rules=step.bears, basis=basis)


def _small(step: Step) -> bool:
    """Whether the number of employees is known, and small."""
    return 0 < employees(step) <= step.parameters.number(FEW).value
