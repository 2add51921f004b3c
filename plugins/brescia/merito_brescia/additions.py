"""Objectives added during the year: in the Plan once the OIV has validated and the Giunta approved them (par. 3.2)."""

from collections.abc import Iterator
from datetime import date

from merito import Act, Objective, Step, first_of
from merito.numbers import day_text
from merito_brescia.evaluation_people import GIUNTA, OIV

VALIDATION, PLAN = "plan_validation", "performance_plan"


def not_in_the_plan(step: Step) -> tuple[tuple[Objective, Act, str], ...]:
    """Objectives that were added and are not in the Plan, each with its act and the reason (Italian)."""
    found = ((one, act, _why_outside(step, one, act)) for one, act in additions(step))
    return tuple(
        (one, act, f"l'obiettivo {one.id}, introdotto nell'anno, non è acquisito nel Piano: {why}")
        for one, act, why in found
        if why
    )


def additions(step: Step) -> Iterator[tuple[Objective, Act]]:
    """The objectives that came after the Plan, each with the act that approves it."""
    for one in step.dossier.objectives:
        act = step.dossier.acts.get(one.act or "")
        if act is not None and act.kind == PLAN and act.id != _first_plan(step):
            yield one, act


def _first_plan(step: Step) -> str:
    """The act that approves the Plan: the first of its kind."""
    first = first_of(act for act in step.dossier.acts if act.kind == PLAN and act.stands(step.dossier.year))
    return first.id if first else ""


def _why_outside(step: Step, one: Objective, act: Act) -> str:
    year = step.dossier.year
    of_later_years = one.start is not None and one.start.year > year
    if act.date > date(year, 12, 31) and not of_later_years:
        return (
            f"l'atto {act.id} che lo approva è del {day_text(act.date)}, e gli obiettivi si determinano prima (par. "
            f"4.1) e si variano in corso d'anno, entro il 31/12/{year}"
        )
    if act.id not in {row.id for row in step.acts}:
        return f"l'atto {act.id} che lo approva, del {day_text(act.date)}, alla data dell'esecuzione non conta"
    if not act.of_body(GIUNTA):
        return f"l'atto {act.id} non è della Giunta"
    if not any(row.date <= act.date for row in _validations(step, one, act)):
        return f"nessuna validazione dell'OIV che lo riguardi precede l'atto {act.id} che lo approva"
    return ""


def _validations(step: Step, one: Objective, act: Act) -> list[Act]:
    """The OIV's validations of an objective, or of the act that approves it."""
    own = {f"objective:{one.id}", f"act:{act.id}"}
    by_the_oiv = [row for row in step.acts_of(VALIDATION) if row.of_body(OIV)]
    return [row for row in by_the_oiv if row.subject in own or row.refers_to == act.id or row.id == act.refers_to]
