"""The acts of the Plan and of its amendments: the OIV validates, then the Giunta approves (par. 2 and 3.2)."""

from collections.abc import Iterator

from merito import Act, Finding, Objective, Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_brescia.evaluation_people import GIUNTA, OIV, by_body

VALIDATION, PLAN = "plan_validation", "performance_plan"


@hookimpl
@rule("BS-SM-2.1", "BS-SM-3.2c")
def merito_check_plan(step: Step) -> ResultRows:
    """An amendment without its acts counts for nothing; nor is an objective added in the year in the Plan without its
    own; the acts of amendments do not stand for those of the Plan.
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
    yield from (*waiting, *_added(step), *_plan_by_its_own_acts(step))


def _added(step: Step) -> Iterator[Finding]:
    """Objectives that an act approves after the Plan, without a validation of the OIV about them or about that act."""
    seen = {act.id: act for act in step.acts}
    validations = [act for act in step.acts_of(VALIDATION) if by_body(act, OIV)]
    for one, act in _additions(step):
        own = {f"objective:{one.id}", f"act:{act.id}"}
        about = [row for row in validations if row.subject in own or row.refers_to == act.id or row.id == act.refers_to]
        why = ""
        if act.id not in seen:
            why = f"l'atto {act.id} che lo approva, del {day_text(act.date)}, alla data dell'esecuzione non conta"
        elif not by_body(act, GIUNTA):
            why = f"l'atto {act.id} non è della Giunta"
        elif not any(row.date <= act.date for row in about):
            why = f"nessuna validazione dell'OIV che lo riguardi precede l'atto {act.id} che lo approva"
        if why:
            why = f"l'obiettivo {one.id}, introdotto nell'anno, non è ancora acquisito nel Piano: {why}"
            yield told("error", "BS-SM-3.2c", why, f"objective:{one.id}", phase=Phase.MONITORING, inputs=(one, act))


def _additions(step: Step) -> Iterator[tuple[Objective, Act]]:
    """The objectives that came after the Plan, each with the act that approves it."""
    for one in step.dossier.objectives:
        act = step.dossier.acts.get(one.act or "")
        if act is not None and act.kind == PLAN and act.id != _first_plan(step):
            yield one, act


def _first_plan(step: Step) -> str:
    """The act that approves the Plan: the first of its kind."""
    first = first_of(act for act in step.dossier.acts if act.kind == PLAN and act.stands(step.dossier.year))
    return first.id if first else ""


def plan_act(step: Step) -> Act | None:
    """The act seen that approves the Plan: the first that is of no amendment and refers to no other of its kind."""
    acts = step.acts_of(PLAN)
    of_amendments, ids = _of_amendments(step, list(acts)), {act.id for act in acts}
    return first_of(act for act in acts if act not in of_amendments and act.refers_to not in ids)


def _plan_by_its_own_acts(step: Step) -> Iterator[Finding]:
    """Stops the rewards where only the acts of an amendment would open the gate of the Plan."""
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
    adopting = {one.act for one in step.dossier.amendments if one.act} | {act.id for _, act in _additions(step)}

    def of_one(act: Act) -> bool:
        subject = act.subject or ""
        about = subject.startswith(("amendment:", "objective:")) or subject.removeprefix("act:") in adopting
        return about or act.id in adopting or act.refers_to in adopting

    return [act for act in acts if of_one(act)]
