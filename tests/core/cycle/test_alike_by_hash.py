"""Values that amount to the same have the same print, so that a search by prints finds every value that is alike."""

from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from attrs import define, evolve
from hypothesis import given
from hypothesis import strategies as st

from merito.contract.weighing import Weighing
from merito.model.measured import Placement


class Pair(NamedTuple):
    """Two values, of which one may have no hash."""

    first: Any
    second: Any


@define(eq=False)
class Held:
    """A value that is equal only to itself, and alike if its parts are."""

    inside: Any


def score(number: int) -> Placement:
    return Placement(ranking="R", person="P1", score=Fraction(number))


NUMBERS = st.integers(0, 2)
SIMPLE = st.one_of(
    NUMBERS, NUMBERS.map(Fraction), NUMBERS.map(Decimal), st.booleans(), st.none(), st.sampled_from("ab")
)
PARTS = st.one_of(SIMPLE, NUMBERS.map(score), st.frozensets(NUMBERS, max_size=2))
VALUES = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.lists(inner, max_size=2).map(tuple),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2).map(MappingProxyType),
        inner.map(Held),
        st.builds(Pair, inner, inner),
    ),
    max_leaves=4,
)


@given(one=VALUES, other=VALUES)
def test_values_that_are_alike_have_the_same_print(one: Any, other: Any) -> None:
    weighing = Weighing()
    if weighing.alike_made(one, other):
        assert weighing.print_of(one) == weighing.print_of(other)


@given(value=VALUES)
def test_a_copy_has_the_print_of_its_original(value: Any) -> None:
    weighing, first, second = Weighing(), Held((value, [value])), Held((value, [value]))
    assert weighing.alike_made(first, second)
    assert weighing.print_of(first) == weighing.print_of(second)


def test_rows_of_other_figures_seldom_have_the_same_print() -> None:
    weighing, rows = Weighing(), [score(number) for number in range(50)]
    assert len({weighing.print_of((one, {"of": one})) for one in rows}) == len(rows)
    assert weighing.print_of(rows[0]) == weighing.print_of(evolve(rows[0], rests_on=(rows[1],)))
