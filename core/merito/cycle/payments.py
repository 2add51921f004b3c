"""Payment follows the gates: checks acts of payment against the gates on the rewards of their tools."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from merito.contract.inputs import POST, REWARDS, ActKind, Inputs
from merito.cycle.gates import opened_apart, with_articles
from merito.kit.findings import told
from merito.model.acts import Act, Deadline, GateState, Phase
from merito.model.messages import NOTHING, Listed, Message, Ref, say, several
from merito.model.results import Finding


def paid_too_early(
    acts: Iterable[Act], gates: tuple[GateState, ...], on: Callable[[date], tuple[GateState, ...]], inputs: Inputs
) -> tuple[Finding, ...]:
    """An error for every act that pays while a gate on its tools is closed; the payment remains.

    `on` gives the gates as they were on a day, `gates` as they are now.
    """
    paying = [act for act in acts if inputs.acts[act.kind].pays]
    return tuple(finding for act in paying for finding in _of_act(act, gates, on(act.date), inputs))


def waits_for(deadline: Deadline, gates: tuple[GateState, ...], inputs: Inputs) -> Message:
    """Which acts must come first for a payment to meet its deadline, and by which day; nothing if none must.

    A deadline yields to the gate: nothing is paid before it opens, although the deadline passes.
    """
    kind = inputs.acts.get(deadline.met_by)
    if kind is None or deadline.due is None or not kind.pays:
        return NOTHING
    before = []
    for state in before_paying(kind, gates, inputs):
        if opened(state) <= deadline.due:
            continue
        needed = say(
            "prima occorre {acts} ({rules}), entro lo stesso {due}",
            acts=Listed(say("«{title}»", title=inputs.acts[need.kind].title) for need in state.gate.needs),
            rules=" ".join(state.gate.rules),
            due=deadline.due,
        )
        before.append(needed)
    return several(*before)


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


def how_closed(state: GateState, kinds: Mapping[str, ActKind]) -> Message:
    """That a gate is closed, or since when it is open, and by what: then what is due stays due."""
    wanted = _wanted(state, kinds)
    if not state.open:
        return say("non è soddisfatta: {wanted}", wanted=wanted)
    return say(
        "è soddisfatta solo dal {day}: {wanted}. Ciò che spetta resta dovuto, e non si paga di nuovo",
        day=opened(state),
        wanted=wanted,
    )


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
        paid = say("l'atto {act} paga il {day}, mentre", act=Ref("act", act.id), day=act.date)
        yield before_its_gate(paid, act, state, inputs)


def before_its_gate(paid: Message, act: Act, state: GateState, inputs: Inputs) -> Finding:
    """The error of an act that paid before a gate was open; `paid` says what it paid, and when."""
    how, bearing = how_closed(state, inputs.acts), " ".join(state.gate.rules[1:])
    why = say("{paid} la condizione che apre il pagamento {how}", paid=paid, how=how)
    if bearing:
        why = say(
            "{paid} la condizione che apre il pagamento ({rules}) {how}",
            paid=paid,
            rules=bearing,
            how=how,
        )
    return told("error", state.gate.rules[0], why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act, *state.acts))


def _wanted(state: GateState, kinds: Mapping[str, ActKind]) -> Message:
    if state.open:
        return say(
            "{acts}",
            acts=tuple(say("atto {act} del {day}", act=Ref("act", one.id), day=one.date) for one in state.acts),
        )
    wanted = say("{acts}", acts=tuple(kinds[need.kind].title for need in state.gate.needs))
    return with_articles(several(*state.reasons), state) or wanted
