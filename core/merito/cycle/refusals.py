"""Which phases refused something, while what was not refused was computed."""

from collections.abc import Iterable

from attrs import evolve

from merito.model.acts import Phase
from merito.model.record import PhaseState
from merito.model.results import Results
from merito.model.states import State


def with_refusals(phases: Iterable[PhaseState], results: Results) -> tuple[PhaseState, ...]:
    """The phases, marked where an error refused a tool or a subject of theirs, or where it holds a reward."""
    errors = [one for one in results.findings if one.severity == "error" and (one.tool or one.subject)]
    refusing = {one.phase for one in errors}
    held = any(row.state is State.REFUSED and row.withheld for row in results.rewards)
    if held or any(one.tool for one in errors):
        refusing.add(Phase.REWARDS)
    return tuple(evolve(state, refused=state.phase in refusing) for state in phases)
