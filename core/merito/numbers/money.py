"""Exact division of money: what is divided and what comes out are the same to the cent.

Sums are euro as `Decimal` with at most two decimals; inside, they are whole cents.
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
    """No division respects the bounds. `missing` is the sum (euro) short of the minima, or `excess` the sum
    above the maxima; the other of the two is 0."""

    def __init__(self, missing: Decimal, excess: Decimal) -> None:
        super().__init__(f"missing {missing}, excess {excess}")
        self.missing, self.excess = missing, excess

    def __reduce__(self) -> tuple[type["InfeasibleSplitError"], tuple[Decimal, Decimal]]:
        return type(self), (self.missing, self.excess)


class BoundedSplit(NamedTuple):
    """Amounts (euro) per id, the bound that holds each, and a common factor k (euro per unit of weight).

    A bound is told where k x weight passes it: a part that is just on a bound by k itself is held by none.
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
    """The weights as whole numbers in the same ratios, and their sum. Raises ValueError on a negative one, or none."""
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

    The cents left by rounding down go to the largest remainders; ties to the larger weight, then to the id, its
    digits read as numbers. It is the reading I-X-01, of texts that say nothing of rounding: equal weights may be a
    cent apart. Where the text has equals paid alike, or each part cut, use `split_down`. Raises ValueError when nothing
    weighs, on negative weights or parts of a cent.
    """
    parts = _largest_remainder(_cents(amount), weights)
    return {identifier: _euro(parts[identifier]) for identifier in weights}


def split_down(amount: Number, weights: Mapping[str, Number]) -> tuple[dict[str, Decimal], Decimal]:
    """Divide a sum (euro) in proportion to the weights, each part down to the cent, and what is left over.

    Equal weights have equal parts. What is left over is the `savings` of the line, or goes where the text says. Raises
    ValueError as `split` does.
    """
    whole, total = _whole(weights)
    cents = _cents(amount)
    parts = {identifier: cents * weight // total for identifier, weight in whole.items()}
    return {identifier: _euro(part) for identifier, part in parts.items()}, _euro(cents - sum(parts.values()))


def equal_cents(amount: Number, people: int) -> tuple[Decimal, Decimal]:
    """The same sum for each of `people`, down to the cent, and what is left over (both euro)."""
    if index(people) < 1:
        raise ValueError("nobody to pay")
    each, left = divmod(_cents(amount), people)
    return _euro(each), _euro(left)


def bounded_split(amount: Number, weights: Mapping[str, Number], minimum: Number, maximum: Number) -> BoundedSplit:
    """Divide a sum (euro) in proportion to the weights, each part within `minimum` and `maximum`, all of it.

    Each part is k x weight kept inside the bounds, with the one k that spends the sum exactly; the last cents
    go, by largest remainder, among the parts that no bound holds. This is not the one-pass rule that cuts and
    loses the total. Raises InfeasibleSplitError when even all minima (maxima) are too much (too little), and
    ValueError on a weight that is not positive or bounds that are no whole cents.
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
    """The smallest k that spends `cents`; the sum grows with k along straight lines between the breakpoints."""
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
