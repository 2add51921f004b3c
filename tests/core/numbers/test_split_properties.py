"""Properties of every division of money in proportion to weights."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from merito.numbers import equal_cents, natural_key, split

CENT = Decimal("0.01")
Weights = dict[str, Fraction]

amounts = st.integers(0, 10**9).map(lambda cents: Decimal(cents) * CENT)
small_amounts = st.integers(0, 300).map(lambda cents: Decimal(cents) * CENT)
ids = st.integers(1, 30).map(lambda number: f"PO{number}")
weight = st.one_of(st.integers(0, 5).map(Fraction), st.builds(Fraction, st.integers(0, 900), st.integers(1, 12)))
weights = st.dictionaries(ids, weight, min_size=1, max_size=9).filter(lambda found: sum(found.values()) > 0)
divisions = given(st.one_of(amounts, small_amounts), weights)


def quota(amount: Decimal, of: Weights, name: str) -> Fraction:
    return Fraction(amount) * of[name] / sum(of.values())


@divisions
def test_the_parts_sum_to_the_whole_amount(amount: Decimal, found: Weights) -> None:
    assert sum(split(amount, found).values()) == amount


@divisions
def test_every_id_has_a_part_written_in_cents_and_never_negative(amount: Decimal, found: Weights) -> None:
    parts = split(amount, found)
    assert list(parts) == list(found)
    assert all(part >= 0 and part.as_tuple().exponent == -2 for part in parts.values())


@divisions
def test_a_part_is_less_than_a_cent_from_its_exact_quota(amount: Decimal, found: Weights) -> None:
    for name, part in split(amount, found).items():
        assert abs(Fraction(part) - quota(amount, found, name)) < Fraction(CENT)


@divisions
def test_a_larger_weight_never_gets_less(amount: Decimal, found: Weights) -> None:
    parts = split(amount, found)
    for one, other in combinations(found, 2):
        if found[one] > found[other]:
            assert parts[one] >= parts[other]


@divisions
def test_who_weighs_nothing_gets_nothing(amount: Decimal, found: Weights) -> None:
    parts = split(amount, found)
    assert all(parts[name] == 0 for name in found if found[name] == 0)


@divisions
def test_at_equal_weights_the_first_id_in_natural_order_never_gets_less(amount: Decimal, found: Weights) -> None:
    parts = split(amount, found)
    for one, other in combinations(sorted(found, key=natural_key), 2):
        if found[one] == found[other]:
            assert 0 <= parts[one] - parts[other] <= CENT


@divisions
def test_a_cent_up_goes_to_a_larger_remainder_before_a_smaller_one(amount: Decimal, found: Weights) -> None:
    quotas = {name: 100 * quota(amount, found, name) for name in found}
    parts = split(amount, found)
    raised = {name for name in found if 100 * Fraction(parts[name]) > quotas[name]}
    remainders = {name: quotas[name] % 1 for name in found}
    lowest_raised = min((remainders[name] for name in raised), default=Fraction(1))
    assert all(remainders[name] <= lowest_raised for name in found if name not in raised)


@given(st.one_of(amounts, small_amounts), weights, st.randoms(use_true_random=False))
def test_the_order_in_which_weights_are_given_does_not_count(amount: Decimal, found: Weights, chance: Random) -> None:
    shuffled = list(found.items())
    chance.shuffle(shuffled)
    assert split(amount, dict(shuffled)) == split(amount, found)


@given(st.one_of(amounts, small_amounts), weights, st.builds(Fraction, st.integers(1, 50), st.integers(1, 50)))
def test_the_unit_of_the_weights_does_not_count(amount: Decimal, found: Weights, unit: Fraction) -> None:
    scaled: Mapping[str, Fraction] = {name: unit * value for name, value in found.items()}
    assert split(amount, scaled) == split(amount, found)


@given(amounts, st.integers(1, 5000))
def test_equal_cents_and_what_is_left_make_the_whole_amount(amount: Decimal, people: int) -> None:
    each, left = equal_cents(amount, people)
    assert each * people + left == amount


@given(amounts, st.integers(1, 5000))
def test_what_equal_cents_leaves_is_less_than_a_cent_each(amount: Decimal, people: int) -> None:
    each, left = equal_cents(amount, people)
    assert each >= 0
    assert 0 <= left < people * CENT
