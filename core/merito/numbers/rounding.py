"""Rounding by purpose, on exact values: caps down, minimum shares up, single sums half up.

A rule names the purpose by the function it calls; nothing here rounds half to even, as Python's `round` does.
"""

from decimal import Decimal
from operator import index

from merito.numbers.exact import Number, fraction


def _to_decimal(units: int, places: int) -> Decimal:
    return Decimal(f"{units}E-{places}")  # from text: exact whatever the decimal context is


def _scaled(value: Number, places: int) -> tuple[int, int]:
    """Numerator and denominator of a value in units of its last decimal place."""
    if index(places) < 0:
        raise ValueError("places are counted after the point: 0 or more")
    exact = fraction(value)
    return exact.numerator * 10**places, exact.denominator


def half_up(value: Number, places: int = 0) -> Decimal:
    """Nearest value at `places` decimals; a half is rounded away from zero (25.5 is 26, -25.5 is -26)."""
    numerator, denominator = _scaled(value, places)
    units = (2 * abs(numerator) + denominator) // (2 * denominator)
    return _to_decimal(units if numerator >= 0 else -units, places)


def down(value: Number, places: int = 0) -> Decimal:
    """Largest value at `places` decimals that is not above the exact one (caps, people in a share)."""
    numerator, denominator = _scaled(value, places)
    return _to_decimal(numerator // denominator, places)


def up(value: Number, places: int = 0) -> Decimal:
    """Smallest value at `places` decimals that is not below the exact one (minimum shares)."""
    numerator, denominator = _scaled(value, places)
    return _to_decimal(-(-numerator // denominator), places)


def whole_down(value: Number) -> int:
    """Largest integer not above the exact value: how many people a share allows."""
    exact = fraction(value)
    return exact.numerator // exact.denominator


def cents_half_up(value: Number) -> Decimal:
    """Euro to the nearest cent, a half upwards: for a single sum."""
    return half_up(value, 2)


def cents_down(value: Number) -> Decimal:
    """Euro down to the cent: for a sum that must not exceed a cap."""
    return down(value, 2)


def cents_up(value: Number) -> Decimal:
    """Euro up to the cent: for a minimum share."""
    return up(value, 2)
