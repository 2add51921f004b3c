"""Weighted means on exact values."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from merito.numbers.exact import Number, fraction


class Weighted(NamedTuple):
    """A value and its weight (any unit, not negative)."""

    value: Number
    weight: Number = 1


def weighted_mean(items: Iterable[Weighted]) -> Fraction | None:
    """Sum of weight x value over the sum of the weights; `None` when nothing weighs.

    Raises ValueError on a negative weight.
    """
    total, weights = Fraction(0), Fraction(0)
    for value, weight in items:
        exact_weight = fraction(weight)
        if exact_weight < 0:
            raise ValueError(f"a weight cannot be negative: {weight}")
        total += exact_weight * fraction(value)
        weights += exact_weight
    return total / weights if weights else None
