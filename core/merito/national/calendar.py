"""Plan by 31 January, Relazione by 30 June of the year after (art. 10 c. 1)."""

from merito import Basis, Deadline, Phase, Results, Step, hookimpl, rule

PLAN, REPORT = "performance_plan", "performance_report"


@hookimpl
@rule("IT-10.1a", "IT-10.1b")
def merito_deadlines(step: Step) -> Results | None:
    """Both days are parameters that a regulation may set, and are then cited from its own rule."""
    year = step.dossier.year
    plan = step.parameters.day("plan_deadline", year)
    report = step.parameters.day("report_deadline", year + 1)
    return Results(
        deadlines=(
            Deadline(
                phase=Phase.OBJECTIVES,
                what=f"Piano della performance {year}",
                due=plan.value,
                met_by=PLAN,
                rules=(plan.rule or "IT-10.1a",),
                basis=Basis(parameters=(plan,)),
            ),
            Deadline(
                phase=Phase.REPORTING,
                what=f"Relazione sulla performance {year}",
                due=report.value,
                met_by=REPORT,
                rules=(report.rule or "IT-10.1b",),
                basis=Basis(parameters=(report,)),
            ),
        )
    )
