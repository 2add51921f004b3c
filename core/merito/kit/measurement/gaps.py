"""The gap between expected and actual result, as a report prints it."""

from datetime import date
from decimal import Decimal

from merito.model.figures import Figure
from merito.numbers import fraction, number_text


def gap(expected: Figure, found: Figure) -> str:
    """Result minus target: a number, or days between two dates; an empty text if they are neither (Italian)."""
    one, other = expected.value, found.value
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return number_text(fraction(other) - fraction(one))
    if isinstance(one, date) and isinstance(other, date):
        days = (other - one).days
        return f"{days} giorn{'o' if abs(days) == 1 else 'i'}"
    return ""
