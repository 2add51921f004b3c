"""Weighted means on exact values."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from merito.numbers.exact import Number, fraction, whole_numbers


class Weighted(NamedTuple):
    """A value and its weight (any unit, not negative)."""

    value: Number
    weight: Number = 1


def weighted_mean(items: Iterable[Weighted]) -> Fraction | None:
    """Sum of weight x value over the sum of the weights; `None` if that sum is zero.

    Raises ValueError on a negative weight.
    """
    pairs = list(items)
    least = min((weight for _, weight in pairs), default=0)
    if least < 0:
        raise ValueError(f"a weight cannot be negative: {least}")
    exact = [fraction(value) for value, _ in pairs]
    if len(exact) == 1:
        return exact[0] if fraction(least) else None
    weights = whole_numbers(weight for _, weight in pairs)
    common = lcm(*(value.denominator for value in exact))
    total = sum(
        weight * value.numerator * (common // value.denominator) for weight, value in zip(weights, exact, strict=True)
    )
    return Fraction(total, common * sum(weights)) if any(weights) else None
