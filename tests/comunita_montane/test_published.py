"""What a Comune publishes of its prizes: bands each on its own, or nothing but what the law names."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_plugins import RunIn

from merito.testing import installed_regulations, published

EXAMPLE = Path(__file__).parents[2] / "examples" / "comunita-montane"
ANNUAL = "premi annuali per fasce di merito"


Tell = Callable[..., list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def told(run_in: RunIn) -> Tell:
    """The rows of a published table of a Comune, as texts."""
    regulations = installed_regulations()

    def rows(ente: str, table: str, fewest: int = 5) -> list[tuple[str, ...]]:
        record: Any = run_in(EXAMPLE, regulations, ente=ente, as_of=date(2022, 6, 1))
        return [tuple(map(str, row.values())) for row in published(record, fewest=fewest)[table]]

    return rows


@pytest.mark.parametrize("ente", ["monte-chiaro", "pian-dei-larici", "rocca-alta"])
def test_a_band_of_too_few_hides_every_band_and_the_number_of_all(told: Tell, ente: str) -> None:
    """The pools are quotas in equal parts: a sum to the cent, or a number of people, would tell each band's size."""
    assert not [one for one in told(ente, "differenziazione_premi") if one[1] == ANNUAL]
    assert {one[3:6] for one in told(ente, "art20_distribuzione")} <= {("", "30868.98", "")}


def test_from_three_people_on_a_band_of_four_is_told(told: Tell) -> None:
    assert told("rocca-alta", "differenziazione_premi", fewest=3)[:3] == [
        ("dipendenti", ANNUAL, "prima", "4", "6750.00"),
        ("dipendenti", ANNUAL, "seconda", "7", "4949.98"),
        ("dipendenti", ANNUAL, "terza", "11", "3300.00"),
    ]


def test_a_comune_whose_bands_are_hidden_publishes_what_the_law_names(told: Tell) -> None:
    """Monte Chiaro: set aside and given; neither how many people, nor what of the rest is held."""
    assert told("monte-chiaro", "art20_premi") == [("2021", "totale", "10800.00", "7097.12", "", "", "definitivo")]
    assert told("monte-chiaro", "art20_distribuzione") == []


def test_bands_of_enough_people_are_told_each_on_its_own(told: Tell) -> None:
    """Borgo Lungo has one ranking; Tre Ponti has three, and one person in the first band of one of them."""
    assert told("borgo-lungo", "differenziazione_premi")[:5] == [
        ("dipendenti", ANNUAL, "prima", "20", "26691.00"),
        ("dipendenti", ANNUAL, "seconda", "13", "11566.10"),
        ("dipendenti", ANNUAL, "terza", "28", "16607.64"),
        ("dipendenti", ANNUAL, "quarta", "28", "11071.76"),
        ("dipendenti", ANNUAL, "quinta", "23", "6063.03"),
    ]
    assert told("tre-ponti", "differenziazione_premi") == []


def test_the_prize_of_one_is_told_with_the_tools_beside_it(told: Tell) -> None:
    """Borgo Lungo: one has the bonus, two the innovation, six a progression, four result pay."""
    together = "bonus delle eccellenze, premio per l'innovazione, progressioni economiche e retribuzione di risultato"
    assert told("borgo-lungo", "differenziazione_premi")[-1][1:] == (together, "", "", "23275.75")


def test_a_comune_of_five_publishes_its_totals_alone(told: Tell) -> None:
    """Valfredda: three have a prize. The law requires the total; no words stand in the place of classes."""
    assert told("valfredda", "art20_premi") == [("2021", "totale", "1800.00", "900.00", "", "", "provvisorio")]
    for table in ("art20_distribuzione", "differenziazione_premi", "differenziazione"):
        assert told("valfredda", table) == []
