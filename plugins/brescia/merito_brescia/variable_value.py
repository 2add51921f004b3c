"""Arithmetic of the variable resources (par. 5 n. 2): the value of projects, and the points that the range admits."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from merito.numbers import Number, cents_half_up, fraction, product, quotient, whole_down


class Stable(NamedTuple):
    """Stable resources (euro) of the two funds."""

    managers: Decimal
    staff: Decimal


class Shares(NamedTuple):
    """Share of the stable resources that one point of coefficient is worth, for each fund."""

    managers: Fraction
    staff: Fraction


class Worth(NamedTuple):
    """The value of some points (euro): each fund's part half up to the cent, and their sum."""

    managers: Decimal
    staff: Decimal

    @property
    def total(self) -> Decimal:
        return self.managers + self.staff


class Range(NamedTuple):
    """The least and the most share that projects may be of the two funds, counted with or without the projects."""

    least: Fraction
    most: Fraction
    with_projects: bool

    def limits(self, rest: Number) -> tuple[Fraction, Fraction]:
        """The least and the most value (euro, exact) of the projects, given `rest`, all the other resources."""
        low, high = self._of_rest(self.least), self._of_rest(self.most)
        return product(rest, low), product(rest, high)

    def _of_rest(self, share: Fraction) -> Fraction:
        return share / (1 - share) if self.with_projects else share

    def total(self, value: Number, rest: Number) -> Fraction:
        """The total (euro) of which the projects' value is a share."""
        return fraction(rest) + (fraction(value) if self.with_projects else 0)

    def share(self, value: Number, rest: Number) -> Fraction | None:
        """The projects' share of that total; None if it is zero."""
        total = self.total(value, rest)
        return quotient(value, total) if total else None

    def holds(self, value: Number, rest: Number) -> bool:
        """Whether the value is in the range, limits included; never if `rest` is not positive."""
        low, high = self.limits(rest)
        return fraction(rest) > 0 and low <= fraction(value) <= high


def unit_values(stable: Stable, shares: Shares) -> tuple[Fraction, Fraction]:
    """The value of one point in each fund (euro, exact: not rounded before it is multiplied, I-BS-33)."""
    return product(stable.managers, shares.managers), product(stable.staff, shares.staff)


def exact_value(points: Number, stable: Stable, shares: Shares) -> Fraction:
    """The value of `points` in both funds (euro), before rounding to cents: the range is tested on it (I-X-01)."""
    return product(sum(unit_values(stable, shares), Fraction(0)), points)


def worth(points: Number, stable: Stable, shares: Shares) -> Worth:
    """The value of `points` of coefficient."""
    managers, staff = (cents_half_up(product(unit, points)) for unit in unit_values(stable, shares))
    return Worth(managers, staff)


def admitted(stable: Stable, shares: Shares, rest: Number, allowed: Range) -> tuple[int, int] | None:
    """The least and the most whole points whose exact value is in the range; None if there are none."""
    unit = sum(unit_values(stable, shares), Fraction(0))
    if not unit:
        return None
    low, high = allowed.limits(rest)
    least, most = -whole_down(quotient(-low, unit)), whole_down(quotient(high, unit))
    return (least, most) if least <= most else None
