"""Rewards open when the OIV has validated the Relazione (art. 39 c. 2); the year's terms are parameters."""

from merito import ActNeed, Gate, Phase, Results, Step, hookimpl, rule


@hookimpl
@rule("BG-39.2", "I-BG-06")
def merito_gates(step: Step) -> Results | None:
    """One gate for everybody, staff and managers: the cycle is one."""
    need = ActNeed("report_validation", by="OIV", after="performance_report")
    return Results(gates=(Gate(phase=Phase.REWARDS, needs=(need,), rules=("BG-39.2", "I-BG-06")),))
