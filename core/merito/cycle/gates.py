"""Evaluates gates: which acts are there at the date, given by the right body, in the right order."""

from collections.abc import Mapping

from merito.declarations.inputs import ActKind
from merito.model.acts import Act, ActNeed, Gate, GateState, Phase
from merito.rulebook import Rulebook


def in_place(gates: tuple[Gate, ...], rulebook: Rulebook, ente_kind: str) -> tuple[Gate, ...]:
    """Gates that bind this kind of ente, without those that a later gate `implements`."""
    binding = [gate for gate in gates if rulebook.binds(gate.rules, ente_kind)]
    replaced = {rulebook.rules[rule].implements for gate in binding for rule in gate.rules if rule in rulebook.rules}
    return tuple(gate for gate in binding if not replaced.intersection(gate.rules))


def evaluate(
    gates: tuple[Gate, ...], acts: tuple[Act, ...], kinds: Mapping[str, ActKind], rulebook: Rulebook
) -> tuple[GateState, ...]:
    """The state of each gate at the date up to which `acts` are seen."""
    return tuple(_evaluate(gate, acts, kinds, rulebook) for gate in gates)


def closed_for(gates: tuple[GateState, ...], phase: Phase) -> tuple[GateState, ...]:
    """Closed gates that stop a whole phase."""
    return tuple(
        state
        for state in gates
        if not state.open and state.gate.phase == phase and not state.gate.tool and not state.gate.subject
    )


def reason_of(state: GateState) -> str:
    """Why a gate is closed, beginning with its rules (Italian)."""
    return f"{' '.join(state.gate.rules)}: {'; '.join(state.reasons)}"


def _evaluate(gate: Gate, acts: tuple[Act, ...], kinds: Mapping[str, ActKind], rulebook: Rulebook) -> GateState:
    missing: list[ActNeed] = []
    reasons: list[str] = []
    found: list[Act] = []
    for need in gate.needs:
        act, reason = _meets(need, gate, acts, kinds)
        if act is None:
            missing.append(need)
            articles = "; ".join(dict.fromkeys(rulebook.cite(rule) for rule in gate.rules))
            reasons.append(f"{reason} ({articles})")
        else:
            found.append(act)
    return GateState(gate=gate, missing=tuple(missing), reasons=tuple(reasons), acts=tuple(found))


def _meets(need: ActNeed, gate: Gate, acts: tuple[Act, ...], kinds: Mapping[str, ActKind]) -> tuple[Act | None, str]:
    known = kinds.get(need.kind)
    title = known.title if known else need.kind
    body = need.by or (known.body if known else "")
    of_kind = [act for act in acts if act.kind == need.kind and gate.subject in (None, act.subject)]
    if not of_kind:
        return None, f"manca l'atto «{title}», che spetta a {body}"
    by_body = [act for act in of_kind if not body or _same(act.body or body, body)]
    if not by_body:
        return None, f"l'atto {of_kind[0].id} («{title}») è di {of_kind[0].body}: spetta a {body}"
    if need.after is None:
        return by_body[0], ""
    before = [act for act in acts if act.kind == need.after]
    in_order = next((act for act in by_body if any(other.date <= act.date for other in before)), None)
    if in_order is None:
        earlier = kinds[need.after].title if need.after in kinds else need.after
        return None, f"l'atto {by_body[0].id} («{title}») deve seguire «{earlier}»"
    return in_order, ""


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
