"""Evaluates gates: which are open at a date, for all or for some people, and why the others are closed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import reduce
from types import MappingProxyType

from attrs import evolve

from merito.contract.inputs import ActKind
from merito.contract.offices import BodyKind
from merito.contract.rulebook import Readings, Rulebook
from merito.cycle.amendments.proceedings import Proceedings
from merito.cycle.needs import AtHand, is_of_one, meets
from merito.kit.findings import told
from merito.model.acts import Act, ActNeed, Gate, GateState, Phase
from merito.model.messages import NOTHING, Message, Ref, cited, say, several
from merito.model.results import Finding
from merito.model.rows import Rows

NO_PROCEEDINGS = Proceedings()
NO_READINGS = Readings()


def in_place(gates: tuple[Gate, ...], rulebook: Rulebook, ente_kind: str) -> tuple[Gate, ...]:
    """Gates that bind this kind of ente, without those that a later gate `implements`."""
    binding = [gate for gate in gates if rulebook.binds(gate.rules, ente_kind)]
    replaced = {rulebook.rules[rule].implements for gate in binding for rule in gate.rules if rule in rulebook.rules}
    return tuple(gate for gate in binding if not replaced.intersection(gate.rules))


def evaluate(
    gates: tuple[Gate, ...],
    acts: tuple[Act, ...],
    kinds: Mapping[str, ActKind],
    rulebook: Rulebook,
    proceedings: Proceedings = NO_PROCEEDINGS,
    too_early: tuple[Act, ...] = (),
    readings: Readings = NO_READINGS,
    as_of: date = date.max,
    bodies: Mapping[str, BodyKind] = MappingProxyType({}),
) -> tuple[GateState, ...]:
    """The state of each gate, given the `acts` seen at a date; a gate on an amendment also uses its proceeding.

    Acts `too_early` for their cycle open nothing, and are named if an act of their kind is missing. An act without
    effect, or withdrawn by a later contrary act of its kind, opens nothing either. An adopted reading is not mentioned
    as one that could lift a gate.

    An act about one person or post opens a gate on a tool for that subject only: besides the general gate, which stays
    closed, there is then an open gate for each subject with its own acts for everything that is missing.
    """
    at_hand = AtHand(Rows(acts), Rows(too_early), kinds, proceedings, as_of, bodies)

    def states(gate: Gate) -> Iterator[GateState]:
        state = _evaluate(gate, at_hand, rulebook, readings)
        yield state
        if not state.open and gate.tool and gate.subject is None:
            each = (_evaluate(own, at_hand, rulebook, readings) for own in _apart(state, at_hand))
            yield from (one for one in each if one.open)

    return tuple(state for gate in gates for state in states(gate))


def opened_apart(states: Iterable[GateState], closed: GateState) -> frozenset[str]:
    """The persons and posts for whom a closed gate is open, by acts of their own."""
    every = ((one, one.gate.subject) for one in states if one.open)
    return frozenset(subject for one, subject in every if subject and one.gate == _about(closed, subject))


def _apart(closed: GateState, at_hand: AtHand) -> Iterator[Gate]:
    """What a gate still needs, for each person and post about whom there are acts of those kinds."""
    of_kinds = (act for need in closed.missing for act in at_hand.in_effect.of(kind=need.kind))
    subjects = dict.fromkeys(act.subject for act in of_kinds if act.subject and is_of_one(act, at_hand.kinds))
    yield from (_about(closed, subject) for subject in subjects)


def _about(closed: GateState, subject: str) -> Gate:
    return evolve(closed.gate, subject=subject, needs=closed.missing)


def closed_for(gates: tuple[GateState, ...], phase: Phase) -> tuple[GateState, ...]:
    """Closed gates that stop a whole phase."""
    return tuple(
        state
        for state in gates
        if not state.open and state.gate.phase == phase and not state.gate.tool and not state.gate.subject
    )


def reason_of(state: GateState) -> Message:
    """Why a gate is closed, citing its rules, with their articles; then the reading that could lift it."""
    missing = with_articles(several(*state.reasons), state)
    return cited(state.gate.rules, several(missing, state.lifted_by))


def with_articles(reason: Message, state: GateState) -> Message:
    """A reason for which a gate is closed, with the articles of the gate."""
    if not (reason and state.articles):
        return reason
    return say("{reason} ({articles})", reason=reason, articles="; ".join(state.articles))


def told_out_of_order(states: Iterable[GateState]) -> Iterator[Finding]:
    """A warning for each open gate whose acts are not in the order of the text, since that holds nothing."""
    for state in states:
        for act, why in state.out_of_order if state.since else ():
            gate, subject = state.gate, state.gate.subject or f"act:{act.id}"
            what = say("{why}: gli atti ci sono entrambi, e la condizione vale dal {since}", why=why, since=state.since)
            yield told("warning", gate.rules[0], what, subject, phase=gate.phase, inputs=state.acts)


def _evaluate(gate: Gate, at_hand: AtHand, rulebook: Rulebook, readings: Readings) -> GateState:
    missing: list[ActNeed] = []
    reasons: list[Message] = []
    found: list[Act] = []
    out_of_order: list[tuple[Act, Message]] = []
    for need in gate.needs:
        act, reason, beside = meets(need, gate, at_hand)
        if act is None:
            if reason not in reasons:
                missing.append(need)
                reasons.append(reason)
            continue
        if beside is not None:
            told_of = say(
                "{reason} (atto {beside} del {day})", reason=reason, beside=Ref("act", beside.id), day=beside.date
            )
            out_of_order.append((act, told_of))
        found += [one for one in (act, beside) if one is not None and one not in found]
    lifted = _lifted_by(gate, rulebook, readings) if missing else NOTHING
    return GateState(
        gate=gate,
        missing=tuple(missing),
        reasons=tuple(reasons),
        articles=tuple(rulebook.cites(gate.rules)) if missing else (),
        acts=tuple(found),
        lifted_by=lifted,
        out_of_order=tuple(out_of_order),
    )


def _lifted_by(gate: Gate, rulebook: Rulebook, readings: Readings) -> Message:
    standing = [rule for rule in gate.rules if (one := readings.get(rule)) is None or not one.adopted]
    known = [rulebook.interpretations[rule] for rule in standing if rule in rulebook.interpretations]
    which = [
        say("{reading}, con la scelta «{choice}»,", reading=Ref("reading", one.id), choice=one.shortly(choice))
        for one in known
        for choice in one.lifts
    ]
    every = reduce(lambda first, then: say("{first} o {then}", first=first, then=then), which) if which else NOTHING
    return say("la lettura {which} potrebbe togliere la condizione", which=every) if every else NOTHING
