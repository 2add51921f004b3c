"""Figures on a form: at most two decimals, Italian, and no fraction."""

from decimal import Decimal
from fractions import Fraction

import pytest

from merito.forms.cells import euro, number, percent, plain_text, points, printed


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(33008641, 346104), "95,37"), (Decimal("7.50"), "7,5"), (10, "10"), (Fraction(1, 3), "0,33"), (0, "0")],
)
def test_a_number_is_no_fraction(value: Decimal | Fraction | int, text: str) -> None:
    assert number(value) == text
    assert "/" not in plain_text(value)


def test_percents_points_and_euro_have_two_decimals() -> None:
    assert (percent(Fraction(100)), points(Fraction(247, 3)), euro(Decimal("1234.5"))) == (
        "100,00%",
        "82,33",
        "1.234,50 €",
    )


def test_what_is_no_number_is_printed_in_no_such_way() -> None:
    assert printed("", "percent") is None
    assert printed(True, "euro") is None
    assert printed(Decimal("97.15"), "percent") == "97,15%"
    assert printed(Decimal("97.15"), "name") is None
