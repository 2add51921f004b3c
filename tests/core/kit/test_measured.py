"""The score of somebody whose factors are rated or measured: missing, provisional, final."""

from fractions import Fraction

from merito import Grade, InForce, Person, State, plain
from merito.kit import Factor, measured, score_of, weighed_by, weights_formula

WEIGHTS: InForce[dict[str, object]] = InForce(
    "weights", {"r": Fraction(60), "m": Fraction(40)}, "table", "", "x", None, "art. 3"
)
RATED = Factor(name="r", value=Fraction(90))
GOOD = Grade(scope="unit", id="U1", value=Fraction(80))
WEAK = Grade(
    scope="unit", id="U2", value=Fraction(40), state=State.PROVISIONAL, lacks=("I1",), reason="senza grado: I1"
)
NONE = Grade(scope="unit", id="U3", state=State.NOT_MEASURED, lacks=("I2",), reason="manca")


def score(*parts: tuple[Grade, int]) -> tuple[Fraction | None, State, str, tuple[str, ...]]:
    factors = (RATED, measured("m", parts, Factor))
    row = score_of(Person(id="P1"), factors, weighed_by(factors, WEIGHTS), ("X-1",))
    assert row.rests_on == tuple(grade for grade, _ in parts)
    return row.score, row.state, plain(row.reason), row.lacks


def test_grades_count_by_their_parts_and_a_provisional_one_leaves_a_provisional_score() -> None:
    assert score((GOOD, 1)) == (86, State.FINAL, "", ())
    weak = (Fraction(82), State.PROVISIONAL, "fattore m provvisorio: senza grado: I1", ("I1",))
    assert score((GOOD, 3), (WEAK, 1)) == weak


def test_one_grade_without_a_figure_leaves_no_score() -> None:
    assert score((GOOD, 3), (NONE, 1)) == (None, State.NOT_MEASURED, "fattore m: U3: manca", ("I2",))


def test_the_explanation_tells_the_grades_the_factors_and_their_weights() -> None:
    factors = (RATED, measured("m", [(GOOD, 1)], Factor))
    row = score_of(Person(id="P1"), factors, None, ("X-1",), formula=weights_formula(factors, WEIGHTS))
    told = {one.name: one.value for one in row.basis.steps}
    assert told == {"fattore r": "90%", "grado di U1": "80%", "fattore m": "80%"}
    assert plain(row.basis.formula) == "60% × r 90% + 40% × m 80%"
