"""A project is graded from its form: activities with their own expected results, and weights if given."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from merito import Activity, Dossier, Ente, Figure, Grade, Indicator, Rows, Said, State, plain
from merito.kit import IndicatorPolicy, indicator_grades

POLICY = IndicatorPolicy(
    rules=("R",), monitoring_rules=("M",), missing_rules=("I-MISS",), project_rules=("P",), missing="skip"
)


def value(figure: Decimal | date | bool) -> Figure:
    return Figure(Said.VALUE, figure, str(figure))


def activity(name: str, target: Figure, actual: Figure, weight: str | None = None) -> Activity:
    return Activity(
        indicator="PRJ", id=name, target=target, actual=actual, weight=None if weight is None else Decimal(weight)
    )


def grade(*activities: Activity, policy: IndicatorPolicy = POLICY, target: Figure | None = None) -> Grade:
    project = Indicator(id="PRJ", title="Progetto", kind="project", target=target or value(Decimal(100)))
    dossier = Dossier(
        ente=Ente(id="e", name="E", regulation="r"),
        year=2021,
        indicators=Rows([project]),
        activities=Rows(activities),
    )
    (found,) = indicator_grades(dossier, policy)
    return found


DONE = activity("A1", value(Decimal(10)), value(Decimal(10)))
HALF = activity("A2", value(Decimal(10)), value(Decimal(5)))
LATE = activity("A3", value(date(2021, 6, 30)), value(date(2021, 7, 1)))
MISSING = activity("A4", value(Decimal(10)), Figure())


def test_a_project_is_the_mean_of_its_activities() -> None:
    found = grade(DONE, HALF, LATE)
    assert (found.value, found.state, found.rules) == (Fraction(50), State.FINAL, ("R", "P"))


def test_weights_of_activities_count() -> None:
    first = activity("A1", value(Decimal(10)), value(Decimal(10)), "90")
    second = activity("A2", value(Decimal(10)), value(Decimal(5)), "10")
    assert grade(first, second).value == 95


def test_the_weights_stand_beside_the_mean_that_they_make() -> None:
    """10 x 100, 20 x 50 and 70 x 0 make 20 of 100; the plain mean would be 50."""
    weighed = (("10", "10"), ("5", "20"), ("0", "70"))
    ten = value(Decimal(10))
    form = [activity(f"A{weight}", ten, value(Decimal(done)), weight) for done, weight in weighed]
    found = grade(*form)
    told = "media ponderata dei gradi di 3 attività della scheda progetto, con pesi 10; 20; 70"
    assert (found.value, plain(found.basis.formula)) == (20, told)
    assert plain(grade(DONE, HALF).basis.formula) == "media dei gradi di 2 attività della scheda progetto"


def test_an_activity_without_actual_makes_the_project_provisional_and_is_named() -> None:
    found = grade(DONE, MISSING)
    assert (found.value, found.if_zero, found.state) == (100, 50, State.PROVISIONAL)
    assert (found.lacks, found.rules) == (("PRJ/A4",), ("R", "P", "I-MISS"))


def test_weights_that_do_not_sum_to_100_refuse_the_project_alone() -> None:
    found = grade(activity("A1", value(Decimal(1)), value(Decimal(1)), "60"), HALF)
    assert (found.value, found.state, found.lacks) == (None, State.REFUSED, ("PRJ",))
    assert "1 su 2 senza peso" in plain(found.reason)


def test_each_activity_is_in_the_way_of_the_project() -> None:
    ways = {row.id: row.basis.formula for row in grade(DONE, HALF).rests_on if isinstance(row, Grade)}
    assert plain(ways["PRJ/A2"]).startswith("5 / 10 × 100")


NONE = Figure(Said.NOTHING, None, "-")


def test_the_activities_are_what_is_expected_of_a_project_that_says_no_result_itself() -> None:
    found = grade(DONE, HALF, target=NONE)
    assert (found.value, found.state) == (75, State.FINAL)


def test_a_project_and_activities_without_any_expected_result_this_year_are_not_measured() -> None:
    found = grade(activity("A1", NONE, value(Decimal(5))), target=NONE)
    assert (found.value, found.state, found.lacks) == (None, State.NOT_MEASURED, ())


@pytest.mark.parametrize(("missing", "state"), [("zero", State.FINAL), ("block", State.BLOCKED)])
def test_what_a_missing_activity_does_is_the_regulation_s_choice(missing: str, state: State) -> None:
    policy = IndicatorPolicy(rules=("R",), monitoring_rules=("M",), project_rules=("P",), missing=missing)
    found = grade(DONE, MISSING, policy=policy)
    assert (found.value, found.state) == (Fraction(50) if missing == "zero" else None, state)


def test_an_activity_without_its_expected_result_is_lacking() -> None:
    found = grade(DONE, activity("A5", Figure(Said.NOTHING, None, "-"), value(Decimal(3))))
    assert (found.value, found.if_zero, found.state, found.lacks) == (100, 50, State.PROVISIONAL, ("PRJ/A5",))


def test_an_activity_under_monitoring_counts_nowhere() -> None:
    found = grade(DONE, activity("A6", Figure(Said.MONITORING, None, "monitoraggio"), value(Decimal(3))))
    assert (found.value, found.state, found.lacks) == (100, State.FINAL, ())


def test_a_project_under_monitoring_has_no_grade_whatever_its_activities_expect() -> None:
    found = grade(DONE, HALF, target=Figure(Said.MONITORING, None, "monitoraggio"))
    assert (found.value, found.rests_on) == (None, ())
    assert "M" in found.rules
