"""Before the phases: deadlines, gates, the amended plan, and the checks of parameters and plan."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from attrs import evolve

from merito.contract.rulebook import Readings
from merito.cycle.amendments.amend import amend, waiting_findings
from merito.cycle.amendments.proceedings import proceedings
from merito.cycle.answers import added_up
from merito.cycle.course import Course
from merito.cycle.deadlines import binding
from merito.cycle.gates import evaluate, in_place, told_out_of_order
from merito.cycle.payments import paid_too_early
from merito.cycle.payments_made import made_too_early
from merito.cycle.phases import findings_in_place
from merito.cycle.provisional import provisional_findings
from merito.cycle.walk import Walk
from merito.kit.findings import told
from merito.model.acts import Deadline, Gate, GateState, Phase, in_effect
from merito.model.basis import Reading
from merito.model.messages import Listed, Message, Ref, say
from merito.model.results import Finding, Results

CHECKS = ("merito_check_parameters", "merito_check_plan")


def declare(walk: Walk) -> None:
    """Adds deadlines, gates and findings to the results; errors refuse their tool or their phase.

    Deadlines and gates are determined on the plan as first adopted; everything after them sees the amended plan.
    """
    course = walk.course
    readings = course.readings
    told_first = (*unfit_findings(readings), *retired_findings(readings), *provisional_findings(course))
    walk.add(Results(findings=told_first), "merito_check_parameters")
    walk.add(_declared(walk, "merito_deadlines"), "merito_deadlines")
    declared = _declared(walk, "merito_gates")
    kind = course.dossier.ente.kind
    gates = in_place(declared.gates, course.stack.rulebook, kind)
    walk.add(Results(gates=gates, findings=declared.findings), "merito_gates")
    acts = course.dossier.acts_seen(course.as_of)
    inputs, rulebook = course.stack.inputs, course.stack.rulebook
    early = course.dossier.acts_too_early(course.as_of)
    of_amendments = proceedings(course.dossier)
    at = course.as_of
    states = evaluate(gates, acts, inputs.acts, rulebook, of_amendments, early, course.readings, at, inputs.bodies)
    walk.gates = walk.memory.rows.states(states)

    def on(day: date) -> tuple[GateState, ...]:
        then = tuple(act for act in acts if act.date <= day)
        return evaluate(gates, then, inputs.acts, rulebook, of_amendments, as_of=day)

    by_acts = paid_too_early((*early, *in_effect(acts)), walk.gates, on, inputs)
    made = made_too_early(course.dossier, walk.gates, on, inputs, course.as_of)
    walk.add(Results(findings=(*told_out_of_order(walk.gates), *by_acts, *made)), "merito_gates")
    amended, walk.amendments = walk.memory.rows.amended(*amend(course.dossier, walk.gates, course.as_of, inputs.tables))
    walk.course = evolve(course, dossier=amended)
    walk.add(Results(findings=waiting_findings(walk.amendments)), "merito_check_plan")
    for hook in CHECKS:
        answered = added_up(walk.ask(hook, Phase.OBJECTIVES))
        found = answered.replacing(findings=findings_in_place(answered.findings, rulebook, kind, course.dossier.year))
        walk.add(found, hook)
        walk.refuse(found.findings)


def last_deadline(course: Course) -> date | None:
    """The last day on which something is due in a cycle; None if nothing with a day is. Raises PluginFaultError."""
    declared = _declared(Walk(course), "merito_deadlines").deadlines
    known = binding(declared, course.stack.rulebook, course.dossier.ente.kind)
    return max((one.due for one in known if one.due is not None), default=None)


def _declared(walk: Walk, hook: str) -> Results:
    """The gates or deadlines of every layer, each layer's in the order of its text, whether data or code."""
    places = {rule: place for place, rule in enumerate(walk.course.stack.rulebook.rules)}

    def place(row: Gate | Deadline) -> int:
        return places.get(row.rules[0], len(places))

    total = Results()
    for answer in walk.ask(hook, Phase.OBJECTIVES):
        given = answer.results or Results()
        gates, deadlines = sorted(given.gates, key=place), sorted(given.deadlines, key=place)
        total = total.plus(given.replacing(gates=tuple(gates), deadlines=tuple(deadlines)))
    return total


def unfit_findings(readings: Readings) -> tuple[Finding, ...]:
    """A warning for each reading that an ente means to adopt by such an act."""
    return tuple(
        told("warning", one.id, _why_unfit(one), f"reading:{one.id}", phase=Phase.REWARDS)
        for one in readings.all()
        if one.unfit
    )


def retired_findings(readings: Readings) -> tuple[Finding, ...]:
    """A warning for each retired reading that an ente still names, with those that replace it."""
    replacing: dict[str, list[str]] = defaultdict(list)
    for one in readings.all():
        for old in one.instead_of:
            replacing[old].append(one.id)
    return tuple(
        told("warning", by[0], _why_retired(old, by), f"reading:{old.split()[0]}", phase=Phase.REWARDS)
        for old, by in replacing.items()
    )


def _why_retired(old: str, by: Sequence[str]) -> Message:
    return say(
        "la lettura {old} non c'è più: la sostituisce {by}. La sua scelta non vale per questa, e l'ente la adotta con "
        "un atto; la riga vecchia si toglie dalle letture",
        many="la lettura {old} non c'è più: la sostituiscono {by}. La sua scelta non vale per queste, e l'ente le "
        "adotta con un atto; la riga vecchia si toglie dalle letture",
        number="count",
        old=old,
        by=Listed(Ref("reading", one) for one in by),
        count=len(by),
    )


def _why_unfit(reading: Reading) -> Message:
    why = say("la lettura non è adottata: {why}", why=reading.unfit)
    if reading.adopted:
        return say("{why}; resta la scelta adottata prima", why=why)
    if reading.open:
        return say(
            "{why}; vale la scelta predefinita, ed è sospeso solo il denaro che un'altra scelta ammessa cambia", why=why
        )
    return say("{why}; vale la scelta predefinita", why=why)
