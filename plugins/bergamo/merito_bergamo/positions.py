"""Posizioni organizzative: pay within the limits, once the grading is approved, by the days held (arts. 27-28)."""

from merito import ActNeed, Basis, Gate, Phase, Position, PositionValue, ResultRows, State, Step, hookimpl, rule
from merito.kit import Holding, at_once, free_days, paid_by_days, staff_positions, told
from merito.numbers import counted, day_text, euro_text
from merito_bergamo.budget import FUND, item_of
from merito_bergamo.holders import held

TOOL, GRADING, INSTITUTION = "position_pay", "grading_approval", "position_institution"
BY_DAYS = "I-BG-22"


def approved(step: Step, position: str) -> bool:
    """Whether the Segretario Generale has approved the grading of a post, together with all others or separately."""
    state = step.gate("BG-28.3", f"position:{position}")
    return state is not None and state.open


@hookimpl
@rule("BG-28.3")
def merito_gates(step: Step) -> ResultRows:
    """No position pay before the Segretario Generale has approved the grading: of all posts, or post by post."""
    if staff_positions(step.dossier):
        need = ActNeed(GRADING, by="Segretario Generale")
        yield Gate(phase=Phase.RESOURCES, tool=TOOL, needs=(need,), rules=("BG-28.3",))


@hookimpl(specname="merito_check_plan")
@rule("BG-28.3")
def graded_before(step: Step) -> ResultRows:
    """Warns of a post instituted after its last grading, which may not cover it; it is paid all the same."""
    for one in staff_positions(step.dossier):
        subject = f"position:{one.id}"
        instituted = step.acts_of(INSTITUTION, subject)
        gradings = [act for act in step.acts_of(GRADING) if act.subject in (None, subject)]
        if instituted and gradings and gradings[-1].date < instituted[0].date:
            why = (
                f"la posizione {one.id} è istituita il {day_text(instituted[0].date)}, dopo l'ultima graduazione (atto "
                f"{gradings[-1].id}, {day_text(gradings[-1].date)}): controllare che la comprenda, o approvare la sua"
            )
            yield told("warning", step.rule, why, subject, phase=Phase.RESOURCES, inputs=(gradings[-1], instituted[0]))


@hookimpl(specname="merito_check_plan")
@rule("BG-28.2")
def outside_the_limits(step: Step) -> ResultRows:
    """A post's pay outside the limits of the CCNL, if the ente has given them, is an error of that post."""
    if not (step.parameters.has("position_least") and step.parameters.has("position_most")):
        return
    outside = ((one, _outside(step, one)) for one in staff_positions(step.dossier))
    yield from (
        told("error", "BG-28.2", why, f"position:{one.id}", phase=Phase.RESOURCES, inputs=(one,))
        for one, why in outside
        if why
    )


@hookimpl
@rule("BG-28.2", "I-BG-17")
def merito_position_values(step: Step) -> ResultRows:
    """The pay that the grading gives each post, within the limits of the CCNL as given by the ente."""
    posts = staff_positions(step.dossier)
    if not posts:
        return
    step.parameters.need("position_least", "position_most")
    yield from (_value(step, position) for position in posts)


def _value(step: Step, position: Position) -> PositionValue:
    least, most = step.parameters.money("position_least"), step.parameters.money("position_most")
    rules, basis = ("BG-28.2", "I-BG-17"), Basis(inputs=(position,), parameters=(least, most))
    if position.amount is None:
        why = "manca l'importo annuo che risulta dalla graduazione"
        return PositionValue(position=position.id, state=State.NOT_MEASURED, reason=why, rules=rules, basis=basis)
    why = _outside(step, position)
    state = State.REFUSED if why else State.FINAL
    return PositionValue(
        position=position.id, amount=position.amount, state=state, reason=why, rules=rules, basis=basis
    )


def _outside(step: Step, position: Position) -> str:
    """Why a post cannot have its pay (Italian), or nothing."""
    least, most = step.parameters.money("position_least").value, step.parameters.money("position_most").value
    if position.amount is None or least <= position.amount <= most:
        return ""
    limits = f"da {euro_text(least)} a {euro_text(most)}"
    return f"{euro_text(position.amount)} l'anno, fuori dai limiti del CCNL ({limits})"


@hookimpl
@rule("BG-28.1", "BG-27.7", "I-BG-22", tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Each holder is paid for the days held; the days of nobody are savings."""
    for value in step.so_far.positions:
        line = step.so_far.line(FUND, item_of(value.position))
        if value.amount is None or line is None:
            continue
        holders = held(step, step.dossier.positions[value.position])
        doubtful = _doubtful(step, value, holders)
        if doubtful:
            yield told("warning", "BG-28.1", doubtful, phase=Phase.REWARDS, tool=TOOL)
        else:
            yield from paid_by_days(step, value, line, holders, by_days=BY_DAYS, revocation="BG-27.7")


def _doubtful(step: Step, value: PositionValue, holders: tuple[Holding, ...]) -> str:
    """Why the pay of a post cannot be divided (Italian): days held twice, or free days of a sum that is not settled."""
    if any(at_once(holders)):
        return f"la posizione {value.position} non si divide: ha due titolari negli stessi giorni"
    free = free_days(step, holders)
    if free and (value.state is not State.FINAL or not approved(step, value.position)):
        why = "l'importo non è nei limiti" if value.state is not State.FINAL else "la graduazione non è approvata"
        days = counted(free, "giorno", "giorni")
        return f"la posizione {value.position} è scoperta per {days}, ma {why}: non si divide ancora"
    return ""
