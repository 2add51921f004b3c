"""The cells of a form as people read them: at most two decimals, no fractions, words for codes, titles for ids."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.model.columns import Column
from merito.numbers import day_text, decimal_text, euro_text, fraction, half_up
from merito.outputs.columns import EXACT, EXACT_ALONE, EXACT_POINTS, MONEY, PERCENT, POINTS, SEVERAL, OutColumn
from merito.wording.figures import value_text

NOT_COMPUTED = "non calcolato"
FEW_PLACES = 2
YES_NO = {"SI": "sì", "NO": "no"}
Number = int | Decimal | Fraction


def number(value: Number) -> str:
    """A number, rounded to two decimals if it has more."""
    exact = fraction(value)
    places = next((count for count in range(FEW_PLACES) if 10**count % exact.denominator == 0), FEW_PLACES)
    return decimal_text(half_up(exact, places))


def percent(value: Number) -> str:
    """`97,15%`, as the page shows a grade."""
    return f"{decimal_text(half_up(fraction(value), 2), 2)}%"


def points(value: Number) -> str:
    """`82,33`."""
    return decimal_text(half_up(fraction(value), 2), 2)


def euro(value: Number) -> str:
    """`1.234,50 €`."""
    return euro_text(half_up(fraction(value), 2))


AS_NUMBERS: Mapping[str, Callable[[Number], str]] = {"percent": percent, "points": points, "euro": euro}
BY_KIND = (
    *((PERCENT, percent), (POINTS, points), (MONEY, euro)),
    *((kind, number) for kind in (EXACT, EXACT_ALONE, EXACT_POINTS)),
)


def result_text(column: OutColumn, value: object) -> str:
    """The value of a column of results."""
    if value is None or value == "":
        return ""
    for kind, text in BY_KIND:
        if column.kind is kind and isinstance(value, int | Decimal | Fraction):
            return text(value)
    code = str(getattr(value, "value", value))
    if column.words:
        return column.words.get(code, code)
    if column.kind is SEVERAL and isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return day_text(value) if isinstance(value, date) else plain_text(value)


def input_text(column: Column, value: object) -> str:
    """The value of a column of a table that was read."""
    if column.kind in ("choice", "moment") and isinstance(value, str):
        return column.values.get(value, value).replace("_", " ")
    if column.kind == "money" and isinstance(value, Decimal):
        return euro(value)
    return plain_text(value)


def plain_text(value: object) -> str:
    """Any other value."""
    if isinstance(value, Fraction):
        return number(value)
    text = value_text(value)
    return YES_NO.get(text, text)


def printed(value: object, how: str) -> str | None:
    """A number in the format that a form requests; None if it is not a number, or no format is requested."""
    if how in AS_NUMBERS and isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return AS_NUMBERS[how](value)
    return None
