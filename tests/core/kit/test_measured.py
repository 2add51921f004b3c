"""The score of somebody whose factors are rated or measured: missing, provisional, final."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

from merito import Grade, InForce, Person, PersonScore, Rating, State, plain
from merito.kit import Factor, measured, merit_of, not_final, score_of, weighed_by, weights_formula

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


JUDGED = evolve(RATED, ratings=(Rating(person="P1", factor="r", points=Decimal(90)),))
LACKING = evolve(WEAK, if_zero=Fraction(30), if_full=Fraction(60))
UNRATED = Factor(name="r", lacks=("r",), reason="non valutato: r")


def can_be(rated: Factor, *grades: Grade) -> PersonScore:
    """The score of somebody with a rated factor (60%) and a measured one (40%), the mean of grades."""
    factors = (rated, measured("m", [(grade, 1) for grade in grades], Factor))
    return score_of(Person(id="P1"), factors, weighed_by(factors, WEIGHTS), ("X-1",), weights=WEIGHTS)


MOST = {
    "a final score is all that it can be, unless the rated factors are rated anew": (JUDGED, (GOOD,), 86, 92),
    "an unrated factor can be the best, beside what is measured": (UNRATED, (GOOD,), 92, 92),
    "a provisional grade only what it would be with all that is missing": (JUDGED, (LACKING,), 78, 84),
    "one that does not say so can be all": (JUDGED, (WEAK,), 94, 100),
    "and so can one that is not measured; a final grade beside it stays": (JUDGED, (GOOD, NONE), 90, 96),
}


@pytest.mark.parametrize(("rated", "grades", "most", "anew"), MOST.values(), ids=MOST)
def test_the_most_that_a_score_can_be(rated: Factor, grades: tuple[Grade, ...], most: int, anew: int) -> None:
    row = can_be(rated, *grades)
    assert (row.most, row.most_anew) == (most, anew)


def test_an_evaluation_that_is_made_anew_holds_the_best_of_the_rated_factors_and_a_formality_does_not() -> None:
    """Without weights nothing is known of it, and all is held."""
    made = can_be(JUDGED, GOOD)
    assert merit_of(not_final(made, "manca la proposta", "X-1")).part == Fraction(92, 100)
    assert merit_of(not_final(made, "manca il colloquio", "X-1", formal=True)).part == Fraction(86, 100)
    assert merit_of(not_final(can_be(JUDGED, LACKING), "manca il colloquio", "X-1", formal=True)).part == Fraction(
        78, 100
    )
    unweighed = score_of(Person(id="P1"), (JUDGED,), Fraction(90), ("X-1",))
    assert merit_of(not_final(unweighed, "manca la proposta", "X-1")).part == 1


def test_what_cannot_be_positive_is_held_whole() -> None:
    waits = not_final(can_be(JUDGED, GOOD), "manca la proposta", "X-1")
    assert merit_of(waits, at_least=Fraction(92)).part == Fraction(92, 100)
    assert merit_of(waits, at_least=Fraction(93)).part == 1
