"""Compares settled money with payments, with a second walk that leaves out the corrections made after a payment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import evolve

from merito.contract.rulebook import Interpretation
from merito.cycle.course import Course
from merito.cycle.paid.balances import balances, told_of
from merito.cycle.paid.standing import PaidTool, is_short, standing
from merito.cycle.paid.sums import Owed, allotted, corrected_after, paid_by
from merito.cycle.paid.undue import never_due, no_longer_due, not_computed, told_unknown
from merito.cycle.walk import Walk
from merito.cycle.walked import Walks
from merito.model.amended import AmendmentState
from merito.model.money import Reward
from merito.model.paid import Payment
from merito.model.results import Results
from merito.model.rows import Rows
from merito.numbers import day_text


def with_paid(course: Course, walk: Walk, settled: Results) -> Results:
    """Settled results with the payments taken into account: fixed sums, held differences, balances and findings.

    `course` is the starting point of the walk. Without payments nothing changes.
    """
    paid = paid_by(course.dossier, course.as_of)
    if not paid:
        return settled
    reading = _reading(course)
    cited = (*_that_name(course, reading), reading.id) if reading else ()
    every = tuple(course.stack.inputs.funds)
    funds = {tool.name: tool.funds or every for tool in course.stack.inputs.tools.values()}
    tools = _tools(course, walk, settled, paid, reading)
    gone = tuple(no_longer_due(settled, (one for tool in tools.values() for one in tool.before.values())))
    unknown = not_computed((*settled.rewards, *gone), settled.fund_lines, paid, funds)
    known = {owed: rows for owed, rows in paid.items() if owed not in unknown}
    undue = (*gone, *never_due((*settled.rewards, *gone), settled.fund_lines, known, funds, cited))
    tools = {name: _with_sums(tool, (*settled.rewards, *undue), paid) for name, tool in tools.items()}
    stands = standing(settled, [one for one in undue if tools[one.tool].paid_of(one)], tools)
    corrected = {name: tool for name, tool in tools.items() if tool.acts}
    if reading and corrected:
        walk.watch.asked[reading.id] = None
    found = balances(settled.rewards, stands.rewards, known, corrected, cited)
    labels = {tool.name: tool.label for tool in course.stack.inputs.tools.values()}
    by = reading.id if reading else ""
    findings = (*told_of(found, corrected, is_short(stands), labels, by), *told_unknown(unknown, labels, by))
    return stands.replacing(balances=found, findings=(*stands.findings, *findings))


def _tools(
    course: Course,
    walk: Walk,
    settled: Results,
    paid: Mapping[Owed, tuple[Payment, ...]],
    reading: Interpretation | None,
) -> dict[str, PaidTool]:
    """The tools with payments; those changed by a correction have what was due without it."""
    late = corrected_after(paid, walk.amendments)
    without = {states: _without(course, states) for states in set(late.values())}
    now = _by_tool(settled.rewards)
    found: dict[str, PaidTool] = {}
    for name in dict.fromkeys(tool for _, tool in paid):
        before = _by_tool(without[late[name]]) if name in late else now
        own = {one.key: one for one in before.get(name, ())}
        changed = {one.key: one.due for one in now.get(name, ())} != {key: one.due for key, one in own.items()}
        found[name] = PaidTool(
            tool=name,
            before=own,
            acts=_acts(late[name]) if changed else "",
            by_savings=reading is not None and _by_savings(course, reading),
            rules=(reading.id,) if reading else (),
        )
    return found


def _by_tool(rewards: Iterable[Reward]) -> Mapping[str, list[Reward]]:
    found: dict[str, list[Reward]] = defaultdict(list)
    for reward in rewards:
        found[reward.tool].append(reward)
    return found


def _with_sums(tool: PaidTool, rewards: Iterable[Reward], paid: Mapping[Owed, tuple[Payment, ...]]) -> PaidTool:
    return evolve(tool, paid=allotted((one for one in rewards if one.tool == tool.tool), tool.before, paid))


def _reading(course: Course) -> Interpretation | None:
    """The reading that decides who pays for the difference: that of the latest layer."""
    known = course.stack.rulebook.interpretations.values()
    return next((one for one in reversed(tuple(known)) if one.by_savings), None)


def _that_name(course: Course, reading: Interpretation | None) -> tuple[str, ...]:
    """The rules whose text leaves the reading open."""
    rules = course.stack.rulebook.rules.values()
    return tuple(rule.id for rule in rules if reading is not None and reading.id in rule.interpretations)


def _by_savings(course: Course, known: Interpretation) -> bool:
    reading = course.readings[known.id]
    return not reading.open and reading.choice in known.by_savings


def _without(course: Course, late: tuple[AmendmentState, ...]) -> tuple[Reward, ...]:
    """What would be due without some corrections."""
    ids = {one.amendment.id for one in late}
    kept = Rows(one for one in course.dossier.amendments if one.id not in ids)
    walk, _ = Walks().walked(evolve(course, dossier=evolve(course.dossier, amendments=kept)))
    return walk.results.rewards


def _acts(late: tuple[AmendmentState, ...]) -> str:
    acts = {one.act.id: one.act for one in late if one.act}
    told = ", ".join(f"{act.id} del {day_text(act.date)}" for act in acts.values())
    return f"l'atto {told}" if len(acts) == 1 else f"gli atti {told}"
