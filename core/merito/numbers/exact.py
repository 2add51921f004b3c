"""Exact numbers: conversion to fractions, limits, weighted means, and text."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from math import lcm
from typing import NamedTuple

Number = int | Decimal | Fraction

HUNDRED = Fraction(100)


def fraction(value: Number) -> Fraction:
    """The exact fraction of an integer, a decimal or a fraction; a `float` is refused (TypeError)."""
    if type(value) is Fraction:
        return value
    if type(value) is Decimal:
        return _of_decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"an exact number is needed (int, Decimal, Fraction), not {type(value).__name__}")
    return Fraction(value)


@lru_cache(maxsize=65536)
def _of_decimal(value: Decimal) -> Fraction:
    return Fraction(value)


def whole_numbers(values: Iterable[Number]) -> list[int]:
    """The numbers over their common denominator: integers in the same ratios and the same order."""
    exact = [fraction(value) for value in values]
    common = lcm(*{one.denominator for one in exact})
    return [one.numerator * (common // one.denominator) for one in exact]


def product(*factors: Number) -> Fraction:
    """The exact product of numbers of any exact kind: euro, shares and parts of a year can be multiplied."""
    top, bottom = 1, 1
    for factor in factors:
        over, under = fraction(factor).as_integer_ratio()
        top, bottom = top * over, bottom * under
    return Fraction(top, bottom)


def quotient(dividend: Number, divisor: Number) -> Fraction:
    """The exact quotient of two numbers of any exact kind. Raises ZeroDivisionError."""
    over, under = fraction(dividend).as_integer_ratio()
    by_over, by_under = fraction(divisor).as_integer_ratio()
    return Fraction(over * by_under, under * by_over)


def clamp(value: Number, lowest: Number, highest: Number) -> Fraction:
    """`value`, or the limit that it passes, exact. Raises ValueError if the limits are reversed."""
    low, high = fraction(lowest), fraction(highest)
    if low > high:
        raise ValueError(f"the lower limit {lowest} is above the upper limit {highest}")
    return max(low, min(fraction(value), high))


def exact_text(value: Number) -> str:
    """A number written exactly: `100`, `800/11`; never a rounded decimal."""
    return str(fraction(value))


@lru_cache(maxsize=65536)
def natural_key(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key that reads the digits of an id as numbers, so that PO2 comes before PO10."""
    pieces = ("".join(group) for _, group in groupby(identifier, str.isdecimal))
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)


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
