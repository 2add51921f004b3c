"""Marks phases with something wrong: a refusal, withheld money, a missing act that concludes them."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from merito.contract.inputs import ActKind
from merito.model.acts import DeadlineState, GateState, Phase
from merito.model.record import CHECKED, EMPTY, DeadlineAt, PhaseState
from merito.model.results import Finding, Results
from merito.model.states import State


def with_refusals(phases: Iterable[PhaseState], results: Results) -> tuple[PhaseState, ...]:
    """The phases, marked if an error refused one of their tools or subjects, or holds a reward."""
    errors = [one for one in results.findings if one.severity == "error" and (one.tool or one.subject)]
    refusing = {one.phase for one in errors}
    held = any(row.state is State.REFUSED and row.withheld for row in results.rewards)
    if held or any(one.tool for one in errors):
        refusing.add(Phase.REWARDS)
    return tuple(evolve(state, refused=state.phase in refusing) for state in phases)


def with_checked(
    phases: Iterable[PhaseState],
    gates: tuple[GateState, ...],
    deadlines: tuple[DeadlineAt, ...],
    findings: tuple[Finding, ...],
) -> tuple[PhaseState, ...]:
    """The phases that compute nothing, marked if acts and deadlines were checked, and if something is lacking."""
    acts = {one.gate.phase for one in gates} | {one.deadline.phase for one in deadlines}
    wrong = {one.gate.phase for one in gates if not one.open}
    wrong |= {one.deadline.phase for one in deadlines if one.state in (DeadlineState.LATE, DeadlineState.OVERDUE)}
    wrong |= {one.phase for one in findings if one.severity != "info"}
    return tuple(
        evolve(state, state=CHECKED, lacking=state.phase in wrong)
        if state.state == EMPTY and state.phase in acts
        else state
        for state in phases
    )


def with_held(phases: Iterable[PhaseState], results: Results) -> tuple[PhaseState, ...]:
    """The phases, with that of the rewards marked if money waits: a withheld sum is not finished."""
    held = any(row.withheld for row in results.fund_lines) or any(row.withheld for row in results.rewards)
    return tuple(evolve(state, held=held and state.phase is Phase.REWARDS) for state in phases)


def with_awaited(
    phases: Iterable[PhaseState], deadlines: Iterable[DeadlineAt], kinds: Mapping[str, ActKind]
) -> tuple[PhaseState, ...]:
    """The phases, each with the missing acts that conclude it and that a deadline of this ente requires."""
    there: dict[str, bool] = {}
    for one in deadlines:
        there[one.deadline.met_by] = there.get(one.deadline.met_by, False) or one.act is not None
    awaited = [kinds[kind] for kind, given in there.items() if not given and kind in kinds]
    return tuple(
        evolve(state, awaits=tuple(kind.title for kind in awaited if kind.concludes == state.phase.value))
        for state in phases
    )
