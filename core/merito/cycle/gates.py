"""Evaluates gates: which acts are there at the date, given by the right body, in the right order."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import evolve

from merito.contract.inputs import ActKind
from merito.contract.rulebook import Readings, Rulebook
from merito.cycle.acts_at_hand import AtHand
from merito.cycle.amendments.proceedings import Proceedings
from merito.model.acts import Act, ActNeed, Gate, GateState, Phase
from merito.model.rows import Rows
from merito.numbers import day_text

NO_PROCEEDINGS = Proceedings()
NO_READINGS = Readings()
ENTE, PERSON, POST = "ente", "person:", "position:"


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
) -> tuple[GateState, ...]:
    """The state of each gate at the date up to which `acts` are seen; a gate on an amendment, by its proceeding.

    Acts `too_early` for their cycle open nothing, and are named where one of their kind is missing. Nor does one that
    takes no effect, or that a later one of its kind, contrary, has taken back. A reading that the ente has adopted is
    not told as one that could lift a gate.

    An act about one person or post opens a gate on a tool for that one alone: beside the gate, which stays closed,
    there is then an open one about whoever has acts of their own for all that it still needs.
    """
    at_hand = AtHand(Rows(acts), Rows(too_early), kinds, proceedings, as_of)

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
    """What a gate still needs, about each person and post of whom there are acts of those kinds."""
    of_kinds = (act for need in closed.missing for act in at_hand.in_effect.of(kind=need.kind))
    subjects = dict.fromkeys(act.subject for act in of_kinds if act.subject and _is_of_one(act, at_hand.kinds))
    yield from (_about(closed, subject) for subject in subjects)


def _about(closed: GateState, subject: str) -> Gate:
    return evolve(closed.gate, subject=subject, needs=closed.missing)


def _is_of_one(act: Act, kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act of a kind that is about the ente is about one person or post alone."""
    of_ente = act.kind not in kinds or kinds[act.kind].about == ENTE
    return of_ente and (act.subject or "").startswith((PERSON, POST))


