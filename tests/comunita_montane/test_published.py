"""What a Comune publishes of its prizes: neighbouring bands joined; down to three people only with an act."""

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


def test_one_in_the_high_band_and_four_in_the_low_are_told_with_the_band_between(told: Tell) -> None:
    """Pian dei Larici: 1, 5 and 4 people. From five people on, only all ten are published."""
    assert told("pian-dei-larici", "differenziazione_premi") == [
        ("dipendenti", ANNUAL, "alta, intermedia e bassa", "10", "7200.00")
    ]


def test_from_three_people_on_two_bands_are_told_and_no_sum_of_which_one_has_most(told: Tell) -> None:
    """The one in the high band has 3,600 of the 6,480 euro of two bands: people are published, sums are not."""
    assert told("pian-dei-larici", "differenziazione_premi", fewest=3) == [
        ("dipendenti", ANNUAL, "alta e intermedia", "6", ""),
        ("dipendenti", ANNUAL, "bassa", "4", ""),
    ]


def test_the_prize_of_one_is_told_with_the_tools_beside_it(told: Tell) -> None:
    """Borgo Lungo: one has the bonus, two the innovation, six a progression, four result pay."""
    together = "bonus delle eccellenze, premio per l'innovazione, progressioni economiche e retribuzione di risultato"
    assert told("borgo-lungo", "differenziazione_premi")[-1][1:] == (together, "", "", "23275.75")


def test_a_comune_of_five_publishes_its_totals_and_words_in_place_of_classes(told: Tell) -> None:
    """Valfredda: three have a prize. The law requires the total."""
    few = "direbbe di meno di 5 persone: non si pubblica"
    assert told("valfredda", "art20_premi")[-1] == (
        "2021",
        "totale",
        "1800.00",
        "900.00",
        "900.00",
        "0.00",
        "provvisorio",
    )
    assert told("valfredda", "differenziazione_premi") == [("", "", few, "", "")]
    assert told("valfredda", "differenziazione") == [("", few, "")]
