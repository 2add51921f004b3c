"""Numbers and dates in Italian format, for reasons, findings and explanations."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.numbers.exact import Number, exact_text, fraction
from merito.numbers.rounding import down, half_up, up

MOST_PLACES = 12
LONG, NEARLY = 16, 6
MONTHS = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)


def decimal_text(value: Decimal, places: int | None = None) -> str:
    """`1.234,56`; with `places`, exactly that number of decimals."""
    text = f"{half_up(value, places) if places is not None else value:,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def number_text(value: Number) -> str:
    """`97,5` if a decimal is exact, otherwise the fraction `1900/11`."""
    exact = fraction(value)
    places = next((count for count in range(MOST_PLACES + 1) if 10**count % exact.denominator == 0), None)
    return exact_text(exact) if places is None else decimal_text(half_up(exact, places))


def percent_text(value: Number, *, exact: bool = True) -> str:
    """Percent points as `72,73% (esatto 800/11)`; the fraction only if two decimals are not exact."""
    return f"{_rounded(value)}%{_exactly(value) if exact else ''}"


def least_percent_text(value: Number) -> str:
    """Percent points as a minimum that may be written: rounded up to the second decimal, `15,01%`."""
    return f"{number_text(up(value, 2))}%"


def most_percent_text(value: Number) -> str:
    """Percent points as a maximum that may be written: rounded down to the second decimal."""
    return f"{number_text(down(value, 2))}%"


def point_text(value: Number, *, exact: bool = True) -> str:
    """Points as `82,33 (esatto 247/3)`; the fraction only if two decimals are not exact."""
    return f"{_rounded(value)}{_exactly(value) if exact else ''}"


def _rounded(value: Number) -> str:
    rounded = half_up(value, 2)
    return decimal_text(rounded.normalize() if rounded else Decimal(0))


def _exactly(value: Number) -> str:
    return "" if Fraction(half_up(value, 2)) == fraction(value) else f" ({_beside(value)})"


def _beside(value: Number) -> str:
    """`esatto 247/3`; a long fraction in decimals, enough to compute a sum again to the cent."""
    exact = exact_text(value)
    return f"esatto {exact}" if len(exact) < LONG else f"circa {decimal_text(half_up(value, NEARLY), NEARLY)}"


def euro_text(value: Decimal) -> str:
    """`1.234,50 €`."""
    return f"{decimal_text(value, 2)} €"


def money_text(value: Number, *, exact: bool = True) -> str:
    """A sum that need not be whole cents, cut to the cent like all sums: `33,33 € (esatto 100/3)`."""
    written = down(value, 2)
    whole = not exact or fraction(written) == fraction(value)
    return euro_text(written) if whole else f"{euro_text(written)} ({_beside(value)})"


def together_text(parts: Iterable[str]) -> str:
    """`alta`, `alta e media`, `alta, media e bassa`."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} e {last}" if first else last


def counted(number: int, one: str, many: str) -> str:
    """`1 avviso`, `2 avvisi`."""
    return f"{number} {one if number == 1 else many}"


def day_text(value: date) -> str:
    """`30/6/2021`."""
    return f"{value.day}/{value.month}/{value.year}"


def yearly_text(month: int, day: int) -> str:
    """A day of every year: `31 dicembre`, `1° gennaio`; with day 0 `ultimo giorno di febbraio`."""
    name = MONTHS[month - 1]
    return f"{'1°' if day == 1 else day} {name}" if day else f"ultimo giorno di {name}"
