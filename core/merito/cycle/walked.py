"""Walks through the phases of the cycle, up to the settlement of the money."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import define, evolve, field, frozen

from merito.contract.inputs import POST
from merito.contract.memory import Memory
from merito.cycle.course import Course
from merito.cycle.declare import declare
from merito.cycle.gates import closed_for, reason_of
from merito.cycle.phases import evaluation, monitoring, objectives, posts, resources, rewards
from merito.cycle.walk import Walk
from merito.model.acts import GateState, Phase
from merito.model.messages import Message, Ref, say, several
from merito.model.record import PhaseState
from merito.model.results import RESULT_TABLES, Results
from merito.model.states import State

BEFORE_SETTLEMENT: tuple[tuple[Phase, Callable[[Walk], None]], ...] = (
    (Phase.OBJECTIVES, objectives),
    (Phase.RESOURCES, resources),
    (Phase.MONITORING, monitoring),
    (Phase.EVALUATION, evaluation),
    (Phase.REWARDS, rewards),
)
NEEDS: Mapping[Phase, tuple[Phase, ...]] = {
    Phase.OBJECTIVES: (),
    Phase.RESOURCES: (Phase.OBJECTIVES,),
    Phase.MONITORING: (Phase.OBJECTIVES,),
    Phase.EVALUATION: (Phase.OBJECTIVES,),
    Phase.REWARDS: (Phase.RESOURCES, Phase.EVALUATION),
    Phase.REPORTING: (),
}
Row = TypeVar("Row", bound=Any)
MARKED = ("grades", "positions", "scores", "placements", "bands", "rewards", "fund_lines")


@frozen
class _Stage:
    """A walk as it stood after some of its phases."""

    walk: Walk
    phases: tuple[PhaseState, ...]

    def serves(self, course: Course) -> bool:
        """Whether a walk of this course would stand here too: every reading that matters so far has the same choice."""
        return all(course.readings[reading].choice == choice for reading, choice in self.walk.watch.live.items())


@define
class Walks:
    """The walks of an ente up to the settlement of the money; their courses differ only in their readings.

    `memory` contains what rules answered, the stages how each walk stood: a walk goes on from the last stage that it
    shares with an earlier one.
    """

    memory: Memory = field(factory=Memory)
    _stages: list[_Stage] = field(factory=list)

    def walked(self, course: Course) -> tuple[Walk, list[PhaseState]]:
        walk, phases = self._begun(course)
        for phase, compute in BEFORE_SETTLEMENT[len(phases) :]:
            phases.append(phase_of(walk, phase, compute, phases))
            self._reached(walk, phases)
        return walk, phases

    def start_again(self) -> None:
        """Forgets what was taken not to matter, because something that had been ignored has been looked at since."""
        self.memory.start_again()
        self._stages.clear()

    def _begun(self, course: Course) -> tuple[Walk, list[PhaseState]]:
        shared = max((one for one in self._stages if one.serves(course)), key=_phases_done, default=None)
        if shared is not None:
            return shared.walk.on(course), list(shared.phases)
        walk = Walk(course, self.memory)
        declare(walk)
        self._reached(walk, ())
        return walk, []

    def _reached(self, walk: Walk, phases: Sequence[PhaseState]) -> None:
        if self.memory.choices:  # otherwise there is no other walk
            self._stages.append(_Stage(walk.on(walk.course), tuple(phases)))


def _phases_done(stage: _Stage) -> int:
    return len(stage.phases)


def phase_of(walk: Walk, phase: Phase, compute: Callable[[Walk], None], before: list[PhaseState]) -> PhaseState:
    closed = closed_for(walk.gates, phase)
    stopped = _stopped_by(walk, phase, closed, before)
    if stopped:
        walk.missing[phase] = [*stopped, *walk.missing[phase]]
        if phase is Phase.REWARDS and not blocked(before, Phase.RESOURCES):
            posts(walk)
        return PhaseState(phase=phase, state="blocked", missing=tuple(walk.missing[phase]))
    standing = walk.results
    compute(walk)
    walk.missing[phase] += _blocked_figures(standing, walk.results)
    earlier_provisional = any(state.state == "provisional" for state in before if state.phase in NEEDS[phase])
    if closed or earlier_provisional:
        rules = " ".join(rule for gate in closed for rule in gate.gate.rules)
        why = (
            say("provvisorio, prima di {rules}", rules=rules)
            if rules
            else say("provvisorio, prima di una fase provvisoria")
        )
        walk.results = marked(standing, walk.results, why, paying_posts(walk.course))
        return PhaseState(
            phase=phase, state="provisional", missing=tuple(map(reason_of, closed)) + tuple(walk.missing[phase])
        )
    if walk.missing[phase]:
        return PhaseState(phase=phase, state="partial", missing=tuple(walk.missing[phase]))
    return PhaseState(phase=phase, state=_went(standing, walk.results))


def _went(before: Results, after: Results) -> str:
    """The state of a phase that nothing stopped: `waiting` if it gave rows, but no figure."""
    new = [name for name in RESULT_TABLES if getattr(after, name) is not getattr(before, name)]
    if not new:
        return "empty"
    if not {"grades", "scores"}.issuperset(new):
        return "done"
    grades = [row.value for row in after.grades[len(before.grades) :]]
    scores = [row.score for row in after.scores[len(before.scores) :]]
    return "done" if any(figure is not None for figure in (*grades, *scores)) else "waiting"


def _stopped_by(
    walk: Walk, phase: Phase, closed: tuple[GateState, ...], before: list[PhaseState]
) -> tuple[Message, ...]:
    if phase in walk.refused_phases:
        return (walk.refused_phases[phase],)
    if closed and not walk.course.provisional:
        return tuple(map(reason_of, closed))
    blocked = [state for state in before if state.phase in NEEDS[phase] and state.state == "blocked"]
    return tuple(stopped_by(state.phase) for state in blocked)


def stopped_by(phase: Phase) -> Message:
    """That an earlier phase is blocked."""
    return say("la fase {phase} è bloccata", phase=Ref("phase", phase.value))


def _blocked_figures(before: Results, after: Results) -> list[Message]:
    """Why figures of a phase are blocked by a choice of the ente."""
    if after.grades is before.grades:
        return []
    known = {id(grade) for grade in before.grades}
    blocked = [grade.reason for grade in after.grades if grade.state is State.BLOCKED and id(grade) not in known]
    return list(dict.fromkeys(blocked))


def blocked(before: list[PhaseState], phase: Phase) -> bool:
    return any(state.phase == phase and state.state == "blocked" for state in before)


def paying_posts(course: Course) -> frozenset[str]:
    return frozenset(tool.name for tool in course.stack.inputs.tools.values() if tool.pays == POST)


def marked(before: Results, after: Results, reason: Message, posts: frozenset[str]) -> Results:
    """`after`, with every final figure that was not in `before` made provisional, for that reason.

    What the tools in `posts` pay is not merit, and does not wait for the phase.
    """
    tables: dict[str, tuple[object, ...]] = {}
    for name in RESULT_TABLES:
        if name not in MARKED:
            continue
        old = {id(row) for row in getattr(before, name)}
        rows = getattr(after, name)
        tables[name] = tuple(
            row if id(row) in old or getattr(row, "tool", None) in posts else _mark(row, reason) for row in rows
        )
    return after.replacing(**tables)


def _mark(row: Row, reason: Message) -> Row:
    if getattr(row, "state", None) is not State.FINAL:
        return row
    changes: dict[str, object] = {"state": State.PROVISIONAL}
    if hasattr(row, "reason"):
        changes["reason"] = several(reason, row.reason)
    return evolve(row, **changes)
