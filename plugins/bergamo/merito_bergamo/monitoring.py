"""The state of the plan during the year (art. 16 c. 1 d), with the adjustment of the budget (art. 37 c. 3 d)."""

from merito import Basis, Deadline, Phase, Results, Step, first_of, hookimpl, monitored, rule

ADJUSTMENT, MONITORING = "budget_adjustment", "plan_monitoring"


@hookimpl
@rule("BG-16.1d")
def merito_monitor(step: Step) -> Results | None:
    """Interim measures against interim targets, gaps and new forecasts."""
    return Results(monitoring=monitored(step.dossier, ("BG-16.1d",), step.as_of))


@hookimpl
@rule("BG-37.3d", "I-BG-24")
def merito_deadlines(step: Step) -> Results | None:
    """The plan is monitored when the budget is adjusted: the day of that act is the day of the term."""
    adjustment = first_of(step.acts_of(ADJUSTMENT))
    due = Deadline(
        phase=Phase.MONITORING,
        what="Monitoraggio del Piano, insieme all'assestamento di bilancio",
        due=adjustment.date if adjustment else None,
        met_by=MONITORING,
        rules=("BG-37.3d", "I-BG-24"),
        reason="" if adjustment else "la data è quella dell'assestamento di bilancio, che non c'è ancora",
        basis=Basis(inputs=(adjustment,) if adjustment else ()),
    )
    return Results(deadlines=(due,))
