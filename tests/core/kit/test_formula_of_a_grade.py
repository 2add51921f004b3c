"""The explanation of a figure's grade: by its quotient, or by nothing if there is none."""

from decimal import Decimal
from fractions import Fraction

import pytest

from merito import Figure, Said, plain
from merito.kit import achieved


def figure(number: str) -> Figure:
    return Figure(Said.VALUE, Decimal(number), number)


@pytest.mark.parametrize(
    ("target", "actual", "better", "value", "formula"),
    [
        ("15", "30", "lower", 50, "15 / 30 × 100, tra 0 e 100 (atteso / consuntivo, perché è meglio se minore)"),
        ("15", "0", "lower", 100, "0 rispetto a 15: 100, perché è quanto atteso o meglio (è meglio se minore: non c'è"),
        ("0", "0", "lower", 100, "0 rispetto a 0: 100, perché è quanto atteso o meglio (è meglio se minore: non c'è"),
        ("0", "4", "lower", 0, "0 / 4 × 100, tra 0 e 100 (atteso / consuntivo, perché è meglio se minore)"),
        ("0", "7", "higher", 100, "7 rispetto a 0: 100, perché è quanto atteso o meglio (l'atteso è zero: non c'è"),
        ("0", "-3", "lower", 100, "-3 rispetto a 0: 100, perché è quanto atteso o meglio (è meglio se minore: non c'è"),
        ("0", "-3", "higher", 0, "-3 rispetto a 0: 0, perché è meno di quanto atteso (l'atteso è zero: non c'è un"),
        ("8", "0", "higher", 0, "0 / 8 × 100, tra 0 e 100 (consuntivo / atteso)"),
    ],
)
def test_nothing_is_told_as_divided_by_zero(target: str, actual: str, better: str, value: int, formula: str) -> None:
    found = achieved(figure(target), figure(actual), better, "on_time")
    assert found.value == Fraction(value)
    assert plain(found.formula).startswith(formula)
