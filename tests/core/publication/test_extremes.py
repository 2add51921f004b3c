"""Sums at the limit of what all could have, counts beside the establishment, and people without any evaluation.

Rules "IT-20.1", "IT-20.2b" and "IT-20.2c".
"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from published_prizes import Show, Somebody, shower

from merito.testing import Regulations

SUMS, GIVEN, CLASSES = "art20_premi", "art20_distribuzione", "art20_differenziazione"
MIXED = [Somebody(category="D", due=f"{600 + 20 * one}.00", most="1000.00", score=60 + one) for one in range(10)]


@pytest.fixture
def show(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Show:
    return shower(install, write_ente)


def alike(category: str, due: str, people: int = 10, most: str = "1000.00") -> list[Somebody]:
    return [Somebody(category=category, due=due, most=most) for _ in range(people)]


@pytest.mark.parametrize("due", ["1000.00", "995.00", "0.00", "5.00"])
def test_a_category_whose_sum_is_near_what_all_could_have_at_most_or_at_least_is_told_with_another(
    due: str, show: Show
) -> None:
    shown = show([*alike("C", due), *MIXED], {"premi": "20000"})
    whole = 10 * Decimal(due) + 6900
    assert {row["importo"] for row in shown.public[GIVEN]} - {""} == {whole}
    assert shown.findings.get("IT-20.1", []) == []


def test_a_category_in_the_middle_has_its_own_sum(show: Show) -> None:
    shown = show([*alike("C", "985.00"), *MIXED], {"premi": "20000"})
    assert shown.cells(GIVEN, "voce", "importo")[:2] == [("C", Decimal("9850.00")), ("D", Decimal("6900.00"))]


def test_a_total_that_is_the_most_of_all_is_published_with_a_note_of_whom_it_shows(show: Show) -> None:
    most = [Somebody(category="C", due=f"{1000 - one}.00", most="1000.00", score=95 - one) for one in range(5)]
    shown = show(most, {"premi": "5000"})
    assert shown.cells(SUMS, "fondo", "distribuito") == [("totale", Decimal("4990.00"))]
    assert set(shown.cells(GIVEN, "importo")) <= {("",)}
    assert shown.findings["IT-20.1"] == [
        "l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato, è quasi il massimo, o il minimo, "
        "che tutti insieme potevano avere, e dice il premio di P1, P2, P3, P4 e P5"
    ]


def test_a_total_of_nothing_says_whose_prize_is_none(show: Show) -> None:
    shown = show(alike("C", "0.00", people=5), {"premi": "5000"})
    assert shown.cells(SUMS, "fondo", "distribuito") == [("totale", Decimal("0.00"))]
    assert shown.findings["IT-20.1"] == [
        "l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato, è zero: dice che non hanno un "
        "premio P1, P2, P3, P4 e P5"
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
