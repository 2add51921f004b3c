"""Who contests and revokes a posizione organizzativa: the manager of its Area, not the Segretario (I-BG-02)."""

from merito import Act, Person, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import served_on, told, unit_of, units_above
from merito_bergamo.guarantors import SECRETARY
from merito_bergamo.holders import REVOCATION, held
from merito_bergamo.roles import MANAGER
from merito_bergamo.structure import AREA

NOTICE = "revocation_notice"
RULE_OF = {NOTICE: "BG-27.3", REVOCATION: "BG-27.5"}


@hookimpl
@rule("BG-27.3", "BG-27.5", "I-BG-02")
def merito_check_plan(step: Step) -> ResultRows:
    """Notes an act of the Segretario Generale on a post in an Area that a manager leads on that day; it stands.

    Not a warning: the Segretario acts for a manager who is absent or must abstain, which the data do not say.
    """
    for kind, rule_id in RULE_OF.items():
        for act in step.acts_of(kind):
            own = bool(act.body) and act.of_body(SECRETARY) and act.date.year == step.dossier.year
            manager = _manager(step, act) if own else None
            if manager is not None:
                why = (
                    f"l'atto {act.id} è del Segretario Generale, e spetta al dirigente dell'Area ({manager.id}), salvo "
                    "che sia assente o debba astenersi (artt. 24 e 25): il Segretario Generale provvede per il "
                    "personale alle sue dipendenze (I-BG-02)"
                )
                yield told("info", rule_id, why, act.subject or "", phase=Phase.EVALUATION, inputs=(act,))


def _manager(step: Step, act: Act) -> Person | None:
    """The manager of the Area of a post, by its unit or by that of its holder.

    None if the Segretario leads it, or if who leads it did not serve as a manager on the day of the act.
    """
    position = step.dossier.positions.get((act.subject or "").removeprefix("position:"))
    unit = _unit(step, position, act) if position else ""
    heads = (step.dossier.people[one.head] for one in units_above(step.dossier, unit) if one.kind == AREA and one.head)
    head = next(heads, None)
    if head is None:
        return None
    roles = {row.role or head.role for row in served_on(step.dossier, head.id, act.date)}
    return head if MANAGER in roles else None


def _unit(step: Step, position: Position, act: Act) -> str:
    """The unit of a post, otherwise that of its last holder up to the day of the act."""
    begun = [one for one in held(step, position) if any(period.start <= act.date for period in one.periods)]
    return position.unit or (unit_of(step.dossier, step.dossier.people[begun[-1].person], "last") if begun else "")
