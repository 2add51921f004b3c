"""Results are found by their key; the results of many functions are added at once, in order."""

from decimal import Decimal

from merito import Band, FundLine, Grade, PersonScore, Placement, PositionValue, Results

SCORE, GRADE = PersonScore(person="P1"), Grade(scope="unit", id="U1", view="managers")
LINE, VALUE = FundLine(fund="staff", item="fondo", amount=Decimal("1.00")), PositionValue(position="PO1")
PLACE, BAND = Placement(ranking="r", person="P1"), Band(ranking="r", band="alta", places=1, people=1)
GIVEN = Results(
    scores=(SCORE,), grades=(GRADE,), fund_lines=(LINE,), positions=(VALUE,), placements=(PLACE,), bands=(BAND,)
)


def test_each_is_found_by_its_key() -> None:
    assert GIVEN.score("P1") is SCORE
    assert GIVEN.grade("unit", "U1", "managers") is GRADE
    assert GIVEN.line("staff", "fondo") is LINE
    assert GIVEN.position("PO1") is VALUE
    assert GIVEN.placement("r", "P1") is PLACE
    assert GIVEN.band("r", "alta") is BAND


def test_what_was_not_given_is_none() -> None:
    assert GIVEN.score("P2") is None
    assert GIVEN.grade("unit", "U1") is None
    assert Results().line("staff", "fondo") is None


def test_what_is_added_later_is_found_in_the_new_results_alone() -> None:
    assert GIVEN.score("P2") is None
    more = GIVEN.plus(
        Results(scores=(PersonScore(person="P2"),)), Results(), Results(scores=(PersonScore(person="P3"),))
    )
    assert [row.person for row in more.scores] == ["P1", "P2", "P3"]
    assert more.score("P3") is more.scores[2]
    assert GIVEN.score("P2") is None
