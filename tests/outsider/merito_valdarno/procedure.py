"""Art. 16: appeals. The gate of art. 13 and the deadlines of arts. 5 and 14 are data."""

from datetime import timedelta

from merito import ActNeed, Basis, Deadline, Gate, Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text, first_not_holiday


@hookimpl
@rule("VD-16.1")
def merito_gates(step: Step) -> ResultRows:
    """What is due to somebody who has appealed waits for the decision."""
    for subject in sorted({act.subject for act in step.acts_of("appeal") if act.subject}):
        needs = (ActNeed(kind="appeal_decision", after="appeal"),)
        yield Gate(phase=Phase.REWARDS, needs=needs, rules=step.bears, subject=subject)


@hookimpl
@rule("VD-16.2")
def merito_deadlines(step: Step) -> ResultRows:
    """Each appeal is decided within its days, or on the next day that is no holiday."""
    days = step.parameters.number("decision_days")
    for act in step.acts_of("appeal"):
        yield Deadline(
            phase=Phase.REWARDS,
            what=f"Decisione sul riesame chiesto il {day_text(act.date)}",
            due=first_not_holiday(act.date + timedelta(days=int(days.value))),
            met_by="appeal_decision",
            rules=step.bears,
            subject=act.subject,
            basis=Basis(inputs=(act,), parameters=(days,)),
        )


@hookimpl
@rule("VD-16.3")
def merito_check_plan(step: Step) -> ResultRows:
    """An appeal comes within its days of the communication of the evaluation."""
    days = step.parameters.number("appeal_days")
    for row in step.dossier.evaluations:
        appeal = first_of(step.acts_of("appeal", f"person:{row.person}"))
        if appeal is None or row.told is None:
            continue
        last = row.told + timedelta(days=int(days.value))
        if appeal.date > last:
            why = f"istanza di riesame del {day_text(appeal.date)}: andava presentata entro il {day_text(last)}"
            yield told("warning", step.rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row, appeal))
