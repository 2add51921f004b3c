"""Equal values have equal bytes, however they were written; inexact values are refused."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from merito.register.canonical import canonical
from merito.testing import installed_regulations

DAY = installed_regulations().stack("bergamo").parameters["plan_deadline"].values[0].value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("0.150"), '"0.15"'),
        (Decimal("9000"), '"9000"'),
        (Decimal("1E+3"), '"1000"'),
        (Fraction(2, 3), '"2/3"'),
        (Fraction(4), '"4"'),
        (7, "7"),
        (date(2021, 6, 30), '"2021-06-30"'),
        (DAY, '"01-31"'),
        (None, "null"),
        (True, "true"),
        ("perché", '"perché"'),
        ({"b": 1, "a": [Decimal("1.0"), "x"]}, '{"a":["1","x"],"b":1}'),
        (("a", 2), '["a",2]'),
    ],
)
def test_a_value_is_written_in_one_way(value: object, written: str) -> None:
    assert canonical(value) == written.encode()


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical({"grade": 0.5})
