"""Properties of every division of money between a minimum and a maximum."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from merito.numbers import BoundedSplit, InfeasibleSplitError, bounded_split, natural_key, split

CENT = Decimal("0.01")


class Division(NamedTuple):
    amount: Decimal
    weights: Mapping[str, Fraction]
    minimum: Decimal
    maximum: Decimal


weight = st.one_of(st.integers(1, 100).map(Fraction), st.builds(Fraction, st.integers(1, 200), st.integers(1, 9)))
weights = st.dictionaries(st.integers(1, 30).map(lambda number: f"PO{number}"), weight, min_size=1, max_size=8)


@st.composite
def bounds(draw: st.DrawFn) -> tuple[int, int]:
    largest = draw(st.sampled_from([20, 3_000, 2_000_000]))
    low = draw(st.integers(0, largest))
    return low, low + draw(st.integers(0, largest))


@st.composite
def divisions(draw: st.DrawFn, spill: int = 0) -> Division:
    """A division that is feasible, or with `spill` cents at each side perhaps not."""
    found, (low, high) = draw(weights), draw(bounds())
    cents = draw(st.integers(max(low * len(found) - spill, 0), high * len(found) + spill))
    return Division(cents * CENT, found, low * CENT, high * CENT)


def unbounded(case: Division, result: BoundedSplit) -> dict[str, Fraction]:
    return {name: result.k * value for name, value in case.weights.items()}


@given(divisions())
def test_the_parts_sum_to_the_whole_amount(case: Division) -> None:
    assert sum(bounded_split(*case).amounts.values()) == case.amount


@given(divisions())
def test_every_part_is_within_the_bounds_and_written_in_cents(case: Division) -> None:
    amounts = bounded_split(*case).amounts
    assert list(amounts) == list(case.weights)
    assert all(case.minimum <= part <= case.maximum for part in amounts.values())
    assert all(part.as_tuple().exponent == -2 for part in amounts.values())


@given(divisions())
def test_a_larger_weight_never_gets_less(case: Division) -> None:
    amounts = bounded_split(*case).amounts
    for one, other in combinations(case.weights, 2):
        if case.weights[one] > case.weights[other]:
            assert amounts[one] >= amounts[other]


@given(divisions())
def test_at_equal_weights_only_a_cent_and_the_natural_order_of_ids_count(case: Division) -> None:
    amounts = bounded_split(*case).amounts
    for one, other in combinations(sorted(case.weights, key=natural_key), 2):
        if case.weights[one] == case.weights[other]:
            assert 0 <= amounts[one] - amounts[other] <= CENT


@given(divisions())
def test_k_times_the_weights_kept_inside_the_bounds_spends_the_amount_exactly(case: Division) -> None:
    parts = unbounded(case, bounded_split(*case)).values()
    kept = (min(max(part, Fraction(case.minimum)), Fraction(case.maximum)) for part in parts)
    assert sum(kept) == case.amount


@given(divisions())
def test_the_bound_of_a_part_is_the_one_that_k_times_the_weight_passes(case: Division) -> None:
    result = bounded_split(*case)
    for name, part in unbounded(case, result).items():
        event(result.bounds[name])
        expected = "min" if part < case.minimum else "max" if part > case.maximum else "none"
        assert result.bounds[name] == expected


@given(divisions())
def test_a_held_part_is_exactly_its_bound(case: Division) -> None:
    result = bounded_split(*case)
    limits = {"min": case.minimum, "max": case.maximum}
    for name, bound in result.bounds.items():
        assert result.amounts[name] == limits.get(bound, result.amounts[name])


@given(divisions())
def test_a_part_strictly_between_the_bounds_is_held_by_none(case: Division) -> None:
    result = bounded_split(*case)
    for name, part in result.amounts.items():
        if case.minimum < part < case.maximum:
            assert result.bounds[name] == "none"


@given(divisions())
def test_a_part_that_no_bound_holds_is_less_than_a_cent_from_k_times_its_weight(case: Division) -> None:
    result = bounded_split(*case)
    for name, part in unbounded(case, result).items():
        if result.bounds[name] == "none":
            assert abs(part - Fraction(result.amounts[name])) < Fraction(CENT)


@given(divisions())
def test_the_parts_that_no_bound_holds_are_the_plain_split_of_what_is_left(case: Division) -> None:
    result = bounded_split(*case)
    free = {name: value for name, value in case.weights.items() if result.bounds[name] == "none"}
    assume(free)
    left = case.amount - sum(part for name, part in result.amounts.items() if name not in free)
    assert {name: result.amounts[name] for name in free} == split(left, free)


@given(weights, st.integers(0, 10**7))
def test_bounds_that_hold_nobody_leave_the_plain_split(found: Mapping[str, Fraction], cents: int) -> None:
    amount = cents * CENT
    result = bounded_split(amount, found, 0, amount)
    assert result.amounts == split(amount, found)
    assert set(result.bounds.values()) == {"none"}
    assert result.k == Fraction(amount) / sum(found.values())


@given(divisions())
def test_bounds_just_around_the_exact_quotas_leave_the_plain_split(case: Division) -> None:
    quotas = [Fraction(case.amount) * value / sum(case.weights.values()) for value in case.weights.values()]
    low, high = min(quotas) * 100 // 1, -(-max(quotas) * 100 // 1)
    result = bounded_split(case.amount, case.weights, low * CENT, high * CENT)
    assert result.amounts == split(case.amount, case.weights)


@given(divisions(), st.randoms(use_true_random=False))
def test_the_order_in_which_weights_are_given_does_not_count(case: Division, chance: Random) -> None:
    shuffled = list(case.weights.items())
    chance.shuffle(shuffled)
    assert bounded_split(case.amount, dict(shuffled), case.minimum, case.maximum) == bounded_split(*case)


@given(divisions(spill=3))
def test_a_split_is_infeasible_exactly_when_the_amount_is_outside_all_minima_and_all_maxima(case: Division) -> None:
    missing = max(len(case.weights) * case.minimum - case.amount, Decimal(0))
    excess = max(case.amount - len(case.weights) * case.maximum, Decimal(0))
    if missing == excess == 0:
        assert sum(bounded_split(*case).amounts.values()) == case.amount
    else:
        with pytest.raises(InfeasibleSplitError) as caught:
            bounded_split(*case)
        assert (caught.value.missing, caught.value.excess) == (missing, excess)


@given(divisions())
def test_a_cent_more_takes_k_up(case: Division) -> None:
    assume(case.amount < len(case.weights) * case.maximum)
    assert bounded_split(*case._replace(amount=case.amount + CENT)).k > bounded_split(*case).k
