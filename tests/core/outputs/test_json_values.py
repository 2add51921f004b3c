"""Values of parameters in `summary.json`: JSON all the way down, numbers exact."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from merito.contract.declared_parameters import DayOfYear
from merito.outputs.json_text import Json, json_value

VALUES: list[tuple[object, Json]] = [
    (Fraction(40), "40"),
    (Fraction(1, 3), "1/3"),
    (Decimal("1000.50"), "1000.50"),
    (7, "7"),
    (True, True),
    (None, None),
    ("quota", "quota"),
    (date(2021, 6, 30), "2021-06-30"),
    (DayOfYear(6, 0), "06-last"),
    ((Fraction(1, 2), Decimal("2")), ["1/2", "2"]),
    ({"a": Fraction(40), "b": (1, {"c": False})}, {"a": "40", "b": ["1", {"c": False}]}),
]


@pytest.mark.parametrize(("value", "told"), VALUES)
def test_a_value_is_json_and_a_number_is_exact_text(value: object, told: Json) -> None:
    assert json_value(value) == told
