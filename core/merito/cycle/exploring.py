"""Finds which money of a walk readings decide, by walking the cycle again with other choices on them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from attrs import evolve

from merito.contract.memory import Memory
from merito.contract.parameters import UNKNOWN
from merito.contract.weighing import Weighing
from merito.cycle.compared import compared
from merito.cycle.course import Course
from merito.cycle.gates import closed_for, evaluate
from merito.cycle.holds import Holds
from merito.cycle.outcomes import NOTHING_KNOWN, Outcomes, Sums, figures, sums
from merito.cycle.provisional import ALL_UNKNOWN, is_value, key_of, spelled_out, together, unlisted, value_choices
from merito.cycle.search import Changes, Search, search
from merito.cycle.shared_holds import SharedHolds
from merito.cycle.stakes import NO_STAKES, REWARD, Key, Stakes
from merito.cycle.walk import Walk
from merito.cycle.walked import Walks, blocked, paying_posts
from merito.kit.findings import told
from merito.model.acts import Gate, Phase
from merito.model.messages import Message, say
from merito.model.money import FundLine, Reward
from merito.model.record import PhaseState, Record
from merito.model.results import Finding, Results
from merito.regulations import PluginFaultError

Money = TypeVar("Money", Reward, FundLine)
Row = tuple[str, Key]
Walked = tuple[Outcomes, Sequence[str]]


def open_choices(course: Course) -> Mapping[str, Sequence[str]]:
    """The choices of every reading that the ente has not adopted, the present one first, and on provisional values."""
    known = course.stack.rulebook.interpretations
    of_readings = {
        one.id: (one.choice, *(other for other in known[one.id].choices if other != one.choice))
        for one in course.readings.all()
        if one.open
    }
    return {**of_readings, **value_choices(course)}


def remembering(course: Course) -> Memory:
    """The memory of the walks of an ente, with its open readings, and the gates that hold nothing under any choice."""
    rulebook, inputs = course.stack.rulebook, course.stack.inputs
    acts = course.dossier.acts_seen(course.as_of)

    def opens(gate: Gate) -> bool:
        replacing = any(rulebook.rules[one].implements for one in gate.rules if one in rulebook.rules)
        return not replacing and evaluate((gate,), acts, inputs.acts, rulebook)[0].open

    return Memory(open_choices(course), weighing=Weighing(opens))


def at_stake(course: Course, own: Walk, phases: list[PhaseState], walks: Walks) -> Stakes:
    """The rewards and lines that another choice on an open reading, or another lawful value, would change.

    They are found by walking with it.
    """
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
    decided = compared(found, course.stack.rulebook.interpretations)
    return evolve(decided, of_values=_one_by_one(decided.of_values, course, own, phases, walks))


def _searched(
    course: Course, own: Walk, phases: list[PhaseState], walks: Walks, live: Sequence[str]
) -> tuple[Search[Outcomes] | None, tuple[Finding, ...]]:
    """The walks with other choices, and the faults of rules in them; None if no open reading is `live`."""
    choices, unknown = walks.memory.choices, unlisted(course)
    if choices.keys().isdisjoint(live):
        return None, ()
    faults: dict[Message, Finding] = {}

    def other(changes: Mapping[str, str]) -> tuple[Outcomes, Sequence[str]]:
        if not changes:
            return _outcomes(own, phases, own), together(live, unknown)
        found, asked, fault = _walked_with(spelled_out(changes, unknown), course, own, walks)
        if fault is not None:
            faults[fault.message] = fault
        return found, together(asked, unknown)

    offered = {reading: others for reading, (_, *others) in choices.items() if reading not in unknown}
    every = {**offered, ALL_UNKNOWN: (UNKNOWN,)} if unknown else offered
    return _all_together(other, every), tuple(faults.values())


def _all_together(walk: Callable[[Changes], Walked], offered: Mapping[str, Sequence[str]]) -> Search[Outcomes]:
    """The search with all choices; if it ends early, also those with the readings alone, and with the values alone.

    If these two are whole, all that is left out are changes of more readings and values together than were tried.
    """
    found = search(walk, offered)
    values = {key: others for key, others in offered.items() if is_value(key)}
    if found.whole is None or not values:
        return found
    readings = {key: others for key, others in offered.items() if key not in values}
    parts = [search(walk, readings), search(walk, values)]
    if any(part.whole is not None for part in parts):
        return found
    known = [one.changes for one in found.tried]
    more = [one for part in parts for one in part.tried if one.changes not in known]
    return Search([*found.tried, *more], apart=True)


def _walked_with(
    changes: Mapping[str, str], course: Course, own: Walk, walks: Walks
) -> tuple[Outcomes, Sequence[str], Finding | None]:
    """The outcomes of a walk under other choices, what was asked for in it, and the fault of a rule that raised."""
    try:
        walk, stood = walks.walked(evolve(course, readings=course.readings.with_choices(changes)))
    except PluginFaultError as fault:
        return NOTHING_KNOWN, (), _fault(changes, fault)
    own.watch.asked.update(walk.watch.asked)
    return _outcomes(walk, stood, own), tuple(walk.watch.live), None


def _one_by_one(
    of_values: Mapping[Row, tuple[str, ...]], course: Course, own: Walk, phases: list[PhaseState], walks: Walks
) -> Mapping[Row, tuple[str, ...]]:
    """The provisional values that decide each row, by their keys.

    Those that are taken away together are taken away one by one; if none alone matters to a row, all of them do.
    """
    unknown = unlisted(course)
    if not any(ALL_UNKNOWN in found for found in of_values.values()):
        return {row: tuple(map(key_of, found)) for row, found in of_values.items()}
    before = _outcomes(own, phases, own).sums
    alone = {one: _walked_with({one: UNKNOWN}, course, own, walks)[0].sums for one in unknown}

    def matters(there: Sums, row: Row) -> bool:
        kind, key = row
        if kind == REWARD:
            return there.reward(key, before.fund_of(key)) != before.reward(key)
        return there.line(key) != before.line(key)

    decided = {}
    for row, found in of_values.items():
        listed = [one for one in found if one != ALL_UNKNOWN]
        single = [one for one in unknown if matters(alone[one], row)] or unknown if ALL_UNKNOWN in found else ()
        decided[row] = tuple(map(key_of, (*listed, *single)))
    return decided


def _fault(changes: Mapping[str, str], fault: PluginFaultError) -> Finding | None:
    """The finding for a rule that raises under choices that are not the ente's: that outcome stays unknown.

    None if only values were changed: no choice need be adopted, and what waits for the values says so.
    """
    if all(map(is_value, changes)):
        return None
    why = say(
        "con la scelta {chosen} il plugin si ferma ({fault}): ogni somma è sospesa finché non è adottata",
        chosen=tuple(f"{reading} = {choice}" for reading, choice in changes.items()),
        fault=str(fault),
    )
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


def holds_of(walk: Walk, decided: Stakes, shaken: Collection[str] = (), *, by_account: Collection[str] = ()) -> Holds:
    """What holds the money of a walk; `decided` is what open readings decide of it, except in the funds `shaken`."""
    course, before = walk.course, walk.results
    stopping = closed_for(walk.gates, Phase.REWARDS)
    of_posts = paying_posts(course)
    own = frozenset(tool.name for tool in course.stack.inputs.tools.values() if tool.by_own_score)
    shared = SharedHolds(before.findings, before.rewards, course.dossier.people.by_id, of_posts, own)
    rulebook = course.stack.rulebook
    return Holds(course, decided, walk.gates, stopping, of_posts, before.findings, rulebook, shared, shaken, by_account)


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
