"""What is awaited, and from whom: missing acts, deadlines, decisions. No rule codes, no act ids."""

from collections.abc import Iterator
from datetime import date

from attrs import evolve, frozen

from merito.model.acts import DeadlineState, Gate, GateState
from merito.model.basis import Reading
from merito.model.messages import Message, say
from merito.model.record import DeadlineAt
from merito.numbers import day_text
from merito.page.material import Material
from merito.page.shown import sentence
from merito.publication.reserved import reserved_of
from merito.regulations.competence import deciding
from merito.wording.acts import act_text
from merito.wording.coded import PHASES

ON_VALUES = "le somme che ne dipendono"
WAITING = (DeadlineState.OVERDUE, DeadlineState.OPEN)


@frozen(kw_only=True)
class Wait:
    """An act that is awaited: from whom, what it stops, by when."""

    who: str
    act: str
    stops: str = ""


@frozen(kw_only=True)
class Due:
    """A deadline that has passed, or is to come."""

    what: str
    day: str
    late: bool


@frozen(kw_only=True)
class Decision:
    """A decision to be taken: what, by whom, between which choices."""

    what: str
    who: str
    choices: tuple[str, ...]


@frozen(kw_only=True)
class Awaited:
    """An act for which gates are closed: its kind, its body, those gates, and why acts that are there do not do."""

    kind: str
    who: str
    gates: tuple[GateState, ...]
    why: tuple[Message, ...]


def acts_awaited(material: Material) -> Iterator[Awaited]:
    """The acts that closed gates wait for, each once.

    If the act is there and the one that it must follow is not, that one is awaited.
    """
    names, there = material.names, {act.kind for act in material.dossier.acts}
    gates: dict[tuple[str, str], list[GateState]] = {}
    why: dict[tuple[str, str], dict[Message, None]] = {}
    for state in material.record.gates:
        for need, reason in zip(state.missing, state.reasons, strict=True):
            first = need.after if need.kind in there and need.after not in there else None
            asked = evolve(need, kind=first, by=(), after=None) if first else need
            key = (asked.kind, names.body(asked))
            gates.setdefault(key, []).append(state)
            said = why.setdefault(key, {})
            if need.kind in there:
                said[reason] = None
            elif need.after and need.after not in there:
                said[say("segue «{first}», che manca", first=names.act(need.after))] = None
    for (kind, who), states in gates.items():
        yield Awaited(kind=kind, who=who, gates=tuple(states), why=tuple(why[kind, who]))


def waits(material: Material) -> Iterator[Wait]:
    """The acts that closed gates need, each once, with what waits for it."""
    for one in acts_awaited(material):
        stops = dict.fromkeys(_stopped(state.gate, material) for state in one.gates)
        yield Wait(who=one.who, act=material.names.act(one.kind), stops=", ".join(stops))
    yield from _decisions_on_values(material)


def _stopped(gate: Gate, material: Material) -> str:
    """The tool that a gate stops, otherwise its phase."""
    return material.names.tool(gate.tool) if gate.tool else PHASES[gate.phase.value].partition(". ")[2]


def _decisions_on_values(material: Material) -> Iterator[Wait]:
    """The acts that decide values which are still provisional, one for each body."""
    found: dict[str, list[str]] = {}
    for one in material.record.parameters_set:
        declared = material.stack.parameters.get(one.key)
        if one.unfit and declared is not None:
            who = deciding(declared.competence, material.stack.inputs.acts)
            found.setdefault(who, []).append(f"«{declared.label}»")
    for who, values in found.items():
        yield Wait(who=sentence(who), act=f"Decisione su {', '.join(values)}", stops=ON_VALUES)


def awaited(material: Material) -> list[DeadlineAt]:
    """Every deadline with a day that has passed or is to come."""
    return [one for one in material.record.deadlines if one.state in WAITING and one.deadline.due]


def dues(material: Material) -> Iterator[Due]:
    """The deadlines that have passed or are to come, the earliest first; not those about persons and their posts."""
    persons = reserved_of(material.dossier)
    for one in sorted(awaited(material), key=lambda at: at.deadline.due or date.max):
        if persons.row(one):
            continue
        subject = f": {_title(one, material)}" if one.deadline.subject else ""
        due = one.deadline.due
        assert due is not None
        late = one.state is DeadlineState.OVERDUE
        yield Due(what=sentence(f"{material.named(one.deadline.what)}{subject}"), day=day_text(due), late=late)


def _title(one: DeadlineAt, material: Material) -> str:
    link = material.names.subject(one.deadline.subject or "")
    return link.title or link.id


def done(material: Material) -> Iterator[str]:
    """The acts that met a deadline, the latest first, by kind, body, number and day."""
    met = [one.act for one in material.record.deadlines if one.act is not None]
    known = {act.id: act for act in met}
    for act in sorted(known.values(), key=lambda act: (act.date, act.id), reverse=True):
        yield act_text(act, material.stack.inputs.acts)


def decision(reading: Reading, material: Material) -> Decision:
    """The decision that an open reading requires."""
    known = material.rulebook.interpretations[reading.id]
    who = deciding(known.competence, material.stack.inputs.acts)
    choices = (
        f"{text}{' (vale finché non si decide)' if one == reading.choice else ''}"
        for one, text in known.choices.items()
    )
    told = tuple(sentence(material.named(one)) for one in choices)
    return Decision(what=sentence(material.named(known.unclear)), who=who, choices=told)
