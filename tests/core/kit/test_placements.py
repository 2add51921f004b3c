"""A ranking and its bands as rows of results: places, ties, and the effect of a missing figure."""

from fractions import Fraction
from typing import Any

from kit_steps import column, step

from merito import Band, InForce, Placement, State, plain
from merito.kit import Series, banded, placements

SHARES: InForce[Any] = InForce("shares", (Fraction(1, 3), Fraction(2, 3)), "list", "", "x", None, "art. 5")
BARS: InForce[Any] = InForce("levels", {"A": Fraction(90), "B": Fraction(60)}, "table", "", "x", None, "art. 5")


def rows(score: Series, levels: bool = False) -> tuple[list[Placement], list[Band]]:
    band = score.level(BARS) if levels else banded(score, SHARES)
    found = list(placements(step(), score, band))
    return [one for one in found if isinstance(one, Placement)], [one for one in found if isinstance(one, Band)]


def test_those_who_tie_have_the_first_of_their_places_and_are_told_both() -> None:
    placed, bands = rows(column("80", "95", "80", name="punteggio"))
    assert [(one.person, one.place, one.band) for one in placed] == [("P1", 2, "2"), ("P2", 1, "1"), ("P3", 2, "2")]
    assert [(one.band, one.places, one.people) for one in bands] == [("1", 1, 1), ("2", 2, 2)]
    told = {one.name: one.value for one in placed[0].basis.steps}
    assert told == {"punteggio": Fraction(80), "posto in graduatoria": "da 2 a 3, a pari merito"}
    assert {row.rules for row in (*placed, *bands)} == {("X-1",)}


def test_while_a_figure_is_missing_nobody_has_a_place_and_no_band_is_told() -> None:
    placed, bands = rows(column("80", None, name="punteggio"))
    assert [(one.place, one.band, one.state) for one in placed] == [(None, "", State.NOT_MEASURED)] * 2
    assert placed[0].score == 80
    assert plain(placed[0].reason) == "la graduatoria aspetta 1 persona: non valutato"
    assert bands == []


def test_a_band_by_score_has_as_many_places_as_people_and_whoever_is_below_stands_in_none() -> None:
    placed, bands = rows(column("91", "70", "59", "95", name="punteggio"), levels=True)
    assert [one.band for one in placed] == ["A", "B", "", "A"]
    assert {one.band: (one.places, one.people) for one in bands} == {"A": (2, 2), "B": (1, 1)}
