"""What may be published given what is known: enough people behind every part, and none with most of it."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest
from attrs import evolve

from merito.publication.joining import Classes, joined
from merito.publication.known import Figure, Known, heads
from merito.testing import run_tables


@lru_cache
def limits() -> Any:
    """At least three people, none with more than half."""
    return evolve(run_tables("bergamo", {}).publication, fewest=3, most_of_one=Fraction(1, 2))


def people(first: int, last: int) -> list[str]:
    return [f"P{number}" for number in range(first, last + 1)]


def sum_of(*euro: int, first: int = 1) -> Figure:
    """A sum to which each of some people contributes this much."""
    return Figure("paid", {(f"P{number}", "prize"): Decimal(each) for number, each in enumerate(euro, first)})


def test_a_count_of_enough_people_is_let_out_and_one_of_fewer_is_not() -> None:
    assert Known(limits()).let_out([heads(people(1, 3))])
    assert not Known(limits()).let_out([heads(people(1, 2))])


def test_what_is_left_of_a_figure_already_out_is_of_enough_people_too() -> None:
    known = Known(limits())
    assert known.let_out([heads(people(1, 8))])
    assert not known.let_out([heads(people(1, 6))])
    assert known.let_out([heads(people(1, 5))])
    assert not known.let_out([heads(people(1, 7))])


def test_what_two_figures_have_in_common_is_of_enough_people_too() -> None:
    known = Known(limits())
    assert known.let_out([heads(people(1, 6))])
    assert not known.admits([heads(people(5, 12))])
    assert known.admits([heads(people(4, 12))])


def test_figures_of_another_kind_do_not_divide_each_other() -> None:
    known = Known(limits())
    assert known.let_out([heads(people(1, 4))])
    assert known.let_out([heads(people(1, 3), "scores")])


@pytest.mark.parametrize(
    ("euro", "told"),
    [
        ((100, 100, 100), True),
        ((200, 100, 100), True),
        ((201, 100, 100), False),
        ((100, 100, 0), False),
        ((0, 0, 0), True),
        ((100, 100, 100, 0), True),
    ],
)
def test_of_a_sum_nobody_has_more_than_half_and_as_many_have_a_part_in_it(euro: tuple[int, ...], told: bool) -> None:
    assert Known(limits()).admits([sum_of(*euro)]) is told


def test_what_the_law_publishes_is_out_of_however_few_people_and_nothing_divides_it() -> None:
    known = Known(limits())
    known.let_out_by_law([sum_of(100, 200)])
    assert not known.let_out([sum_of(100, 200)])
    assert not known.let_out([sum_of(100)])
    assert known.let_out([sum_of(5, 6, 7, first=3)])


def test_figures_of_a_kind_that_give_a_unit_two_amounts_are_a_fault_of_the_program() -> None:
    known = Known(limits())
    assert known.let_out([sum_of(100, 100, 100)])
    with pytest.raises(ValueError, match="the same amount"):
        known.admits([sum_of(100, 100, 101)])


def classes(*sizes: int) -> list[tuple[int, ...]]:
    """Classes of these numbers of people."""
    found, first = [], 1
    for size in sizes:
        found.append(tuple(range(first, first + size)))
        first += size
    return found


def told(*sizes: int, groups: tuple[int, ...] = (), bounds: bool = False) -> list[tuple[int, ...]]:
    """The sizes of the published classes, with those joined together; `bounds` if what is in them is limited."""
    rows = classes(*sizes)
    where = dict(zip(rows, groups or [0] * len(rows), strict=True))

    def counted(cell: object) -> list[Figure]:
        inside = [f"P{number}" for row in cell for number in row]  # type: ignore[attr-defined]
        return [heads(inside)] if inside else []

    how = Classes[tuple[int, ...]](counted, lambda row: where[row], lambda _: True, lambda _: bounds)
    return [tuple(len(row) for row in cell) for cell in joined(rows, how, Known(limits()))]


@pytest.mark.parametrize(
    ("sizes", "joins"),
    [
        ((3, 4, 5), [(3,), (4,), (5,)]),
        ((1, 5, 4), [(1, 5), (4,)]),
        ((5, 1, 4), [(5,), (1, 4)]),
        ((1, 1, 1, 6), [(1, 1, 1), (6,)]),
        ((2, 9), [(2, 9)]),
        ((6, 0, 0), [(6, 0, 0)]),
        ((0, 3, 3), [(0,), (3,), (3,)]),
        ((1, 1), []),
    ],
)
def test_a_class_of_too_few_is_joined_to_the_smaller_of_its_neighbours(
    sizes: tuple[int, ...], joins: list[tuple[int, ...]]
) -> None:
    assert told(*sizes) == joins


@pytest.mark.parametrize(
    ("sizes", "joins"),
    [
        ((0, 4, 3), [(0, 4), (3,)]),
        ((4, 0, 3), [(4,), (0, 3)]),
        ((0, 0, 4, 3), [(0, 0, 4), (3,)]),
        ((4, 3, 0), [(4,), (3, 0)]),
        ((3, 0, 0), [(3, 0, 0)]),
        ((0, 0), [(0,), (0,)]),
    ],
)
def test_a_class_of_nobody_that_limits_the_others_is_joined_to_the_smaller_of_its_neighbours(
    sizes: tuple[int, ...], joins: list[tuple[int, ...]]
) -> None:
    assert told(*sizes, bounds=True) == joins


def test_the_classes_of_one_group_are_joined_before_the_groups_are() -> None:
    assert told(1, 3, 3, 4, groups=(0, 0, 1, 1)) == [(1, 3), (3,), (4,)]
    assert told(1, 1, 3, 4, groups=(0, 0, 1, 1)) == [(1, 1, 3, 4)]


def test_of_a_secret_group_only_sums_are_let_out_to_which_enough_others_contribute() -> None:
    secret = [frozenset(sum_of(100, 100, 100).units)]
    assert not Known(limits(), secret).admits([sum_of(100, 100, 100, 0, 0, 0)])
    known = Known(limits(), secret)
    assert not known.admits([sum_of(100, 100, 100)])
    assert not known.admits([sum_of(100, 100, 100, 100, 100)])
    assert not known.admits([sum_of(100, 100, 100, first=3)])
    assert known.let_out([sum_of(100, 100, 100, 100, 100, 100)])
    assert not known.let_out([sum_of(100, 100, 100, first=4)])
