"""The acts of the Plan and of its amendments: the OIV validates, then the Giunta approves (par. 2 and 3.2)."""

from collections.abc import Iterator
from datetime import date

from merito import Act, ActNeed, Finding, Gate, Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import after_year, enacted, only_in_year, told
from merito.numbers import day_text
from merito_brescia.additions import PLAN, VALIDATION, additions, not_in_the_plan

PLANNED, AS_AMENDED = "I-BS-63", "as_amended"


@hookimpl(specname="merito_gates")
@rule("BS-SM-3.2c", "BS-SM-4.1")
def changed_in_the_year(step: Step) -> ResultRows:
    """Objectives are set beforehand and changed during the year: an act after it changes nothing."""
    return (only_in_year(step, one, act) for one, act in after_year(step))


@hookimpl(specname="merito_gates")
@rule("BS-SM-3.2.1a", PLANNED)
def weighed_in_planning(step: Step) -> ResultRows:
    """A strategic area's weight is "preventivamente attribuito" (par. 3.2.1): no act after the Plan's changes it."""
    of_areas = [(one, act) for one, act in enacted(step) if one.table == "areas" and one.attribute == "weight"]
    if of_areas and step.readings[PLANNED].choice != AS_AMENDED:
        planned = plan_act(step)
        day = planned.date if planned else date(step.dossier.year, 1, 1)
        for one, act in of_areas:
            others = tuple(row.id for row in step.dossier.acts if row.kind == PLAN and row.id != act.id)
            need, subject = ActNeed(PLAN, besides=others, until=day), f"amendment:{one.id}"
            yield Gate(phase=Phase.MONITORING, subject=subject, needs=(need,), rules=step.bears)


@hookimpl
@rule("BS-SM-2.1", "BS-SM-3.2c")
def merito_check_plan(step: Step) -> ResultRows:
    """Reports amendments that do not apply, and refuses objectives added in the year that are not in the Plan.

    The acts of amendments do not replace those of the Plan.
    """
    waiting = [
        told(
            "warning",
            "BS-SM-3.2c",
            f"la variazione {state.amendment.id} non conta nel Piano: {state.waits_for}",
            f"amendment:{state.amendment.id}",
            phase=Phase.MONITORING,
            inputs=(state.amendment,),
        )
        for state in step.amendments
        if not state.applied
    ]
    outside = [
        told("error", "BS-SM-3.2c", why, f"objective:{one.id}", phase=Phase.MONITORING, inputs=(one, act))
        for one, act, why in step.once(not_in_the_plan)
    ]
    yield from (*waiting, *outside, *_plan_by_its_own_acts(step))


def plan_act(step: Step) -> Act | None:
    """The known act that approves the Plan: the first of its kind that concerns no amendment and refers to no other."""
    acts = step.acts_of(PLAN)
    of_amendments, ids = _of_amendments(step, list(acts)), {act.id for act in acts}
    return first_of(act for act in acts if act not in of_amendments and act.refers_to not in ids)


def _plan_by_its_own_acts(step: Step) -> Iterator[Finding]:
    """Stops the rewards if only the acts of an amendment would open the gate of the Plan."""
    acts = [act for act in step.acts if act.kind in (VALIDATION, PLAN)]
    of_amendments = _of_amendments(step, acts)
    if not of_amendments or not _in_order(acts):
        return
    own = [act for act in acts if act not in of_amendments]
    if not _in_order(own):
        approved = next((act for act in own if act.kind == PLAN), None)
        found = f"l'atto {approved.id} del {day_text(approved.date)} non la segue" if approved else "manca"
        why = f"l'approvazione del Piano segue la sua validazione dell'OIV: {found}"
        why = f"{why}; gli atti delle variazioni non bastano"
        yield told("error", "BS-SM-2.1", why, phase=Phase.REWARDS, inputs=tuple(own))


def _in_order(acts: list[Act]) -> bool:
    days = [act.date for act in acts if act.kind == VALIDATION]
    return bool(days) and any(act.kind == PLAN and act.date >= min(days) for act in acts)


def _of_amendments(step: Step, acts: list[Act]) -> list[Act]:
    """The acts that adopt amendments or add objectives, that are about one, or that refer to such an act."""
    adopting = {one.act for one in step.dossier.amendments if one.act} | {act.id for _, act in additions(step)}

    def of_one(act: Act) -> bool:
        subject = act.subject or ""
        about = subject.startswith(("amendment:", "objective:")) or subject.removeprefix("act:") in adopting
        return about or act.id in adopting or act.refers_to in adopting

    return [act for act in acts if of_one(act)]
