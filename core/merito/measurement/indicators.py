"""Grade of an indicator from its target, its actual, its kind and the side on which it is better.

An indicator under monitoring has no grade. One without a target for the year, or without an actual, is not
measured and says why; only a target without its actual makes what rests on it provisional.
"""

from merito.measurement.graded import Expected, graded
from merito.measurement.policy import IndicatorPolicy
from merito.measurement.projects import activities_of, project_grade
from merito.model.dossier import Dossier
from merito.model.figures import BLANK
from merito.model.measured import Grade
from merito.model.plan import Indicator, Measure, Target

FINAL = "final"


def final_measure(dossier: Dossier, indicator: str) -> Measure | None:
    """The measure at the end of the year, if one was entered."""
    return next((one for one in dossier.measures if (one.indicator, one.at) == (indicator, FINAL)), None)


def indicator_grades(dossier: Dossier, policy: IndicatorPolicy) -> tuple[Grade, ...]:
    """A grade for every indicator of the year, in the order of the plan."""
    measures = {row.indicator: row for row in dossier.measures if row.at == FINAL}
    planned = {row.indicator: row for row in dossier.targets if (row.year, row.at) == (dossier.year, FINAL)}
    with_activities = {row.indicator for row in dossier.activities} if policy.project_rules else set()
    grades: list[Grade] = []
    for one in dossier.indicators:
        expected = _expected(one, planned.get(one.id), measures.get(one.id), dossier.year)
        if one.id in with_activities:
            grades.append(project_grade(expected, activities_of(dossier, one.id), policy))
        else:
            grades.append(graded(expected, policy))
    return tuple(grades)


def _expected(indicator: Indicator, planned: Target | None, measure: Measure | None, year: int) -> Expected:
    return Expected(
        scope="indicator",
        id=indicator.id,
        parent=indicator.objective or "",
        year=year,
        target=indicator.target,
        actual=measure.value if measure else BLANK,
        better=indicator.better,
        monitoring=indicator.monitoring,
        given=measure.grade if measure else None,
        note=measure.note if measure else "",
        inputs=tuple(row for row in (indicator, planned, measure) if row is not None),
    )
