"""What a Comune publishes of its prizes: neighbouring bands joined; down to three people only with an act."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from small_plugins import RunIn

from merito import TableRow
from merito.publication import published
from merito.testing import Regulations, installed_regulations

EXAMPLE = Path(__file__).parents[2] / "examples" / "comunita-montane"
ANNUAL = "premi annuali per fasce di merito"


@pytest.fixture(scope="module")
def regulations() -> Regulations:
    return installed_regulations()


def told(ente: str, regulations: Regulations, run_in: RunIn, fewest: int = 5) -> Mapping[str, tuple[TableRow, ...]]:
    record = run_in(EXAMPLE, regulations, ente=ente, as_of=date(2022, 6, 1))
    record = evolve(record, publication=evolve(record.publication, fewest=fewest))
    return published(record, regulations.stack("comunita_montane").inputs)


def rows(public: Mapping[str, tuple[TableRow, ...]], table: str) -> list[tuple[str, ...]]:
    return [tuple(str(value) for _, value in row.columns) for row in public[table]]


def test_one_in_the_high_band_and_four_in_the_low_are_told_with_the_band_between(
    regulations: Regulations, run_in: RunIn
) -> None:
    """Pian dei Larici: 1, 5 and 4 people. From five people on, only all ten are published."""
    public = told("pian-dei-larici", regulations, run_in)
    assert rows(public, "differenziazione_premi") == [
        ("dipendenti", ANNUAL, "alta, intermedia e bassa", "10", "7200.00")
    ]


def test_from_three_people_on_two_bands_are_told_and_no_sum_of_which_one_has_most(
    regulations: Regulations, run_in: RunIn
) -> None:
    """The one in the high band has 3,600 of the 6,480 euro of two bands: people are published, sums are not."""
    public = told("pian-dei-larici", regulations, run_in, fewest=3)
    assert rows(public, "differenziazione_premi") == [
        ("dipendenti", ANNUAL, "alta e intermedia", "6", ""),
        ("dipendenti", ANNUAL, "bassa", "4", ""),
    ]


def test_the_prize_of_one_is_told_with_the_tools_beside_it(regulations: Regulations, run_in: RunIn) -> None:
    """Borgo Lungo: one has the bonus, two the innovation, six a progression, four result pay."""
    public = told("borgo-lungo", regulations, run_in)
    together = "bonus delle eccellenze, premio per l'innovazione, progressioni economiche e retribuzione di risultato"
    assert rows(public, "differenziazione_premi")[-1][1:] == (together, "", "", "23275.75")


def test_a_comune_of_five_publishes_its_totals_and_words_in_place_of_classes(
    regulations: Regulations, run_in: RunIn
) -> None:
    """Valfredda: three have a prize. The law requires the total."""
    public, few = told("valfredda", regulations, run_in), "direbbe di meno di 5 persone: non si pubblica"
    assert rows(public, "art20_premi")[-1] == ("2021", "totale", "1800.00", "900.00", "900.00", "0.00", "provvisorio")
    assert rows(public, "differenziazione_premi") == [("", "", few, "", "")]
    assert rows(public, "differenziazione") == [("", few, "")]
