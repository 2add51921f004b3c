"""Payment follows the gates: checks acts of payment against the gates on the rewards of their tools."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from merito.contract.inputs import POST, REWARDS, ActKind, Inputs
from merito.cycle.gates import opened_apart
from merito.kit.findings import told
from merito.model.acts import Act, Deadline, GateState, Phase
from merito.model.results import Finding
from merito.numbers import day_text


def paid_too_early(
    acts: Iterable[Act], gates: tuple[GateState, ...], on: Callable[[date], tuple[GateState, ...]], inputs: Inputs
) -> tuple[Finding, ...]:
    """An error for every act that pays while a gate on its tools is closed; the payment remains.

    `on` gives the gates as they were on a day, `gates` as they are now.
    """
    paying = [act for act in acts if inputs.acts[act.kind].pays]
    return tuple(finding for act in paying for finding in _of_act(act, gates, on(act.date), inputs))


def waits_for(deadline: Deadline, gates: tuple[GateState, ...], inputs: Inputs) -> str:
    """Which acts must come first for a payment to meet its deadline, and by which day (Italian); otherwise empty.

    A deadline yields to the gate: nothing is paid before it opens, although the deadline passes.
    """
    kind = inputs.acts.get(deadline.met_by)
    if kind is None or deadline.due is None or not kind.pays:
        return ""
    told = []
    for state in before_paying(kind, gates, inputs):
        if opened(state) <= deadline.due:
            continue
        needed = " e ".join(f"«{inputs.acts[need.kind].title}»" for need in state.gate.needs)
        rules = " ".join(state.gate.rules)
        told.append(f"prima occorre {needed} ({rules}), entro lo stesso {day_text(deadline.due)}")
    return "; ".join(told)


def before_paying(kind: ActKind, gates: tuple[GateState, ...], inputs: Inputs) -> Iterator[GateState]:
    """The gates that hold the money of the tools that a kind of act pays.

    Without those on a single subject, or open for some: the payments table says whom such an act pays.
    """
    paid = paid_by(kind, inputs)
    for state in gates:
        of_kind = all(need.kind == kind.kind for need in state.gate.needs)
        stands = any(_stands_before(state, tool, inputs) for tool in paid)
        if stands and not of_kind and not opened_apart(gates, state):
            yield state


def stands_before(tool: str, gates: tuple[GateState, ...], inputs: Inputs) -> Iterator[GateState]:
    """The gates that hold the money of a tool, without those on a single subject."""
    return (state for state in gates if _stands_before(state, tool, inputs))


def how_closed(state: GateState, kinds: Mapping[str, ActKind]) -> str:
    """That a gate is closed, or since when it is open, and by what (Italian)."""
    how = "e non è soddisfatta" if not state.open else f"ed è soddisfatta solo dal {day_text(opened(state))}"
    return f"{how}: {_wanted(state, kinds)}"


def paid_by(kind: ActKind, inputs: Inputs) -> tuple[str, ...]:
    """The tools whose money a kind of act pays out."""
    if REWARDS not in kind.pays:
        return kind.pays
    return tuple(tool.name for tool in inputs.tools.values() if tool.pays != POST)


def _stands_before(state: GateState, tool: str, inputs: Inputs) -> bool:
    """Whether a gate on a tool, of any phase, or one on the whole of the rewards, holds the money of a tool."""
    gate = state.gate
    if gate.subject is not None:
        return False
    if gate.tool is not None:
        return gate.tool == tool
    return gate.phase is Phase.REWARDS and inputs.tools[tool].pays != POST


def opened(state: GateState) -> date:
    """The day on which a gate was opened: that of the last of its acts; the maximum date while it is closed."""
    return (state.since or date.min) if state.open else date.max


def _of_act(act: Act, gates: tuple[GateState, ...], then: tuple[GateState, ...], inputs: Inputs) -> Iterator[Finding]:
    kind = inputs.acts[act.kind]
    open_then = [state.gate for state in then if state.open]
    for state in before_paying(kind, gates, inputs):
        if state.gate in open_then:
            continue
        paid = f"l'atto {act.id} («{kind.title}») paga il {day_text(act.date)}, mentre"
        yield before_its_gate(paid, act, state, inputs)


def before_its_gate(paid: str, act: Act, state: GateState, inputs: Inputs) -> Finding:
    """The error of an act that paid before a gate was open; `paid` says what it paid, and when (Italian)."""
    rules = state.gate.rules
    why = f"{paid} la condizione {' '.join(rules)} viene prima {how_closed(state, inputs.acts)}"
    return told("error", rules[0], why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act, *state.acts))


def _wanted(state: GateState, kinds: Mapping[str, ActKind]) -> str:
    if state.open:
        return ", ".join(f"atto {act.id} del {day_text(act.date)}" for act in state.acts)
    return "; ".join(state.reasons) or ", ".join(kinds[need.kind].title for need in state.gate.needs)
