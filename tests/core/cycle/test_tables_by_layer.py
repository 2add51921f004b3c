"""Published tables of several layers: the latest layer that gives a table, except rules that it implements."""

from collections.abc import Callable
from pathlib import Path

import pytest
from published_prizes import Show, Somebody, shower

from merito.testing import Regulations

EVERYBODY = [Somebody(due=f"{score}.00", score=score) for score in (95, 94, 93, 92, 91, 70, 69, 68, 67, 66)]
FUNDS = {"premi": "805"}
NATIONAL = ["art20_premi", "art20_differenziazione", "art20_distribuzione"]
RULES = """
["X-1"]
article = "art. 1"
phase = "f"
kind = "document"
text = "Si pubblica."
status = "computed"
{more}
"""
OWN = """
@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> ResultRows:
    yield TableRow(table="{table}", columns=(("voce", "propria"),), rules=("X-1",), basis=Basis(inputs=(step.dossier.ente,)))
"""


@pytest.fixture
def show(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Show:
    return shower(install, write_ente)


def test_what_the_nation_publishes_stands_beside_what_a_regulation_does(show: Show) -> None:
    shown = show(EVERYBODY, FUNDS, code=OWN.format(table="premi"))
    assert list(shown.computed) == ["premi", *NATIONAL]


def test_a_table_of_the_same_name_is_the_regulation_s(show: Show) -> None:
    shown = show(EVERYBODY, FUNDS, code=OWN.format(table="art20_premi"))
    assert shown.computed["art20_premi"] == [{"voce": "propria"}]
    assert set(shown.computed) == set(NATIONAL)


def test_a_rule_that_implements_the_nation_s_gives_its_table_in_the_place_of_it(show: Show) -> None:
    rules = RULES.format(more='implements = "IT-20.2c"')
    shown = show(EVERYBODY, FUNDS, code=OWN.format(table="differenze"), rules=rules)
    assert list(shown.computed) == ["differenze", "art20_premi", "art20_distribuzione"]


def test_a_rule_that_implements_and_gives_nothing_takes_nothing_away(show: Show) -> None:
    shown = show(EVERYBODY, FUNDS, rules=RULES.format(more='implements = "IT-20.2c"'))
    assert set(NATIONAL) == set(shown.computed)
