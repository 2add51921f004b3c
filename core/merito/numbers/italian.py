"""Numbers and dates as an Italian reader writes them, for reasons, findings and explanations."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.numbers.exact import Number, exact_text, fraction
from merito.numbers.rounding import half_up


def decimal_text(value: Decimal, places: int | None = None) -> str:
    """`1.234,56`; with `places`, exactly so many decimals."""
    text = f"{half_up(value, places) if places is not None else value:,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def number_text(value: Number) -> str:
    """`97,5` where a decimal says it exactly, else the fraction `1900/11`."""
    exact = fraction(value)
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return decimal_text(Decimal(exact.numerator) / exact.denominator) if rest == 1 else exact_text(exact)


def percent_text(value: Number) -> str:
    """Percent points as `72,73% (esatto 800/11)`; the fraction only where two decimals do not say it all."""
    rounded = half_up(value, 2)
    written = f"{decimal_text(rounded.normalize() if rounded else Decimal(0))}%"
    return written if Fraction(rounded) == fraction(value) else f"{written} (esatto {exact_text(value)})"


def euro_text(value: Decimal) -> str:
    """`1.234,50 €`."""
    return f"{decimal_text(value, 2)} €"


def day_text(value: date) -> str:
    """`30/6/2021`."""
    return f"{value.day}/{value.month}/{value.year}"