def _concerns(act: Act, subject: str | None, kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act is about what a gate is about: with a gate about nobody, about no single one."""
    return not _is_of_one(act, kinds) if subject is None else act.subject == subject


def closed_for(gates: tuple[GateState, ...], phase: Phase) -> tuple[GateState, ...]:
    """Closed gates that stop a whole phase."""
    return tuple(
        state
        for state in gates
        if not state.open and state.gate.phase == phase and not state.gate.tool and not state.gate.subject
    )


def reason_of(state: GateState) -> str:
    """Why a gate is closed, beginning with its rules; articles that all its reasons end with stand once (Italian).

    Then by which reading it could be lifted.
    """
    first = state.reasons[0] if state.reasons else ""
    endings = (first[place:] for place in range(len(first)) if first.startswith(" (", place))
    articles = next((one for one in endings if all(reason.endswith(one) for reason in state.reasons)), "")
    told = [reason.removesuffix(articles) for reason in state.reasons]
    lifted = f"; {state.lifted_by}" if state.lifted_by else ""
    return f"{' '.join(state.gate.rules)}: {'; '.join(told)}{articles}{lifted}"


def _evaluate(gate: Gate, at_hand: AtHand, rulebook: Rulebook, readings: Readings) -> GateState:
    missing: list[ActNeed] = []
    reasons: list[str] = []
    found: list[Act] = []
    for need in gate.needs:
        act, reason = _meets(need, gate, at_hand)
        if act is None:
            articles = "; ".join(rulebook.cites(gate.rules))
            told = f"{reason} ({articles})"
            if told not in reasons:
                missing.append(need)
                reasons.append(told)
        elif act not in found:
            found.append(act)
    lifted = _lifted_by(gate, rulebook, readings) if missing else ""
    return GateState(gate=gate, missing=tuple(missing), reasons=tuple(reasons), acts=tuple(found), lifted_by=lifted)


def _lifted_by(gate: Gate, rulebook: Rulebook, readings: Readings) -> str:
    standing = [rule for rule in gate.rules if (one := readings.get(rule)) is None or not one.adopted]
    known = [rulebook.interpretations[rule] for rule in standing if rule in rulebook.interpretations]
    told = (f"{one.id}, con la scelta «{one.shortly(choice)}»," for one in known for choice in one.lifts)
    which = " o ".join(told)
    return f"la lettura {which} potrebbe togliere la condizione" if which else ""


def _meets(need: ActNeed, gate: Gate, at_hand: AtHand) -> tuple[Act | None, str]:
    kinds, proceedings, acts = at_hand.kinds, at_hand.proceedings, at_hand.in_effect
    known = kinds.get(need.kind)
    title = known.title if known else need.kind
    body = need.by or (known.body if known else "")
    of_it = proceedings.of(gate.subject)

    def about(some: Rows[Act]) -> list[Act]:
        every = gate.subject is None or of_it
        of_kind = some.of(kind=need.kind) if every else some.of(kind=need.kind, subject=gate.subject)
        mine = [act for act in of_kind if _concerns(act, gate.subject, kinds) or act.id in of_it]
        return [act for act in mine if act.id not in need.besides]

    of_kind = about(acts)
    if not of_kind:
        whose = f", che spetta all'organo: {body}" if body else ""
        why = at_hand.why_none(title, about(at_hand.seen), about(at_hand.too_early))
        return None, why or f"manca l'atto «{title}»{whose}"
    by_body = [act for act in of_kind if act.of_body(body)]
    if not by_body:
        return None, f"l'atto {of_kind[0].id} («{title}») risulta di «{of_kind[0].body}», mentre l'organo è: {body}"
    by_body = [act for act in by_body if in_time(act, need, at_hand.as_of)] or by_body
    if not in_time(by_body[0], need, at_hand.as_of):
        return None, _too_late(by_body[0], need, title, at_hand.as_of)
    if need.after is None:
        return by_body[0], ""
    of_others = proceedings.of_others(gate.subject)
    in_it = any(act.id in of_it for act in acts.of(kind=need.after)) if of_it else False
    possible = _earlier(acts, need.after, gate.subject, kinds)
    own = tuple(act for act in possible if (act.id in of_it if in_it else act.id not in of_others))
    return _in_order(by_body, need.after, title, own, kinds, of_it)


def in_time(act: Act, need: ActNeed, as_of: date) -> bool:
    """Whether an act is of the days in which it opens a gate: adopted, and where the need says so made public."""
    if need.until is None:
        return True
    if need.published and (act.published is None or act.published > as_of):
        return False
    return max(act.date, act.published or act.date) <= need.until if need.published else act.date <= need.until


def _too_late(act: Act, need: ActNeed, title: str, as_of: date) -> str:
    public = ""
    if need.published:
        seen = act.published if act.published and act.published <= as_of else None
        public = f" e pubblicato il {day_text(seen)}" if seen else " e non risulta pubblicato"
    wanted = "adottato e reso pubblico" if need.published else "adottato"
    until = day_text(need.until) if need.until else ""
    return f"l'atto {act.id} («{title}») è del {day_text(act.date)}{public}: andava {wanted} entro il {until}"


def _earlier(acts: Rows[Act], kind: str, subject: str | None, kinds: Mapping[str, ActKind]) -> tuple[Act, ...]:
    """The acts of a kind; of one that is about such subjects only those about this one, for proposals are one's own."""
    if subject is not None and kind in kinds and kinds[kind].about == subject.partition(":")[0]:
        return acts.of(kind=kind, subject=subject)
    return acts.of(kind=kind)


def _in_order(
    found: list[Act], after: str, title: str, acts: tuple[Act, ...], kinds: Mapping[str, ActKind], of_it: frozenset[str]
) -> tuple[Act | None, str]:
    """The act that follows one of the kind it must follow: the one it refers to, where it names one.

    An act that refers to one of the same proceeding (`of_it`) says so of what it is, and follows by its date alone.
    """
    earlier = kinds[after].title if after in kinds else after
    before = [act for act in acts if act.kind == after and by_its_body(act, kinds)]
    if not before:
        others = "".join(_of_another(act, kinds) for act in acts if act.kind == after)
        return None, f"l'atto {found[0].id} («{title}») c'è, ma manca prima «{earlier}»{others}"
    for act in found:
        if any(
            other.date <= act.date and (act.refers_to in (None, other.id) or act.refers_to in of_it) for other in before
        ):
            return act, ""
    return None, f"l'atto {found[0].id} («{title}», {day_text(found[0].date)}) deve riguardare e seguire «{earlier}»"


def _of_another(act: Act, kinds: Mapping[str, ActKind]) -> str:
    return f": l'atto {act.id} risulta di «{act.body}», e spetta a: {kinds[act.kind].body}"


def by_its_body(act: Act, kinds: Mapping[str, ActKind]) -> bool:
    """Whether an act is of the body that its kind declares; one that names no body is."""
    return act.of_body(kinds[act.kind].body if act.kind in kinds else "")
