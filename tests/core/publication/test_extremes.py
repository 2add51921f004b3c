"""Sums at the limit of what all could have, also for colleagues, counts beside the establishment, and people without any evaluation.

Rules "IT-20.1", "IT-20.2b" and "IT-20.2c".
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_prizes import Show, Somebody, shower

from merito import Reward, kit
from merito.publication import Published
from merito.testing import Regulations
from merito.testing.adversary import attack

SUMS, GIVEN, CLASSES = "art20_premi", "art20_distribuzione", "art20_differenziazione"
BY_LAW = "La legge vuole il totale lo stesso: chi lo pubblica lo sa prima, e altro non deve"
MIXED = [Somebody(category="D", due=f"{600 + 20 * one}.00", most="1000.00", score=60 + one) for one in range(10)]


@pytest.fixture
def show(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Show:
    return shower(install, write_ente)


def alike(category: str, due: str, people: int = 10, most: str = "1000.00") -> list[Somebody]:
    return [Somebody(category=category, due=due, most=most) for _ in range(people)]


@pytest.mark.parametrize("due", ["1000.00", "995.00", "989.00", "0.00", "5.00", "11.00"])
def test_a_category_whose_sum_is_near_what_all_could_have_at_most_or_at_least_is_told_with_another(
    due: str, show: Show
) -> None:
    shown = show([*alike("C", due), *MIXED], {"premi": "20000"})
    whole = 10 * Decimal(due) + 6900
    assert {row["importo"] for row in shown.public[GIVEN]} - {""} == {whole}
    assert shown.findings.get("IT-20.1", []) == []


@pytest.mark.parametrize("most", ["", "1000.00"])
def test_a_category_with_the_lowest_of_few_sums_is_told_with_another_also_if_the_most_is_said(
    most: str, show: Show
) -> None:
    shown = show([*alike("C", "200.00", most=most), *alike("D", "600.00", most=most)], {"premi": "20000"})
    assert {row["importo"] for row in shown.public[GIVEN]} - {""} == {Decimal("8000.00")}


def test_a_category_in_the_middle_has_its_own_sum(show: Show) -> None:
    shown = show([*alike("C", "985.00"), *MIXED], {"premi": "20000"})
    assert shown.cells(GIVEN, "voce", "importo")[:2] == [("C", Decimal("9850.00")), ("D", Decimal("6900.00"))]


@pytest.mark.parametrize(
    ("due", "most", "others", "people"),
    [
        ("890.00", "1000.00", 30, [10, 10]),  # at 90% nobody: ten with 8.900 euro would have 800 to 900 each
        ("610.00", "1000.00", 95, [10, 10]),  # under 60% nobody: 600 to 700
        ("930.00", "1000.00", 30, [10, 10]),  # between nobody
        ("890.00", "", 30, [0, 10, 10]),  # of a prize without a known most the points say nothing
    ],
)
def test_a_class_of_nobody_is_not_told_if_it_limits_what_each_of_the_others_has(
    due: str, most: str, others: int, people: list[int], show: Show
) -> None:
    score = int(Decimal(due)) // 10
    few = [Somebody(category="C", due=due, most=most, score=score) for _ in range(10)]
    beside = [Somebody(category="D", due=f"{others * 10 - one}.00", most=most, score=others) for one in range(10)]
    shown = show([*few, *beside], {"premi": "20000"})
    assert [number for (number,) in shown.cells(CLASSES, "persone")] == people
    assert ("C", 10 * Decimal(due)) in shown.cells(GIVEN, "voce", "importo")


def test_a_total_that_is_the_most_of_all_is_published_with_a_note_of_whom_it_shows(show: Show) -> None:
    most = [Somebody(category="C", due=f"{1000 - one}.00", most="1000.00", score=95 - one) for one in range(5)]
    shown = show(most, {"premi": "5000"})
    assert shown.cells(SUMS, "fondo", "distribuito") == [("totale", Decimal("4990.00"))]
    assert set(shown.cells(GIVEN, "importo")) <= {("",)}
    assert shown.findings["IT-20.1"] == [
        "l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato, è quasi il massimo, o il minimo, "
        f"che tutti insieme potevano avere, e dice il premio di P1, P2, P3, P4 e P5. {BY_LAW}"
    ]


def test_a_total_of_nothing_says_whose_prize_is_none(show: Show) -> None:
    shown = show(alike("C", "0.00", people=5), {"premi": "5000"})
    assert shown.cells(SUMS, "fondo", "distribuito") == [("totale", Decimal("0.00"))]
    assert shown.findings["IT-20.1"] == [
        "l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato, è zero: dice che non hanno un "
        f"premio P1, P2, P3, P4 e P5. {BY_LAW}"
    ]


@pytest.mark.parametrize(("without", "people"), [(0, 12), (1, ""), (4, ""), (5, 7)])
def test_a_number_that_leaves_few_of_a_category_is_not_told(without: int, people: object, show: Show) -> None:
    given = [Somebody(category="D", due=f"{600 + one}.00", score=60 + one) for one in range(12 - without)]
    nothing = [Somebody(category="D", due="0.00", score=None)] * without
    shown = show([*given, *nothing], {"premi": "20000"})
    assert {number for (number,) in shown.cells(GIVEN, "persone")} == {people}


@pytest.mark.parametrize(("role", "rows"), [("staff", 0), ("manager", 3)])
def test_the_groups_of_a_role_wait_while_somebody_of_it_has_no_evaluation_at_all(
    role: str, rows: int, show: Show
) -> None:
    shown = show([*MIXED, *alike("C", "700.00"), Somebody(role=role, category="D")], {"premi": "20000"})
    assert len(shown.cells(GIVEN, "importo")) == rows
    assert bool(shown.cells(CLASSES, "persone")) is bool(rows)
    assert shown.cells(SUMS, "fondo", "distribuito")[-1] == ("totale", Decimal("13900.00"))


def test_two_of_ten_colleagues_know_more_than_everybody(show: Show) -> None:
    """Ten lack 110 euro of 10.000; two who lack 22 know that each of the others lacks at most 88."""
    shown = show([*alike("C", "989.00"), *MIXED], {"premi": "20000"})
    assert {row["importo"] for row in shown.public[GIVEN]} - {""} == {Decimal("16790.00")}
    once = [
        Published(row, (row,))
        for row in shown.record.results.tables
        if row.table == GIVEN and dict(row.columns)["voce"] in ("C", "D")
    ]
    solved = [one for one in attack(shown.record, shown.inputs, {GIVEN: once}) if not one.by_law]
    assert {(one.value, one.most - one.least, len(one.readers)) for one in solved} == {(98900, 8800, 2)}
    assert not [one for one in attack(shown.record, shown.inputs) if not one.by_law]


def test_the_ente_is_told_of_a_total_that_shows_prizes_to_colleagues(show: Show) -> None:
    near = [Somebody(category="C", due=f"{980 - one}.00", most="1000.00", score=95 - one) for one in range(5)]
    shown = show(near, {"premi": "5000"})
    assert shown.cells(SUMS, "fondo", "distribuito") == [("totale", Decimal("4890.00"))]
    assert shown.findings["IT-20.1"] == [
        "l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato, è vicino al massimo, o al minimo, che "
        "tutti insieme potevano avere: chi conosce il proprio premio, o due colleghi che se lo dicono, sa quasi quello di "
        f"P1, P2, P3, P4 e P5. {BY_LAW}"
    ]


@given(
    sums=st.lists(st.tuples(st.integers(1, 1200), st.none() | st.integers(0, 600)), min_size=3, max_size=7),
    unsaid=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_what_colleagues_know_is_what_is_left_without_their_own_parts(
    sums: list[tuple[int, int | None]], unsaid: bool
) -> None:
    rewards = [
        Reward(
            person=f"P{number}",
            tool="annual",
            fund="premi",
            item="tutti",
            due=Decimal(due),
            most=Decimal(due + more) if more is not None and not unsaid else None,
            rules=("X-1",),
            rests_on=(),
        )
        for number, (due, more) in enumerate(sums)
    ]
    known = kit.extremes(rewards)
    parts = {one.key: one.due for one in rewards}
    told = {
        one
        for who in combinations(parts, 2 if len(parts) >= 5 else 1)
        for one in kit.parts_told({key: value for key, value in parts.items() if key not in who}, known)
    }
    assert set(kit.parts_told(parts, known, to_colleagues=True)) == told
