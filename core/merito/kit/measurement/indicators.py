"""Grade of an indicator from its target, its actual, its kind and the better direction.

An indicator under monitoring has no grade, nor has one of which the plan expects nothing this year (`-`). One whose
target or actual is missing is not measured and says why, and makes what rests on it provisional.
"""

from decimal import Decimal

from merito.kit.measurement.graded import ExpectedResult, IndicatorPolicy, graded
from merito.kit.measurement.projects import project_grade
from merito.model.dossier import Dossier
from merito.model.figures import BLANK
from merito.model.measured import Grade
from merito.model.messages import Message, say
from merito.model.plan import Indicator, Measure, Target

FINAL, LOWER, PERCENT = "final", "lower", "%"


def final_measure(dossier: Dossier, indicator: str) -> Measure | None:
    """The measure at the end of the year, if one was entered."""
    return dossier.measures.first(indicator=indicator, at=FINAL)


def worse_than_last(one: Indicator, year: int) -> Message | None:
    """That the expected result of a year is worse than the last actual, and who has to do what; None if it is not.

    The better direction is that of the table, and no title is asked. Figures are compared only if both, or neither, are
    written in percent.
    """
    target, actual, lower = one.target.value, one.baseline.value, one.better == LOWER
    if not isinstance(target, Decimal) or not isinstance(actual, Decimal):
        return None
    same_unit = (PERCENT in one.target.text) == (PERCENT in one.baseline.text)
    if not same_unit or not (target > actual if lower else target < actual):
        return None
    if lower:
        return say(
            "il risultato atteso {year} ({target}) è peggiore dell'ultimo consuntivo ({actual}), dove è meglio se "
            "minore: chi fa il Piano lo abbassa, o vi scrive perché si chiede di meno",
            year=year,
            target=one.target.text,
            actual=one.baseline.text,
        )
    return say(
        "il risultato atteso {year} ({target}) è peggiore dell'ultimo consuntivo ({actual}), dove è meglio se "
        "maggiore: chi fa il Piano lo alza, o vi scrive perché si chiede di meno; se è meglio di meno lo dice la "
        "colonna migliore («minore»)",
        year=year,
        target=one.target.text,
        actual=one.baseline.text,
    )


def indicator_grades(dossier: Dossier, policy: IndicatorPolicy) -> tuple[Grade, ...]:
    """A grade for every indicator of the year, in the order of the plan."""
    return tuple(_grade(dossier, one, policy) for one in dossier.indicators)


def _grade(dossier: Dossier, one: Indicator, policy: IndicatorPolicy) -> Grade:
    planned = dossier.targets.first(indicator=one.id, year=dossier.year, at=FINAL)
    expected = _expected(one, planned, final_measure(dossier, one.id), dossier.year)
    activities = dossier.activities.of(indicator=one.id) if policy.project_rules else ()
    return project_grade(expected, activities, policy) if activities else graded(expected, policy)


def _expected(indicator: Indicator, planned: Target | None, measure: Measure | None, year: int) -> ExpectedResult:
    return ExpectedResult(
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
