"""Grades from the bottom: objectives from indicators, units from their objectives, the ente from units."""

from decimal import Decimal
from fractions import Fraction

from attrs import evolve
from kit_steps import step

from merito import NOTHING, Grade, Indicator, Objective, Rows, State, Step, Unit, plain
from merito.kit import Grading, rolled


def plan(*objectives: Objective) -> Step:
    indicators = (Indicator(id="I1", title="I1", objective="O1"), Indicator(id="I2", title="I2", objective="O2"))
    of_plan = {"objectives": Rows(objectives), "indicators": Rows(indicators)}
    units = Rows([Unit(id="U1"), Unit(id="U2"), Unit(id="U3")])
    whole = step()
    return evolve(whole, dossier=evolve(whole.dossier, units=units, **of_plan))


def measured(*values: int | None) -> list[Grade]:
    missing = {"state": State.NOT_MEASURED, "if_zero": Fraction(0), "reason": "manca"}
    return [
        Grade(scope="indicator", id=one, value=None, lacks=(one,), **missing)  # type: ignore[arg-type]
        if value is None
        else Grade(scope="indicator", id=one, value=Fraction(value))
        for one, value in zip(("I1", "I2"), values, strict=True)
    ]


def objective(name: str, weight: int | None, unit: str, parent: str | None = None) -> Objective:
    given = None if weight is None else Decimal(weight)
    return Objective(id=name, title=name, weight=given, responsible=f"unit:{unit}", parent=parent)


def test_a_unit_is_the_mean_of_its_objectives_by_their_weights_and_the_ente_that_of_its_units() -> None:
    grading = Grading(plan(objective("O1", 75, "U1"), objective("O2", 25, "U1")), measured(80, 40))
    assert [row.value for row in grading.objectives("X-1")] == [80, 40]
    [unit] = grading.units("X-1")
    [ente] = grading.ente([unit], "X-1")
    assert (unit.id, unit.value, ente.value, ente.rests_on) == ("U1", 70, 70, (unit,))
    assert not grading.findings


def test_a_mean_says_how_it_is_computed() -> None:
    grading = Grading(plan(objective("O1", 75, "U1"), objective("O2", 25, "U1")), measured(80, 40))
    below, _ = grading.objectives("X-1")
    [unit] = grading.units("X-1")
    assert (plain(below.basis.formula), plain(unit.basis.formula)) == (
        "l'unico grado che c'è",
        "(75 × 80% + 25 × 40%) / 100",
    )


def mean(*parts: tuple[Fraction | None, int]) -> str:
    every = [(Grade(scope="objective", id="O", value=value), weight) for value, weight in parts]
    return plain(rolled(Grade(scope="ente", id="E"), every).basis.formula)


def test_equal_weights_are_not_written_and_grades_that_are_cut_are_announced() -> None:
    assert mean((Fraction(100), 3), (Fraction(200, 3), 3)) == "(100% + 66,67%) / 2, con i gradi esatti"


def test_what_is_missing_or_weighs_nothing_is_not_in_the_formula() -> None:
    assert mean((Fraction(50), 60), (None, 20), (Fraction(90), 0), (Fraction(70), 20)) == "(60 × 50% + 20 × 70%) / 80"
    assert mean((None, 20)) == ""


def test_a_long_mean_tells_only_how_many_grades_it_has() -> None:
    assert mean(*[(Fraction(1), 2)] * 9) == "media semplice di 9 gradi"
    assert mean(*[(Fraction(1), at) for at in range(1, 10)]) == "media ponderata di 9 gradi"


def test_a_refused_mean_has_no_formula() -> None:
    parts = [
        (Grade(scope="objective", id="O1", value=Fraction(80)), None),
        (Grade(scope="objective", id="O2", value=None, state=State.REFUSED), None),
    ]
    row = Grading(plan(), measured(80, 40)).graded(Grade(scope="unit", id="U1", rules=("X-1",)), parts)
    assert (row.state, row.basis.formula) == (State.REFUSED, NOTHING)


def test_an_objective_under_another_of_the_same_unit_counts_once() -> None:
    grading = Grading(plan(objective("O1", None, "U1"), objective("O2", None, "U1", "O1")), measured(80, 40))
    above, _ = grading.objectives("X-1")
    [unit] = grading.units("X-1")
    assert (above.value, unit.value) == (60, 60)


def test_what_is_missing_is_no_zero_and_makes_the_mean_provisional() -> None:
    grading = Grading(plan(objective("O1", None, "U1"), objective("O2", None, "U1")), measured(80, None))
    grading.objectives("X-1")
    [unit] = grading.units("X-1")
    assert (unit.value, unit.if_zero, unit.state, unit.lacks) == (80, 40, State.PROVISIONAL, ("I2",))


def test_what_is_missing_and_weighs_nothing_leaves_the_mean_final() -> None:
    grading = Grading(plan(objective("O1", 100, "U1"), objective("O2", 0, "U1")), measured(80, None))
    grading.objectives("X-1")
    unit = next(iter(grading.units("X-2")))
    assert (unit.value, unit.state, unit.lacks) == (80, State.FINAL, ())


def test_weights_that_do_not_sum_refuse_the_unit_and_the_ente_and_are_an_error_of_the_plan() -> None:
    grading = Grading(plan(objective("O1", 75, "U1"), objective("O2", 20, "U1")), measured(80, 40))
    grading.objectives("X-1")
    [unit] = grading.units("X-1")
    [ente] = grading.ente([unit], "X-1")
    assert (unit.value, plain(unit.reason)) == (None, "i pesi sommano a 95, non a 100")
    assert (ente.state, plain(ente.reason)) == (State.REFUSED, "rifiutato: U1")
    assert [(one.rule, one.subject) for one in grading.findings] == [("X-1", "unit:U1")]
