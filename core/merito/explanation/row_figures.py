"""The further figures of a result row: state, exact value, other figures."""

from fractions import Fraction
from typing import Any

from merito.model.measured import Grade
from merito.numbers import percent_text
from merito.outputs.declared import BY_ROW
from merito.regulations import Stack
from merito.wording.figures import value_text


def state(row: Any, stack: Stack) -> str:
    """The state or severity of a row, in Italian."""
    table = BY_ROW.get(type(row))
    return table.firmness(row, stack) if table else ""


def exact(row: Any) -> str:
    """The exact value of a grade or of a score."""
    value: Fraction | None = getattr(row, "value", None) if isinstance(row, Grade) else getattr(row, "score", None)
    return value_text(value)


def if_zero(row: Any) -> str:
    """The figure with zeros for missing values, if there is a figure."""
    told = isinstance(row, Grade) and row.value is not None and row.if_zero is not None
    return percent_text(row.if_zero) if told else ""


def beside(row: Any, stack: Stack) -> dict[str, str]:
    """The other figures of a row, as its table declares them."""
    table = BY_ROW.get(type(row))
    return table.beside(row, stack) if table else {}
