"""Runs the cycle of one ente and year. It has no clock: the same dossier and date give the same record."""

from collections.abc import Iterator, Mapping
from functools import partial

from attrs import evolve, frozen

from merito.cycle.course import Course
from merito.cycle.deadlines import at, binding
from merito.cycle.declare import declare
from merito.cycle.exploring import at_stake, holds_of, remembering
from merito.cycle.figures import bearing
from merito.cycle.paid.settled import Others, with_paid, without_corrections
from merito.cycle.paid.shaken import corrected, other_ways, shaken
from merito.cycle.phases import reporting
from merito.cycle.provisional import is_value, weighing_values
from merito.cycle.publication import publication_limits
from merito.cycle.refusals import with_awaited, with_checked, with_held, with_refusals
from merito.cycle.settlement import settle
from merito.cycle.stakes import Stakes
from merito.cycle.walk import Walk
from merito.cycle.walked import Walks, paying_posts, phase_of
from merito.model.acts import GateState, Phase
from merito.model.basis import Reading
from merito.model.messages import NOTHING, Message, say, several
from merito.model.money import FundLine
from merito.model.record import DeadlineAt, PhaseState, Record
from merito.model.results import Finding, Results

NOT_DIVIDED = say("nessuno strumento ha diviso questa parte del fondo")


def run(course: Course, hashes: Mapping[str, str] | None = None) -> Record:
    """The record of one ente and year.

    Raises PluginFaultError if a plugin raises or gives invalid rows. Everything else (a closed gate, a missing
    parameter, a refusal) is a normal outcome, reported in the record.
    """
    walk, phases, open_readings = _settled(course)
    phases.append(phase_of(walk, Phase.REPORTING, reporting, phases))
    walk.memory.forget()
    inputs = course.stack.inputs
    deadlines = _deadlines(walk)
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
        asked=tuple(one for one in walk.watch.asked if not is_value(one)),
    )


@frozen(kw_only=True)
class Looked:
    """What is known before anything is computed: the findings of the checks, gates and deadlines at the date."""

    findings: tuple[Finding, ...]
    gates: tuple[GateState, ...]
    deadlines: tuple[DeadlineAt, ...]


def check(course: Course) -> tuple[Finding, ...]:
    """The findings of the checks of parameters and plan. Raises PluginFaultError.

    The rules of every phase that is open are called once, to see whether they fail; what they compute is not kept.
    """
    return look(course).findings


def look(course: Course) -> Looked:
    """The same, with the gates and the deadlines at the date."""
    walk = Walk(course)
    declare(walk)
    weighed = weighing_values(course)
    Walks(remembering(weighed)).walked(weighed)
    return Looked(findings=walk.results.findings, gates=walk.gates, deadlines=_deadlines(walk))


def _deadlines(walk: Walk) -> tuple[DeadlineAt, ...]:
    course, inputs = walk.course, walk.course.stack.inputs
    due = binding(walk.results.deadlines, course.stack.rulebook, course.dossier.ente.kind)
    return at(due, course.dossier.acts_seen(course.as_of), inputs, course.as_of, walk.gates)


def _settled(course: Course) -> tuple[Walk, list[PhaseState], tuple[Reading, ...]]:
    """A walk with its money settled, and the open readings that hold some of it."""
    course = weighing_values(course)
    walks = Walks(remembering(course))
    walk, phases = walks.walked(course)
    decided = at_stake(course, walk, phases, walks)
    unsure = shaken(course, walk, decided)
    funds = unsure | corrected(course, walk)
    ways = other_ways(course, (decided, *_without_corrections(course, walk))) if funds else ()
    holds = holds_of(walk, decided, unsure, by_account=funds if ways else ())
    settled = settle(walk.results, holds, lambda line: _undivided(walk, line), walk.who_gave("merito_rewards"))
    others = Others(partial(_supposing, course), ways, funds, decided)
    walk.results = bearing(with_paid(course, walk, settled, others), decided, holds.not_adopted)
    return walk, phases, tuple(course.readings[reading] for reading in decided.readings)


def _without_corrections(course: Course, walk: Walk) -> Iterator[Stakes]:
    """What open readings decide without the corrections after a payment, with which the accounts are compared."""
    for other in without_corrections(course, walk):
        walks = Walks(remembering(other))
        there, phases = walks.walked(other)
        yield at_stake(other, there, phases, walks)


def _supposing(course: Course, choices: Mapping[str, str]) -> Results:
    """The results if some choices on readings had been adopted, as the payments leave them."""
    readings = course.readings
    for reading, choice in choices.items():
        readings = readings.supposing(reading, choice)
    return _settled(evolve(course, readings=readings))[0].results


def _undivided(walk: Walk, line: FundLine) -> Message:
    """Why no tool has divided a fund line: what stops the phase, or the tools that divide it.

    A line left to the pay of a post waits for the phase of resources, not for that of rewards.
    """
    declared = walk.course.stack.inputs.tools.values()
    tools = [tool.name for tool in declared if not tool.funds or line.fund in tool.funds]
    phase = Phase.REWARDS
    if line.left_to is not None:
        tools = [line.left_to]
        phase = Phase.RESOURCES if line.left_to in paying_posts(walk.course) else phase
    of_tools = {reason for reasons in walk.stopped_tools.values() for reason in reasons}
    reasons = [reason for reason in walk.missing[phase] if reason not in of_tools]
    reasons += [reason for tool in tools for reason in walk.stopped_tools.get(tool, ())]
    telling = {"warning": tools, "error": [tool for tool in tools if tool not in walk.refused_tools]}
    reasons += [
        finding.message
        for finding in walk.results.findings
        if finding.tool in telling.get(finding.severity, ()) and not finding.subject
    ]
    return several(*reasons) or (NOTHING if line.reason else NOT_DIVIDED)
