"""Properties of every ranking and of every division of it into bands."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise, product
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merito.numbers import bands_by_places, natural_key, places_by_shares, rank

Scores = dict[str, Fraction]
Ties = Literal["last", "first", "mean"]

ids = st.integers(1, 40).map(lambda number: f"D{number}")
few_values = st.sampled_from([Fraction(800, 11), Fraction(73), Fraction(90), Fraction(100)])
scores = st.dictionaries(ids, few_values | st.builds(Fraction, st.integers(0, 1000), st.integers(10, 11)), max_size=12)
shares = (
    st.lists(st.integers(0, 10), min_size=1, max_size=5)
    .filter(any)
    .map(lambda parts: [Fraction(part, sum(parts)) for part in parts])
)
both_ties = st.sampled_from(["last", "first", "mean"])


def bands_of(found: Scores, parts: Sequence[Fraction], ties: Ties) -> dict[str, int]:
    return bands_by_places(rank(found), places_by_shares(len(found), parts), ties)


@given(scores)
def test_a_ranking_holds_every_id_once_from_the_highest_score_down(found: Scores) -> None:
    ranking = rank(found)
    assert {entry.id: entry.score for entry in ranking} == found
    assert len(ranking) == len(found)
    assert all(above.score >= below.score for above, below in pairwise(ranking))


@given(scores)
def test_inside_a_tie_ids_stand_in_natural_order(found: Scores) -> None:
    for above, below in pairwise(rank(found)):
        if above.score == below.score:
            assert natural_key(above.id) < natural_key(below.id)


@given(scores)
def test_the_first_place_is_one_more_than_those_above_and_the_last_counts_those_at_least_as_high(
    found: Scores,
) -> None:
    for entry in rank(found):
        assert entry.first_place == 1 + sum(score > entry.score for score in found.values())
        assert entry.last_place == sum(score >= entry.score for score in found.values())


@given(scores)
def test_an_entry_is_tied_exactly_when_its_score_is_not_its_own(found: Scores) -> None:
    values = list(found.values())
    assert all(entry.tied == (values.count(entry.score) > 1) for entry in rank(found))


@given(scores, st.randoms(use_true_random=False))
def test_a_ranking_does_not_depend_on_the_order_of_the_scores(found: Scores, chance: Random) -> None:
    pairs = list(found.items())
    chance.shuffle(pairs)
    assert rank(pairs) == rank(dict(pairs)) == rank(iter(pairs)) == rank(found)


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        rank([("D1", 90), ("D2", 80), ("D1", 90)])


@given(st.integers(0, 2000), shares)
def test_the_places_of_the_bands_sum_to_the_count(count: int, parts: list[Fraction]) -> None:
    places = places_by_shares(count, parts)
    assert sum(places) == count
    assert len(places) == len(parts)
    assert all(number >= 0 for number in places)


@given(st.integers(0, 2000), shares)
def test_the_first_bands_together_are_the_whole_places_under_their_shares(count: int, parts: list[Fraction]) -> None:
    places = places_by_shares(count, parts)
    for together, share in zip(accumulate(places), accumulate(parts), strict=True):
        assert together <= share * count < together + 1


@given(scores, shares, both_ties)
def test_everyone_has_a_band(found: Scores, parts: list[Fraction], ties: Ties) -> None:
    bands = bands_of(found, parts, ties)
    assert set(bands) == set(found)
    assert all(0 <= band < len(parts) for band in bands.values())


@given(scores, shares, both_ties)
def test_equal_scores_never_stand_in_different_bands(found: Scores, parts: list[Fraction], ties: Ties) -> None:
    bands = bands_of(found, parts, ties)
    for one, other in product(found, repeat=2):
        if found[one] == found[other]:
            assert bands[one] == bands[other]


@given(scores, shares, both_ties)
def test_nobody_with_a_lower_score_stands_in_a_higher_band(found: Scores, parts: list[Fraction], ties: Ties) -> None:
    bands = bands_of(found, parts, ties)
    for one, other in product(found, repeat=2):
        if found[one] < found[other]:
            assert bands[one] >= bands[other]


@given(scores, shares)
def test_with_last_the_first_bands_together_never_pass_their_shares(found: Scores, parts: list[Fraction]) -> None:
    bands = bands_of(found, parts, "last")
    for border, share in enumerate(accumulate(parts)):
        assert sum(band <= border for band in bands.values()) <= share * len(found)


@given(scores, shares)
def test_with_last_the_first_bands_take_every_tied_group_that_fits(found: Scores, parts: list[Fraction]) -> None:
    places = places_by_shares(len(found), parts)
    bands = bands_by_places(rank(found), places, "last")
    for border, together in enumerate(accumulate(places)):
        assert {entry.id for entry in rank(found) if entry.last_place <= together} == {
            name for name, band in bands.items() if band <= border
        }


@given(scores, shares)
def test_with_first_the_first_bands_take_every_tied_group_that_begins_inside(
    found: Scores, parts: list[Fraction]
) -> None:
    places = places_by_shares(len(found), parts)
    bands = bands_by_places(rank(found), places, "first")
    for border, together in enumerate(accumulate(places)):
        assert {entry.id for entry in rank(found) if entry.first_place <= together} == {
            name for name, band in bands.items() if band <= border
        }


@given(scores, shares)
def test_the_tie_rule_is_last_when_nothing_is_said(found: Scores, parts: list[Fraction]) -> None:
    ranking, places = rank(found), places_by_shares(len(found), parts)
    assert bands_by_places(ranking, places) == bands_by_places(ranking, places, "last")


@given(st.sets(st.integers(0, 100), max_size=12), shares)
def test_without_ties_every_band_is_filled_exactly(values: set[int], parts: list[Fraction]) -> None:
    found = {f"D{value}": Fraction(value) for value in values}
    places = places_by_shares(len(found), parts)
    for ties in ("last", "first", "mean"):
        taken = list(bands_by_places(rank(found), places, ties).values())
        assert tuple(taken.count(band) for band in range(len(parts))) == places


@given(scores, shares)
def test_the_mean_place_lies_between_the_last_and_the_first(found: Scores, parts: list[Fraction]) -> None:
    last, mean, first = (bands_of(found, parts, ties) for ties in ("last", "mean", "first"))
    assert all(first[name] <= mean[name] <= last[name] for name in found)


@given(st.integers(0, 2000), shares)
def test_by_remainder_every_band_has_its_whole_places_and_at_most_one_more(count: int, parts: list[Fraction]) -> None:
    places = places_by_shares(count, parts, "largest_remainder")
    assert sum(places) == count
    assert all(0 <= number - int(share * count) <= 1 for number, share in zip(places, parts, strict=True))


@given(st.integers(0, 2000), shares)
def test_half_up_every_border_is_the_nearest_place(count: int, parts: list[Fraction]) -> None:
    places = places_by_shares(count, parts, "half_up")
    for together, share in zip(accumulate(places), accumulate(parts), strict=True):
        assert -Fraction(1, 2) < together - share * count <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("borders", "places"), [("floor", (0, 1, 2)), ("half_up", (1, 1, 1)), ("largest_remainder", (1, 1, 1))]
)
def test_three_people_by_20_40_and_40_per_cent(borders: str, places: tuple[int, ...]) -> None:
    parts = [Fraction(1, 5), Fraction(2, 5), Fraction(2, 5)]
    assert places_by_shares(3, parts, borders) == places  # type: ignore[arg-type]


def test_borders_of_no_known_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="borders are one of floor, half_up, largest_remainder"):
        places_by_shares(3, [1], "up")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "parts", [[], [Fraction(1, 2)], [Fraction(2, 3), Fraction(2, 3)], [Fraction(3, 2), Fraction(-1, 2)]]
)
def test_shares_that_are_negative_or_do_not_sum_to_1_are_refused(parts: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        places_by_shares(10, parts)


@pytest.mark.parametrize("places", [[1, 1, 2], [1, 1], [4, -1], []])
def test_places_that_do_not_cover_the_ranking_are_refused(places: list[int]) -> None:
    ranking = rank({"D1": 90, "D2": 80, "D3": 70})
    with pytest.raises(ValueError, match="places"):
        bands_by_places(ranking, places)
