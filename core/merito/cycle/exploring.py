"""Finds which money of a walk readings decide, by walking the cycle again with other choices on them."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from merito.contract.memory import Memory
from merito.contract.weighing import Weighing
from merito.cycle.compared import compared
from merito.cycle.course import Course
from merito.cycle.gates import closed_for, evaluate
from merito.cycle.holds import Holds
from merito.cycle.outcomes import NOTHING_KNOWN, Outcomes, figures, sums
from merito.cycle.search import Search, search
from merito.cycle.shared_holds import SharedHolds
from merito.cycle.stakes import NO_STAKES, Stakes
from merito.cycle.walk import Walk
from merito.cycle.walked import Walks, blocked, paying_posts
from merito.kit.findings import told
from merito.model.acts import Gate, Phase
from merito.model.money import FundLine, Reward
from merito.model.record import PhaseState, Record
from merito.model.results import Finding, Results
from merito.regulations import PluginFaultError

Money = TypeVar("Money", Reward, FundLine)


def open_choices(course: Course) -> Mapping[str, Sequence[str]]:
    """The choices of every reading that the ente has not adopted, the present one first."""
    known = course.stack.rulebook.interpretations
    return {
        one.id: (one.choice, *(other for other in known[one.id].choices if other != one.choice))
        for one in course.readings.all()
        if one.open
    }


def remembering(course: Course) -> Memory:
    """The memory of the walks of an ente, with its open readings, and the gates that hold nothing under any choice."""
    rulebook, inputs = course.stack.rulebook, course.stack.inputs
    acts = course.dossier.acts_seen(course.as_of)

    def opens(gate: Gate) -> bool:
        replacing = any(rulebook.rules[one].implements for one in gate.rules if one in rulebook.rules)
        return not replacing and evaluate((gate,), acts, inputs.acts, rulebook)[0].open

    return Memory(open_choices(course), weighing=Weighing(opens))


def at_stake(course: Course, own: Walk, phases: list[PhaseState], walks: Walks) -> Stakes:
    """The rewards and lines that another choice on an open reading would change, found by walking with it."""
    walks.memory.search()
    live = own.watch.live
    while True:
        found, faults = _searched(course, own, phases, walks, tuple(live))
        if not walks.memory.weighing.overlooked:
            break
        walks.start_again()
        live = walks.walked(course)[0].watch.live
    if found is None:
        return NO_STAKES
    own.add(Results(findings=faults), "merito_check_rewards")
    return compared(found, course.stack.rulebook.interpretations)


def _searched(
    course: Course, own: Walk, phases: list[PhaseState], walks: Walks, live: Sequence[str]
) -> tuple[Search[Outcomes] | None, tuple[Finding, ...]]:
    """The walks with other choices, and the faults of rules in them; None if no open reading is `live`."""
    choices = walks.memory.choices
    if choices.keys().isdisjoint(live):
        return None, ()
    faults: list[Finding] = []

    def other(changes: Mapping[str, str]) -> tuple[Outcomes, Sequence[str]]:
        if not changes:
            return _outcomes(own, phases, own), live
        try:
            walk, stood = walks.walked(evolve(course, readings=course.readings.with_choices(changes)))
        except PluginFaultError as fault:
            faults.append(_fault(changes, fault))
            return NOTHING_KNOWN, ()
        own.watch.asked.update(walk.watch.asked)
        return _outcomes(walk, stood, own), tuple(walk.watch.live)

    offered = {reading: others for reading, (_, *others) in choices.items()}
    return search(other, offered), tuple(faults)


def _fault(changes: Mapping[str, str], fault: PluginFaultError) -> Finding:
    """The finding for a rule that raises under choices that are not the ente's: that outcome stays unknown."""
    chosen = ", ".join(f"{reading} = {choice}" for reading, choice in changes.items())
    why = f"con la scelta {chosen} il plugin si ferma ({fault}): ogni somma è sospesa finché non è adottata"
    return told("error", "", why, f"reading:{next(iter(changes))}", phase=Phase.REWARDS)


def _outcomes(walk: Walk, phases: list[PhaseState], own: Walk) -> Outcomes:
    if blocked(phases, Phase.RESOURCES):
        return NOTHING_KNOWN
    stopped = frozenset(walk.stopped_tools)
    if blocked(phases, Phase.REWARDS):
        stopped |= walk.course.stack.inputs.tools.keys() - paying_posts(walk.course)
    closed = [one.gate for one in own.gates if not one.open]
    results = walk.results
    found = walk.memory.rows.once_for(
        ("sums", stopped),
        (results.rewards, results.fund_lines, results.findings, walk.gates, own.gates, walk.course.dossier),
        lambda: sums(results, holds_of(walk, NO_STAKES), stopped, closed),
    )
    return Outcomes(found, figures(results))


def holds_of(walk: Walk, decided: Stakes) -> Holds:
    """What holds the money of a walk; `decided` is what open readings decide of it."""
    course, before = walk.course, walk.results
    stopping = closed_for(walk.gates, Phase.REWARDS)
    of_posts = paying_posts(course)
    own = frozenset(tool.name for tool in course.stack.inputs.tools.values() if tool.by_own_score)
    shared = SharedHolds(before.findings, before.rewards, course.dossier.people.by_id, of_posts, own)
    rulebook = course.stack.rulebook
    return Holds(course.readings, decided, walk.gates, stopping, of_posts, before.findings, rulebook, shared)


def with_adopted(record: Record, course: Course) -> Record:
    """The record in which money cites the adopted readings that decide it.

    It takes as long as a run in which nothing is adopted, and serves explanations.
    """
    if not any(one.must_adopt and one.adopted for one in course.readings.all()):
        return record
    again = evolve(course, readings=course.readings.unadopted())
    walks = Walks(Memory(open_choices(again)))
    walk, phases = walks.walked(again)
    holds = holds_of(walk, at_stake(again, walk, phases, walks))
    rewards = tuple(_with_rules(row, _deciding(holds, row)) for row in record.results.rewards)
    lines = tuple(_with_rules(row, _deciding(holds, row)) for row in record.results.fund_lines)
    return evolve(record, results=record.results.replacing(rewards=rewards, fund_lines=lines))


def _deciding(holds: Holds, row: Reward | FundLine) -> tuple[str, ...]:
    """The readings of which another choice is known to give a different result."""
    return tuple(sorted({reading for one in holds.outcomes(row) for reading in one.readings}))


def _with_rules(row: Money, readings: tuple[str, ...]) -> Money:
    more: tuple[str, ...] = tuple(one for one in readings if one not in row.rules)
    return evolve(row, rules=(*row.rules, *more)) if more else row
