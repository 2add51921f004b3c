"""Values of parameters as JSON: numbers as exact text, lists and objects as such."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.numbers import exact_text

Json = str | bool | None | list["Json"] | dict[str, "Json"]


def json_value(value: object) -> Json:
    """A value for JSON: `40` is "40", a third "1/3", a day in ISO form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): json_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(one) for one in value]
    return str(value)
