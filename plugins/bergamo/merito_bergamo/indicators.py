"""Grade of an indicator from its expected result, its actual, its kind and its declared direction (ch. 3.2)."""

from decimal import Decimal

from merito import Finding, Measure, Phase, ResultRows, Said, Step, hookimpl, rule
from merito.kit import IndicatorPolicy, indicator_grades, told
from merito.numbers import decimal_text

FINAL = "final"


@hookimpl
@rule("BP-3.2g", "I-BP-01")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of grades given by the ente without an actual: they only replace the formula, never a missing actual."""
    rows = (row for row in step.dossier.measures if row.at == FINAL and row.value.said is not Said.VALUE)
    yield from (_no_figure(row, row.grade) for row in rows if row.grade is not None)


def _no_figure(row: Measure, grade: Decimal) -> Finding:
    why = (
        f"il grado dato dall'ente ({decimal_text(grade)}) non conta, perché manca il consuntivo: vale solo per un "
        "consuntivo che nessuna formula misura (I-BP-01)"
    )
    return told("warning", "BP-3.2g", why, f"indicator:{row.indicator}", phase=Phase.EVALUATION, inputs=(row,))


@hookimpl
@rule("BP-3.2g", "BP-3.2c", "BP-3.2d", "I-BP-01", "I-BP-02", "I-BP-04", "I-BP-06")
def merito_indicator_grades(step: Step) -> ResultRows:
    """Monitoring indicators carry no weight; a project with a form is graded by its activities.

    A target without an actual is not measured, unless the ente chooses zero.
    """
    date_grade = step.parameters.choice("date_grade")
    policy = IndicatorPolicy(
        rules=("BP-3.2g", "I-BP-01", "I-BP-02"),
        monitoring_rules=("BP-3.2c",),
        missing_rules=("I-BP-04",),
        project_rules=("BP-3.2d", "I-BP-06"),
        missing=step.readings["I-BP-04"].choice,
        date_grade=date_grade.value,
        parameters=(date_grade,),
    )
    yield from indicator_grades(step.dossier, policy)
