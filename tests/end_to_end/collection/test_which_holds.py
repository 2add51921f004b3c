"""A sheet and the office that differ: both are told, the office says which holds, and the rest is taken in."""

from pathlib import Path

import pytest
from evaluators_sheets import MANAGER, Merito, everything, fill, ratings, returned_rows

POINTS = (
    "D1_dirigente.xlsx[scheda], riga 4, colonna «punti» (cella M4): E1, attenzione agli utenti (c): l'ufficio ha scritto 8 "
    "(enti/camera-di-prova/2021/valutazioni_fattori.csv, riga 2), la scheda di «D1 (dirigente)» dà 7,5"
)
DAY = (
    "riga 3, colonna «colloquio» (cella E3): E1, colloquio: l'ufficio ha scritto 10/2/2022 "
    "(enti/camera-di-prova/2021/valutazioni.csv, riga 2), la scheda di «D1 (dirigente)» dà 11/2/2022"
)
OF_E1 = "E1;attenzione agli utenti;c;{};10;SI\n"


@pytest.fixture
def differing(sheets: Path) -> Path:
    """Sheets that differ from the office in points and a day, and bring a new reason."""
    fill(sheets / MANAGER, M4="7,5")
    fill(sheets / MANAGER, "persone", E3="11/2/2022", H3="ha lavorato bene")
    return sheets


def evaluations(place: Path) -> str:
    return ratings(place).with_name("valutazioni.csv").read_text(encoding="utf-8")


def test_what_differs_is_told_and_the_rest_is_taken_in(merito: Merito, place: Path, differing: Path) -> None:
    before = everything(place)
    told = merito("collect", place, "--read", differing, "--yes")
    assert told.exit_code == 1
    assert POINTS in told.output and DAY in told.output, told.output
    assert "2 celle da decidere, e intanto restano i dati dell'ufficio" in told.output
    assert "D1_dirigente.xlsx:scheda:M4" in told.output
    after = everything(place)
    assert {path.name for path in after if after[path] != before.get(path)} == {"valutazioni_restituite.csv"}
    kept = ratings(place).with_name("valutazioni_restituite.csv").read_text(encoding="utf-8-sig")
    assert "E1;;;;ha lavorato bene;" in kept
    assert merito("check", place).exit_code == 0


def test_where_the_sheet_holds_the_office_s_cell_is_corrected_and_its_other_columns_stay(
    merito: Merito, place: Path, differing: Path
) -> None:
    told = merito("collect", place, "--read", differing, "--yes", "--sheet-holds", "tutte")
    assert told.exit_code == 0, told.output
    assert "corretti nelle tabelle dell'ufficio: 2" in told.output
    assert OF_E1.format("7,5") in ratings(place).read_text(encoding="utf-8")
    assert "E1;D1;PO1;SI;11/2/2022;" in evaluations(place)
    [kept] = (one for one in (ratings(place).parent / ".sostituiti").iterdir() if "fattori" in one.name)
    assert OF_E1.format("8") in kept.read_text(encoding="utf-8")
    assert merito("check", place).exit_code == 0
    again = merito("collect", place, "--read", differing, "--yes")
    assert (again.exit_code, "nulla è stato scritto" in again.output) == (0, True), again.output


def test_each_cell_is_decided_on_its_own(merito: Merito, place: Path, differing: Path) -> None:
    holds = ("--sheet-holds", "tutte", "--office-holds", "D1_dirigente.xlsx:scheda:M4")
    told = merito("collect", place, "--read", differing, "--yes", *holds)
    assert told.exit_code == 0, told.output
    assert OF_E1.format("8") in ratings(place).read_text(encoding="utf-8")
    assert "E1;D1;PO1;SI;11/2/2022;" in evaluations(place)


def test_nothing_is_written_without_confirmation_whatever_was_decided(
    merito: Merito, place: Path, differing: Path
) -> None:
    before = everything(place)
    told = merito("collect", place, "--read", differing, "--sheet-holds", "tutte")
    assert told.exit_code == 1
    assert "ripetere con --yes" in told.output
    assert everything(place) == before


def test_a_cell_in_which_nobody_differs_is_no_decision(merito: Merito, place: Path, differing: Path) -> None:
    told = merito("collect", place, "--read", differing, "--yes", "--sheet-holds", "D1.xlsx:scheda:M5")
    assert told.exit_code != 0
    assert "non è una cella in cui la scheda e l'ufficio dicono cose diverse" in told.output


def test_an_evaluator_who_agrees_with_the_office_decides_nothing(merito: Merito, place: Path, sheets: Path) -> None:
    told = merito("collect", place, "--read", sheets, "--yes")
    assert (told.exit_code, "l'ufficio ha scritto" in told.output) == (0, False)
    with pytest.raises(FileNotFoundError):
        returned_rows(place)
