"""Runs the cycle of one ente and year: one way, no clock, the same dossier and date give the same record."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from merito.cycle.compared import compared
from merito.cycle.course import Course
from merito.cycle.deadlines import at, binding
from merito.cycle.declare import declare
from merito.cycle.evaluation import evaluation
from merito.cycle.gates import closed_for, reason_of
from merito.cycle.holds import Holds
from merito.cycle.monitoring import monitoring
from merito.cycle.objectives import objectives
from merito.cycle.outcomes import NOTHING_KNOWN, Outcomes, outcomes
from merito.cycle.provisional import marked
from merito.cycle.publication import publication_limits
from merito.cycle.refusals import with_awaited, with_checked, with_held, with_refusals
from merito.cycle.reporting import reporting
from merito.cycle.resources import resources
from merito.cycle.rewards import posts, rewards
from merito.cycle.search import search
from merito.cycle.settlement import settle
from merito.cycle.shared_holds import SharedHolds
from merito.cycle.stakes import NO_STAKES, Stakes
from merito.cycle.told_once import told_once
from merito.cycle.walk import Walk
from merito.declarations.inputs import POST
from merito.memory import Memory
from merito.model.acts import GateState, Phase
from merito.model.basis import Reading
from merito.model.money import FundLine
from merito.model.record import PhaseState, Record
from merito.model.results import RESULT_TABLES, Finding, Results
from merito.model.states import State
from merito.regulations import PluginFaultError

NOT_DIVIDED = "nessuno strumento ha diviso questa parte del fondo"
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


def run(course: Course, hashes: Mapping[str, str] | None = None) -> Record:
    """The record of one ente and year.

    Raises PluginFaultError where a plugin raises or gives rows that do not hold. Everything else (a closed gate,
    a missing parameter, a refusal) is a normal outcome, told in the record.
    """
    walk, phases, open_readings = _settled(course)
    phases.append(_phase(walk, Phase.REPORTING, reporting, phases))
    acts = course.dossier.acts_seen(course.as_of)
    due = binding(walk.results.deadlines, course.stack.rulebook, course.dossier.ente.kind)
    inputs = course.stack.inputs
    deadlines = at(due, acts, inputs, course.as_of, walk.gates)
    return Record(
        dossier=walk.course.dossier,
        as_of=course.as_of,
        provisional=course.provisional,
        edition=course.parameters.edition,
        layers=tuple(layer.label for layer in course.stack.layers),
        versions={layer.name: layer.version for layer in course.stack.layers},
        phases=with_checked(
            with_awaited(with_held(with_refusals(phases, walk.results), walk.results), deadlines, inputs.acts),
            walk.gates,
            deadlines,
            walk.results.findings,
        ),
        gates=walk.gates,
        deadlines=deadlines,
        results=walk.results,
        publication=publication_limits(course.parameters),
        amendments=walk.amendments,
        readings=course.readings.all(),
        open_readings=open_readings,
        parameters_set=tuple(course.parameters.in_force(key) for key in course.parameters.settings),
        hashes=hashes or {},
        own_rules=course.stack.own_files if course.stack.own_rules_run else {},
        simulation=course.simulation,
        asked=tuple(walk.watch.asked),
    )


def check(course: Course) -> tuple[Finding, ...]:
    """What the checks of parameters and plan find; nothing is computed. Raises PluginFaultError."""
    walk = Walk(course)
    declare(walk)
    return walk.results.findings


def _settled(course: Course) -> tuple[Walk, list[PhaseState], tuple[Reading, ...]]:
    """A walk with its money settled, and the open readings that hold some of it."""
    memory = Memory(_open_choices(course))
    walk, phases = _walked(course, memory)
    decided = at_stake(course, walk, phases, memory)
    walk.results = settle(
        walk.results, _holds(walk, decided), lambda line: _undivided(walk, line), course.stack.regulation.name
    )
    return walk, phases, tuple(course.readings[reading] for reading in decided.readings)


def _open_choices(course: Course) -> Mapping[str, Sequence[str]]:
    """The choices of every reading that the ente has not adopted, its own first."""
    known = course.stack.rulebook.interpretations
    return {
        one.id: (one.choice, *(other for other in known[one.id].choices if other != one.choice))
        for one in course.readings.all()
        if one.open
    }


def at_stake(course: Course, own: Walk, phases: list[PhaseState], memory: Memory) -> Stakes:
    """Whose money another choice on an open reading would change, found by walking with it."""
    if not memory.choices.keys() & own.watch.live.keys():
        return NO_STAKES
    memory.searching = True

    def walked(changes: Mapping[str, str]) -> tuple[Outcomes, Sequence[str]]:
        if not changes:
            return _outcomes(own, phases, own), tuple(own.watch.live)
        try:
            walk, stood = _walked(evolve(course, readings=course.readings.with_choices(changes)), memory)
        except PluginFaultError:
            return NOTHING_KNOWN, ()
        own.watch.asked.update(walk.watch.asked)
        return _outcomes(walk, stood, own), tuple(walk.watch.live)

    offered = {reading: others for reading, (_, *others) in memory.choices.items()}
    return compared(search(walked, offered), course.stack.rulebook.interpretations)


def _outcomes(walk: Walk, phases: list[PhaseState], own: Walk) -> Outcomes:
    if _blocked(phases, Phase.RESOURCES):
        return NOTHING_KNOWN
    stopped = frozenset(walk.stopped_tools)
    if _blocked(phases, Phase.REWARDS):
        stopped |= walk.course.stack.inputs.tools.keys() - _paying_posts(walk.course)
    closed = [one.gate for one in own.gates if not one.open]
    return outcomes(walk.results, _holds(walk, NO_STAKES), stopped, closed)


def _walked(course: Course, memory: Memory) -> tuple[Walk, list[PhaseState]]:
    """A walk up to the settlement of the money."""
    walk = Walk(course, memory)
    declare(walk)
    phases: list[PhaseState] = []
    for phase, compute in BEFORE_SETTLEMENT:
        phases.append(_phase(walk, phase, compute, phases))
    return walk, phases


def _holds(walk: Walk, decided: Stakes) -> Holds:
    """What holds the money of a walk; `decided` is what open readings decide of it."""
    course, before = walk.course, walk.results
    stopping = closed_for(walk.gates, Phase.REWARDS)
    of_posts = _paying_posts(course)
    own = frozenset(tool.name for tool in course.stack.inputs.tools.values() if tool.by_own_score)
    shared = SharedHolds(before.findings, before.rewards, course.dossier.people.by_id, of_posts, own)
    rulebook = course.stack.rulebook
    return Holds(course.readings, decided, walk.gates, stopping, of_posts, before.findings, rulebook, shared)


def _phase(walk: Walk, phase: Phase, compute: Callable[[Walk], None], before: list[PhaseState]) -> PhaseState:
    closed = closed_for(walk.gates, phase)
    stopped = _stopped_by(walk, phase, closed, before)
    if stopped:
        walk.missing[phase] = [*stopped, *walk.missing[phase]]
        if phase is Phase.REWARDS and not _blocked(before, Phase.RESOURCES):
            posts(walk)
        return PhaseState(phase=phase, state="blocked", missing=tuple(walk.missing[phase]))
    standing = walk.results
    compute(walk)
    walk.missing[phase] += _blocked_figures(standing, walk.results)
    earlier_provisional = any(state.state == "provisional" for state in before if state.phase in NEEDS[phase])
    if closed or earlier_provisional:
        before_what = " ".join(rule for gate in closed for rule in gate.gate.rules) or "una fase provvisoria"
        walk.results = marked(
            standing, walk.results, f"provvisorio, prima di {before_what}", _paying_posts(walk.course)
        )
        return PhaseState(
            phase=phase, state="provisional", missing=tuple(map(reason_of, closed)) + tuple(walk.missing[phase])
        )
    if walk.missing[phase]:
        return PhaseState(phase=phase, state="partial", missing=tuple(walk.missing[phase]))
    return PhaseState(phase=phase, state=_went(standing, walk.results))


def _went(before: Results, after: Results) -> str:
    """How a phase that nothing stopped went: `waiting` where it gave rows and not one figure."""
    new = [name for name in RESULT_TABLES if getattr(after, name) is not getattr(before, name)]
    if not new:
        return "empty"
    if not {"grades", "scores"}.issuperset(new):
        return "done"
    grades = [row.value for row in after.grades[len(before.grades) :]]
    scores = [row.score for row in after.scores[len(before.scores) :]]
    return "done" if any(figure is not None for figure in (*grades, *scores)) else "waiting"


def _stopped_by(walk: Walk, phase: Phase, closed: tuple[GateState, ...], before: list[PhaseState]) -> tuple[str, ...]:
    if phase in walk.refused_phases:
        return (walk.refused_phases[phase],)
    if closed and not walk.course.provisional:
        return tuple(map(reason_of, closed))
    blocked = [state for state in before if state.phase in NEEDS[phase] and state.state == "blocked"]
    return tuple(f"la fase {state.phase} è bloccata" for state in blocked)


def _blocked_figures(before: Results, after: Results) -> list[str]:
    """Why figures of a phase are blocked by a choice of the ente."""
    known = {id(grade) for grade in before.grades}
    blocked = [grade.reason for grade in after.grades if grade.state is State.BLOCKED and id(grade) not in known]
    return list(dict.fromkeys(blocked))


def _blocked(before: list[PhaseState], phase: Phase) -> bool:
    return any(state.phase == phase and state.state == "blocked" for state in before)


def _paying_posts(course: Course) -> frozenset[str]:
    return frozenset(tool.name for tool in course.stack.inputs.tools.values() if tool.pays == POST)


def _undivided(walk: Walk, line: FundLine) -> str:
    """Why no tool has divided a line of a fund: what stops the phase, or the tools that divide it.

    What is left to the pay of a post waits for the phase of resources, not for that of rewards.
    """
    declared = walk.course.stack.inputs.tools.values()
    tools = [tool.name for tool in declared if not tool.funds or line.fund in tool.funds]
    phase = Phase.REWARDS
    if line.left_to is not None:
        tools = [line.left_to]
        phase = Phase.RESOURCES if line.left_to in _paying_posts(walk.course) else phase
    of_tools = {reason for reasons in walk.stopped_tools.values() for reason in reasons}
    reasons = [reason for reason in walk.missing[phase] if reason not in of_tools]
    reasons += [reason for tool in tools for reason in walk.stopped_tools.get(tool, ())]
    telling = {"warning": tools, "error": [tool for tool in tools if tool not in walk.refused_tools]}
    reasons += [
        finding.message
        for finding in walk.results.findings
        if finding.tool in telling.get(finding.severity, ()) and not finding.subject
    ]
    return told_once(reasons) or ("" if line.reason else NOT_DIVIDED)
