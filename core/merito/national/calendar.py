"""Plan by 31 January, Relazione by 30 June of the year after, and no reward before the OIV has validated it."""

from merito import ActNeed, Basis, Deadline, Gate, Phase, Results, Step, hookimpl, rule

PLAN, REPORT, VALIDATION = "performance_plan", "performance_report", "report_validation"
MUNICIPALITY = "municipality"


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


@hookimpl
@rule("IT-14.6", "I-IT-02")
def merito_gates(step: Step) -> Results | None:
    """For a municipality the gate holds by a reading of the law, which the ente may adopt otherwise."""
    rules: tuple[str, ...] = ("IT-14.6",)
    if step.dossier.ente.kind == MUNICIPALITY:
        if step.readings["I-IT-02"].choice != "binding":
            return Results()
        rules = ("IT-14.6", "I-IT-02")
    return Results(gates=(Gate(phase=Phase.REWARDS, needs=(ActNeed(VALIDATION, after=REPORT),), rules=rules),))
