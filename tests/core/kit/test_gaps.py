"""The gap that a report prints between expected and actual result."""

from datetime import date
from decimal import Decimal

import pytest

from merito import Figure, Said
from merito.kit import gap


def figure(value: Decimal | date | bool) -> Figure:
    return Figure(said=Said.VALUE, value=value, text=str(value))


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [
        (Decimal(90), Decimal("87.5"), "-2,5"),
        (Decimal(10), Decimal(12), "2"),
        (date(2021, 6, 30), date(2021, 7, 1), "1 giorno"),
        (date(2021, 6, 30), date(2021, 6, 20), "-10 giorni"),
        (True, False, ""),
    ],
)
def test_the_gap_is(expected: Decimal | date | bool, found: Decimal | date | bool, told: str) -> None:
    assert gap(figure(expected), figure(found)) == told
