"""What exact arithmetic refuses: floats wherever they could enter, and senseless money."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import merito.numbers

numbers: Any = merito.numbers  # floats are passed on purpose, against the types

HALF = Fraction(1, 2)
DAY = date(2023, 1, 31)

FLOATS: dict[str, Callable[[], Any]] = {
    "fraction": lambda: numbers.fraction(0.5),
    "fraction of a whole float": lambda: numbers.fraction(1.0),
    "exact_text": lambda: numbers.exact_text(0.5),
    "half_up": lambda: numbers.half_up(25.5),
    "down": lambda: numbers.down(25.5),
    "up": lambda: numbers.up(25.5),
    "whole_down": lambda: numbers.whole_down(25.5),
    "cents_half_up": lambda: numbers.cents_half_up(0.005),
    "cents_down": lambda: numbers.cents_down(0.005),
    "cents_up": lambda: numbers.cents_up(0.005),
    "split, amount": lambda: numbers.split(100.0, {"PO1": 1}),
    "split, weight": lambda: numbers.split(100, {"PO1": 1, "PO2": 0.5}),
    "equal_cents, amount": lambda: numbers.equal_cents(100.0, 3),
    "bounded_split, amount": lambda: numbers.bounded_split(10.0, {"PO1": 1}, 5, 16),
    "bounded_split, weight": lambda: numbers.bounded_split(10, {"PO1": 1.0}, 5, 16),
    "bounded_split, minimum": lambda: numbers.bounded_split(10, {"PO1": 1}, 5.0, 16),
    "bounded_split, maximum": lambda: numbers.bounded_split(10, {"PO1": 1}, 5, 16.0),
    "weighted_mean, value": lambda: numbers.weighted_mean([numbers.Weighted(80.0, 1)]),
    "weighted_mean, value that does not weigh": lambda: numbers.weighted_mean([numbers.Weighted(80.0, 0)]),
    "weighted_mean, weight": lambda: numbers.weighted_mean([numbers.Weighted(80, 1.0)]),
    "rank": lambda: numbers.rank({"D1": 80.0, "D2": 90}),
    "places_by_shares, share": lambda: numbers.places_by_shares(10, [0.5, 0.5]),
    "places_by_shares, count": lambda: numbers.places_by_shares(10.0, [HALF, HALF]),
    "bands_by_places, places": lambda: numbers.bands_by_places(numbers.rank({"D1": 80}), [1.0]),
    "achieved_number, actual": lambda: numbers.achieved_number(8.0, 11, lower_is_better=False),
    "achieved_number, target": lambda: numbers.achieved_number(8, 11.0, lower_is_better=True),
    "achieved_range, actual": lambda: numbers.achieved_range(8.0, 10, 12, lower_is_better=False),
    "achieved_range, lowest": lambda: numbers.achieved_range(8, 10.0, 12, lower_is_better=False),
    "achieved_range, highest": lambda: numbers.achieved_range(8, 10, 12.0, lower_is_better=True),
    "add_months": lambda: numbers.add_months(DAY, 1.0),
    "add_years": lambda: numbers.add_years(DAY, 1.0),
    "clamp, value": lambda: numbers.clamp(0.5, Fraction(0), Fraction(1)),
    "clamp, limit": lambda: numbers.clamp(HALF, 0.0, Fraction(1)),
    "equal_cents, people": lambda: numbers.equal_cents(10, 2.5),
    "equal_cents, people that are no whole number": lambda: numbers.equal_cents(100, Decimal("2.5")),
    "product": lambda: numbers.product(Fraction(1, 3), 0.5),
    "number_text": lambda: numbers.number_text(0.5),
    "percent_text": lambda: numbers.percent_text(72.73),
    "euro_text": lambda: numbers.euro_text(1234.5),
    "half_up, places": lambda: numbers.half_up(Decimal("25.5"), 2.0),
    "down, places": lambda: numbers.down(Decimal("25.5"), 2.0),
    "up, places": lambda: numbers.up(Decimal("25.5"), 2.0),
    "achieved_range, lowest of a lower-is-better": lambda: numbers.achieved_range(8, 5.0, 10, lower_is_better=True),
    "achieved_range, highest of a higher-is-better": lambda: numbers.achieved_range(8, 5, 9.5, lower_is_better=False),
}


@pytest.mark.parametrize("call", FLOATS.values(), ids=FLOATS.keys())
def test_a_float_is_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(TypeError):
        call()


@pytest.mark.parametrize("value", [True, "100", None, 1 + 0j])
def test_what_is_no_exact_number_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="exact number"):
        numbers.fraction(value)


@pytest.mark.parametrize("people", [0, -3])
def test_equal_cents_for_nobody_is_refused(people: int) -> None:
    with pytest.raises(ValueError, match="nobody"):
        numbers.equal_cents(100, people)


@pytest.mark.parametrize(("amount", "message"), [(Decimal("0.001"), "whole cents"), (-1, "negative")])
def test_equal_cents_of_a_sum_without_sense_is_refused(amount: Decimal | int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        numbers.equal_cents(amount, 2)


@pytest.mark.parametrize(
    ("amount", "minimum", "maximum", "message"),
    [
        (Decimal("10.001"), 5, 16, "whole cents"),
        (10, Decimal("5.001"), 16, "whole cents"),
        (10, 5, Fraction(50, 3), "whole cents"),
        (-10, 0, 16, "negative"),
        (10, -5, 16, "negative"),
        (10, 16, 5, "minimum 16 is above the maximum 5"),
    ],
)
def test_a_bounded_split_of_sums_without_sense_is_refused(
    amount: Decimal | int, minimum: Decimal | int, maximum: Fraction | int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        numbers.bounded_split(amount, {"PO1": 1}, minimum, maximum)


@pytest.mark.parametrize("weight", [0, -1, Fraction(-1, 3)])
def test_a_bounded_split_refuses_a_weight_that_is_not_positive(weight: int | Fraction) -> None:
    with pytest.raises(ValueError, match="weight"):
        numbers.bounded_split(10, {"PO1": 1, "PO2": weight}, 1, 16)


def test_an_infeasible_split_is_a_value_error_that_names_both_sums() -> None:
    with pytest.raises(ValueError, match=r"missing 5\.00, excess 0\.00"):
        numbers.bounded_split(15, {"PO1": 1, "PO2": 1}, 10, 16)
