"""The state of deadlines at the date of the run: met, late, open, overdue."""

from datetime import date

from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.cycle.needs import by_its_body
from merito.cycle.payments import waits_for
from merito.model.acts import Act, Deadline, DeadlineState, GateState, in_effect
from merito.model.messages import Message
from merito.model.record import DeadlineAt
from merito.model.rows import Rows


def binding(deadlines: tuple[Deadline, ...], rulebook: Rulebook, ente_kind: str) -> tuple[Deadline, ...]:
    """Deadlines whose rules bind this kind of ente."""
    return tuple(deadline for deadline in deadlines if rulebook.binds(deadline.rules, ente_kind))


def at(
    deadlines: tuple[Deadline, ...],
    acts: tuple[Act, ...],
    inputs: Inputs,
    as_of: date,
    gates: tuple[GateState, ...] = (),
) -> tuple[DeadlineAt, ...]:
    """Each deadline with its state; it is met by the earliest act of its kind that is in effect and of the right body.

    The deadline of a payment says which gates it waits for. The deadline of an unused right is dropped once it is over.
    """
    valid = Rows(act for act in in_effect(acts) if by_its_body(act, inputs.acts))
    every = (_at(deadline, valid, as_of, waits_for(deadline, gates, inputs)) for deadline in deadlines)
    return tuple(one for one in every if not (one.deadline.optional and one.state is DeadlineState.OVERDUE))


def _at(deadline: Deadline, acts: Rows[Act], as_of: date, waits: Message) -> DeadlineAt:
    about = {} if deadline.subject is None else {"subject": deadline.subject}
    of_kind = acts.of(kind=deadline.met_by, **about)
    meeting = (act for act in of_kind if _meets(act, deadline, as_of))
    act = min(meeting, key=lambda act: _day(act, deadline), default=None)
    return DeadlineAt(deadline=deadline, state=_state(deadline, act, as_of), act=act, waits_for=waits)


def _meets(act: Act, deadline: Deadline, as_of: date) -> bool:
    seen = not deadline.published or (act.published is not None and act.published <= as_of)
    return seen and (deadline.after is None or act.date > deadline.after)


def _day(act: Act, deadline: Deadline) -> date:
    """The day on which an act meets a deadline: its own or, if it must be published, that of its publication."""
    return max(act.date, act.published or act.date) if deadline.published else act.date


def _state(deadline: Deadline, act: Act | None, as_of: date) -> DeadlineState:
    due = deadline.due
    if act is not None:
        return DeadlineState.LATE if due is not None and _day(act, deadline) > due else DeadlineState.MET
    return DeadlineState.OVERDUE if due is not None and as_of > due else DeadlineState.OPEN
