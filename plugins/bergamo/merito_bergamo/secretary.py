"""The Segretario Generale: evaluated by the Giunta on the OIV's proposal, paid by the method adopted (art. 43)."""

from merito import ActNeed, Gate, Person, PersonScore, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import not_final
from merito_bergamo.result_pay import Pay, pay_result
from merito_bergamo.roles import SECRETARY, served_as
from merito_bergamo.scores import Evaluated, evaluated

EVALUATION, PROPOSAL = "secretary_evaluation", "secretary_proposal"
GIUNTA, OIV = "Giunta", "OIV"
ONCE = "I-BG-19"
WHOM = Evaluated(role=SECRETARY, factors="secretary_factors", rule="BG-43.1")


@hookimpl
@rule("BG-43.1", "I-BG-19")
def merito_gates(step: Step) -> ResultRows:
    """The Giunta's evaluation after the OIV's proposal; only one, even if the Segretario Generale leads an area."""
    need = (ActNeed(EVALUATION, by=GIUNTA, after=PROPOSAL),)
    yield from (
        Gate(
            phase=Phase.EVALUATION,
            tool=None if _nothing_else(step, one) else PAY.tool,
            subject=f"person:{one.id}",
            needs=need,
            rules=("BG-43.1", *_leads(step, one)),
        )
        for one in step.dossier.people
        if one.role == SECRETARY or served_as(step, one, SECRETARY)
    )


def _nothing_else(step: Step, person: Person) -> bool:
    """Whether somebody had no other role: the result pay of another role does not wait for the Giunta."""
    return len(served_as(step, person, SECRETARY)) == len(step.dossier.service_of(person.id))


def _leads(step: Step, person: Person) -> tuple[str, ...]:
    leads = bool(step.dossier.units.of(kind="area", head=person.id))
    return (ONCE,) if leads else ()


@hookimpl
@rule("BG-43.1", "BG-42.2", "BP-3.3f", "I-BG-18", "I-BG-19")
def merito_person_scores(step: Step) -> ResultRows:
    """Provisional until the Giunta has evaluated."""
    for row, findings in evaluated(step, WHOM):
        yield _approved(step, row)
        yield from findings


def _approved(step: Step, row: PersonScore) -> PersonScore:
    state = step.gate("BG-43.1", f"person:{row.person}")
    if state is not None and state.open:
        return row
    return not_final(row, "la Giunta non ha ancora valutato il Segretario Generale su proposta dell'OIV", "BG-43.1")


PAY = Pay(
    tool="secretary_result",
    fund="secretary",
    item="fondo",
    whom=WHOM,
    last=_approved,
    rule="BG-43.2",
    base="secretary_result_base",
    formula="secretary_result_formula",
)


@hookimpl
@rule("BG-43.2", "BG-46.1", "I-BG-11", "I-BG-18", "I-BG-20", "I-BG-21", "I-BG-25", tool=PAY.tool)
def merito_rewards(step: Step) -> ResultRows:
    """Result pay by the method adopted, in proportion to the evaluation."""
    yield from pay_result(step, PAY)
