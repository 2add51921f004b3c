"""Grade of an indicator from its expected result, its actual, its kind and its declared direction (ch. 3.2)."""

from merito import IndicatorPolicy, Results, Step, hookimpl, indicator_grades, rule


@hookimpl
@rule("BP-3.2g", "BP-3.2c", "BP-3.2d", "I-BP-01", "I-BP-02", "I-BP-04", "I-BP-06")
def merito_indicator_grades(step: Step) -> Results | None:
    """Monitoring indicators carry no weight; a project with a form is graded by its activities.

    A target without actual is not measured, unless the ente says zero.
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
    return Results(grades=indicator_grades(step.dossier, policy))
