"""The six phases as a strip; the gates and deadlines with their state at the date of the run."""

from datetime import date

from attrs import frozen

from merito.cycle.gates import reason_of
from merito.model.acts import ActNeed, DeadlineState, GateState
from merito.model.record import DeadlineAt, PhaseState
from merito.numbers import counted, day_text
from merito.page.material import Material
from merito.page.names import Link
from merito.wording.acts import act_text
from merito.wording.coded import PHASES
from merito.wording.figures import phase_mark, phase_text
from merito.wording.subjects import about

NOTHING = "nulla da calcolare"
TERMS = {
    DeadlineState.MET: "rispettato",
    DeadlineState.LATE: "in ritardo",
    DeadlineState.OPEN: "aperto",
    DeadlineState.OVERDUE: "scaduto",
}
DONE = "fatto"
ORDER = (DeadlineState.OVERDUE, DeadlineState.OPEN, DeadlineState.LATE, DeadlineState.MET)


@frozen
class PhaseCell:
    """A phase on the strip."""

    letter: str
    name: str
    state: str
    mark: str
    missing: tuple[str, ...]


@frozen
class Need:
    """An act that a gate needs: its title and the body that gives it."""

    act: str
    body: str


@frozen(kw_only=True)
class GateLine:
    """A gate: what it opens, its state, the acts it needs or has, and its articles."""

    opens: str
    open: bool
    needs: tuple[Need, ...]
    reasons: tuple[str, ...]
    acts: str
    cites: str
    rules: str


@frozen(kw_only=True)
class DueLine:
    """A deadline at the date of the run."""

    what: str
    due: str
    state: str
    mark: str
    told: str
    about: Link | None
    cites: str
    rules: str


@frozen(kw_only=True)
class Calendar:
    """Gates and deadlines, and the phases that lack something else."""

    as_of: str
    closed: tuple[GateLine, ...]
    opened: tuple[GateLine, ...]
    deadlines: tuple[DueLine, ...]
    phases: tuple[PhaseCell, ...]


def phase_strip(material: Material) -> tuple[PhaseCell, ...]:
    """The phases in their order."""
    return tuple(_phase(one, material) for one in material.record.phases)


def calendar(material: Material) -> Calendar | None:
    """What the procedure waits for; None if it has no gates or deadlines, and no phase lacks anything."""
    record = material.record
    gates = tuple(_gate(one, material) for one in record.gates)
    due = sorted(record.deadlines, key=lambda one: (ORDER.index(one.state), one.deadline.due or date.max))
    told = {reason_of(one) for one in record.gates if not one.open}
    phases = tuple(_phase(one, material) for one in record.phases if not told.issuperset(one.missing))
    if not (gates or due or phases):
        return None
    return Calendar(
        as_of=day_text(record.as_of),
        closed=tuple(one for one in gates if not one.open),
        opened=tuple(one for one in gates if one.open),
        deadlines=tuple(_due(one, record.as_of, material) for one in due),
        phases=phases,
    )


def _phase(state: PhaseState, material: Material) -> PhaseCell:
    letter, _, name = PHASES[state.phase.value].partition(". ")
    told = phase_text(state)
    return PhaseCell(
        letter, name.capitalize(), told or NOTHING, phase_mark(state), tuple(map(material.named, state.missing))
    )


def _gate(state: GateState, material: Material) -> GateLine:
    gate = state.gate
    wanted, lifted = state.missing or gate.needs, filter(None, (state.lifted_by,))
    return GateLine(
        opens=_opens(state, material),
        open=state.open,
        needs=tuple(_need(one, material) for one in wanted),
        reasons=() if state.open else tuple(map(material.named, (*state.reasons, *lifted))),
        acts=", ".join(act_text(act, material.stack.inputs.acts) for act in state.acts),
        cites=material.cited(gate.rules),
        rules=" ".join(gate.rules),
    )


def _need(need: ActNeed, material: Material) -> Need:
    return Need(material.names.act(need.kind), material.names.body(need))


def _opens(state: GateState, material: Material) -> str:
    gate = state.gate
    letter, _, name = PHASES[gate.phase.value].partition(". ")
    parts = [] if gate.tool is None else [material.names.tool(gate.tool)]
    if gate.subject:
        parts.append(material.named(about([gate.subject])))
    return ", ".join(parts) or f"Fase {letter}, {name}"


def _due(at: DeadlineAt, as_of: date, material: Material) -> DueLine:
    deadline = at.deadline
    undated = deadline.due is None and at.act is not None
    return DueLine(
        what=material.named(deadline.what),
        due=day_text(deadline.due) if deadline.due else "senza data",
        state=DONE if undated else TERMS[at.state],
        mark=DeadlineState.OPEN.value if undated else at.state.value,
        told="; ".join(filter(None, (_deadline_told(at, as_of, material), material.named(at.waits_for)))),
        about=material.names.subject(deadline.subject) if deadline.subject else None,
        cites=material.cited(deadline.rules),
        rules=" ".join(deadline.rules),
    )


def _deadline_told(at: DeadlineAt, as_of: date, material: Material) -> str:
    due = at.deadline.due
    if at.act is not None:
        why = f"; {material.named(at.deadline.reason)}" if due is None and at.deadline.reason else ""
        return f"{act_text(at.act, material.stack.inputs.acts)}{why}"
    if due is None:
        return material.named(at.deadline.reason)
    days = (due - as_of).days
    if days < 0:
        return f"da {counted(-days, 'giorno', 'giorni')}"
    return f"tra {counted(days, 'giorno', 'giorni')}" if days else "oggi"
