"""Exact division of money: the parts sum to the whole, to the cent.

Sums are euro as `Decimal` with at most two decimals; internally they are integer cents.
"""

from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from operator import index
from typing import Literal, NamedTuple

from merito.numbers.exact import Number, fraction, natural_key, whole_numbers

Bound = Literal["none", "min", "max"]


class InfeasibleSplitError(ValueError):
    """No division satisfies the bounds.

    `missing` is the amount (euro) below the sum of the minima, or `excess` the amount above the sum of the maxima; the
    other of the two is 0.
    """

    def __init__(self, missing: Decimal, excess: Decimal) -> None:
        super().__init__(f"missing {missing}, excess {excess}")
        self.missing, self.excess = missing, excess

    def __reduce__(self) -> tuple[type["InfeasibleSplitError"], tuple[Decimal, Decimal]]:
        return type(self), (self.missing, self.excess)


class BoundedSplit(NamedTuple):
    """Amounts (euro) per id, the bound that applies to each, and a common factor k (euro per unit of weight).

    A bound is reported if k x weight exceeds it; a part that equals a bound by k alone has none.
    """

    amounts: dict[str, Decimal]
    bounds: dict[str, Bound]
    k: Fraction


def _cents(amount: Number) -> int:
    exact = fraction(amount) * 100
    if exact.denominator != 1:
        raise ValueError(f"a sum of money in whole cents is needed, not {amount}")
    if exact < 0:
        raise ValueError(f"a sum to divide cannot be negative: {amount}")
    return exact.numerator


def _euro(cents: int) -> Decimal:
    return Decimal(f"{cents}E-2")  # from text: exact whatever the decimal context is


def _exact_weights(weights: Mapping[str, Number]) -> dict[str, Fraction]:
    exact = {identifier: fraction(weight) for identifier, weight in weights.items()}
    if any(weight < 0 for weight in exact.values()):
        raise ValueError("a weight cannot be negative")
    return exact


def _whole(weights: Mapping[str, Number]) -> tuple[dict[str, int], int]:
    """The weights as integers in the same ratios, and their sum. Raises ValueError on a negative one, or only zeros."""
    whole = dict(zip(weights, whole_numbers(weights.values()), strict=True))
    if any(weight < 0 for weight in whole.values()):
        raise ValueError("a weight cannot be negative")
    total = sum(whole.values())
    if not total:
        raise ValueError("there is no weight to divide by")
    return whole, total


def _largest_remainder(cents: int, weights: Mapping[str, Number]) -> dict[str, int]:
    whole, total = _whole(weights)
    parts = {identifier: cents * weight // total for identifier, weight in whole.items()}
    left = cents - sum(parts.values())
    if left:
        order = sorted(parts, key=lambda name: (-(cents * whole[name] % total), -whole[name], natural_key(name)))
        for identifier in order[:left]:
            parts[identifier] += 1
    return parts


def split(amount: Number, weights: Mapping[str, Number]) -> dict[str, Decimal]:
    """Divide a sum (euro) in proportion to the weights, to the last cent.

    The cents left by rounding down go to the largest remainders; ties to the larger weight, then to the id, with digits
    as numbers. This is reading I-X-01, for texts that say nothing about rounding: equal weights may differ by a cent.
    If the text pays equal people alike, or cuts each part, use `split_down`. Raises ValueError if all weights are zero,
    on negative weights or fractions of a cent.
    """
    parts = _largest_remainder(_cents(amount), weights)
    return {identifier: _euro(parts[identifier]) for identifier in weights}


def split_down(amount: Number, weights: Mapping[str, Number]) -> tuple[dict[str, Decimal], Decimal]:
    """Divide a sum (euro) in proportion to the weights, each part down to the cent; also returns the rest.

    Equal weights have equal parts. The rest is the `savings` of the line, or goes where the text says. Raises
    ValueError like `split`.
    """
    whole, total = _whole(weights)
    cents = _cents(amount)
    parts = {identifier: cents * weight // total for identifier, weight in whole.items()}
    return {identifier: _euro(part) for identifier, part in parts.items()}, _euro(cents - sum(parts.values()))


def equal_cents(amount: Number, people: int) -> tuple[Decimal, Decimal]:
    """The same sum for each of `people`, down to the cent, and the rest (both euro)."""
    if index(people) < 1:
        raise ValueError("nobody to pay")
    each, left = divmod(_cents(amount), people)
    return _euro(each), _euro(left)


def bounded_split(amount: Number, weights: Mapping[str, Number], minimum: Number, maximum: Number) -> BoundedSplit:
    """Divide a sum (euro) in proportion to the weights, each part within `minimum` and `maximum`, completely.

    Each part is k x weight kept within the bounds, with the one k that spends the sum exactly; the last cents go, by
    largest remainder, to parts that no bound limits. It is not the rule that cuts once and loses the excess. Raises
    InfeasibleSplitError if all minima exceed the sum, or the sum exceeds all maxima, and ValueError on a weight that is
    not positive or bounds that are not whole cents.
    """
    exact = _exact_weights(weights)
    if any(weight == 0 for weight in exact.values()):
        raise ValueError("a weight of 0 has no proportional part")
    cents, low, high = _cents(amount), _cents(minimum), _cents(maximum)
    if low > high:
        raise ValueError(f"the minimum {minimum} is above the maximum {maximum}")
    if not low * len(exact) <= cents <= high * len(exact):
        missing, excess = low * len(exact) - cents, cents - high * len(exact)
        raise InfeasibleSplitError(_euro(max(missing, 0)), _euro(max(excess, 0)))
    k = _common_factor(cents, exact, low, high)
    bounds = {identifier: _bound(k * weight, low, high) for identifier, weight in exact.items()}
    fixed = {name: {"min": low, "max": high}[bound] for name, bound in bounds.items() if bound != "none"}
    free = {name: weight for name, weight in exact.items() if name not in fixed}
    parts = fixed | (_largest_remainder(cents - sum(fixed.values()), free) if free else {})
    return BoundedSplit({name: _euro(parts[name]) for name in weights}, bounds, k / 100)


def _bound(part: Fraction, low: int, high: int) -> Bound:
    if part < low:
        return "min"
    return "max" if part > high else "none"


def _spent(k: Fraction, weights: Mapping[str, Fraction], low: int, high: int) -> Fraction:
    return sum((max(Fraction(low), min(k * weight, Fraction(high))) for weight in weights.values()), Fraction(0))


def _common_factor(cents: int, weights: Mapping[str, Fraction], low: int, high: int) -> Fraction:
    """The smallest k that spends `cents`; the sum grows with k, linearly between the breakpoints."""
    if not weights:
        return Fraction(0)
    breakpoints = sorted({Fraction(bound) / weight for weight in weights.values() for bound in (low, high)})

    def spent(k: Fraction) -> Fraction:
        return _spent(k, weights, low, high)

    place = bisect_left(breakpoints, Fraction(cents), key=spent)
    if place == 0:
        return breakpoints[0]
    before, after = breakpoints[place - 1], breakpoints[place]
    return before + (after - before) * (cents - spent(before)) / (spent(after) - spent(before))
