"""Settled money held against what was paid: walked again without the corrections that came after a payment."""

from attrs import evolve

from merito.contract.memory import Memory
from merito.contract.rulebook import Interpretation
from merito.cycle.course import Course
from merito.cycle.paid.balances import balances, told_of
from merito.cycle.paid.standing import Corrected, is_short, standing
from merito.cycle.paid.sums import allotted, corrected_after, paid_by
from merito.cycle.paid.unknown import not_computed, told_unknown
from merito.cycle.walk import Walk
from merito.cycle.walked import walked
from merito.model.amended import AmendmentState
from merito.model.money import Reward
from merito.model.results import Results
from merito.model.rows import Rows
from merito.numbers import day_text


def with_paid(course: Course, walk: Walk, settled: Results) -> Results:
    """Settled results with what was paid in them: sums that stand, differences that are held, balances and findings.

    `course` is that from which the walk set out. Without payments nothing is another.
    """
    paid = paid_by(course.dossier, course.as_of)
    if not paid:
        return settled
    reading = _reading(course)
    late = corrected_after(paid, walk.amendments)
    rules = (reading.id,) if reading else ()
    by_savings = reading is not None and _by_savings(course, reading)
    now = {one.key: one for one in settled.rewards}
    before = {states: _without(course, states) for states in set(late.values())}
    tools = {
        tool: Corrected(
            tool=tool,
            acts=_acts(states),
            before={one.key: one for one in before[states] if one.tool == tool},
            paid=allotted((one for one in before[states] if one.tool == tool), now, paid),
            by_savings=by_savings,
            rules=rules,
        )
        for tool, states in late.items()
    }
    tools = {tool: one for tool, one in tools.items() if one.changes(settled.rewards)}
    stands = standing(settled, tools)
    if reading and tools:
        walk.watch.asked[reading.id] = None
    funds = {tool.name: tool.funds for tool in course.stack.inputs.tools.values()}
    unknown = not_computed(stands, paid, funds)
    known = {owed: rows for owed, rows in paid.items() if owed not in unknown}
    found = balances(settled.rewards, stands.rewards, known, tools, (*_that_name(course, reading), *rules))
    labels = {tool.name: tool.label for tool in course.stack.inputs.tools.values()}
    by = reading.id if reading else ""
    findings = (*told_of(found, tools, is_short(stands, tools), labels, by), *told_unknown(unknown, labels, by))
    return stands.replacing(balances=found, findings=(*stands.findings, *findings))


def _reading(course: Course) -> Interpretation | None:
    """The reading of who bears the difference: that of the latest layer."""
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
    walk, _ = walked(evolve(course, dossier=evolve(course.dossier, amendments=kept)), Memory())
    return walk.results.rewards


def _acts(late: tuple[AmendmentState, ...]) -> str:
    acts = {one.act.id: one.act for one in late if one.act}
    told = ", ".join(f"{act.id} del {day_text(act.date)}" for act in acts.values())
    return f"l'atto {told}" if len(acts) == 1 else f"gli atti {told}"
