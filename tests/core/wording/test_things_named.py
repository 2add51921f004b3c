"""Things of the plan in texts for people: by their title, with the id in brackets; on paper without it."""

from datetime import date
from pathlib import Path

import pytest

from merito.testing import installed_regulations
from merito.wording.named import Things
from merito.wording.titles import titles
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

CHAMBER = Path(__file__).parents[3] / "examples/camera-di-prova"

TITLES = {
    "position:PO07": "Ufficio studi",
    "unit:A1": "Area anagrafica",
    "unit:tecnica": "Ufficio tecnico",
    "area:AS1": "Competitività",
    "objective:1.1": "Meno code",
    "dashboard:SEG": "Segreteria",
    "indicator:I1": "Giorni di attesa",
    "indicator:I2": "Pratiche",
    "indicator:I3": "Reclami",
    "indicator:I4": "Visite",
    "position:PO08": "",
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("la posizione PO07 è scoperta", "la posizione «Ufficio studi» (PO07) è scoperta"),
        ("termine, posizione PO07.", "termine, posizione «Ufficio studi» (PO07)."),
        ("l'obiettivo strategico 1.1, senza grado", "l'obiettivo strategico «Meno code» (1.1), senza grado"),
        ("area AS1: manca", "area «Competitività» (AS1): manca"),
        ("l'area dirigenziale A1 non c'è", "l'area dirigenziale «Area anagrafica» (A1) non c'è"),
        ("la scheda «SEG» non è pesata", "la scheda «Segreteria» (SEG) non è pesata"),
        ("senza atteso: 1 (I1)", "senza atteso: 1 (I1)"),
        ("indicatori senza atteso: 1 (I1)", "indicatori senza atteso: 1 («Giorni di attesa» (I1))"),
        (
            "indicatori dell'obiettivo 1.1 senza peso: 2 (I1, I9)",
            "indicatori dell'obiettivo «Meno code» (1.1) senza peso: 2 («Giorni di attesa» (I1), I9)",
        ),
        (
            "indicatori senza peso: 12 (I1, I2, I3, I4, ...)",
            "indicatori senza peso: 12 («Giorni di attesa» (I1), «Pratiche» (I2), «Reclami» (I3), I4, ...)",
        ),
        (
            "errore su 2 indicatori (I1, I2): no",
            "errore su 2 indicatori («Giorni di attesa» (I1), «Pratiche» (I2)): no",
        ),
        (
            "indicatori I1, I2 e I3 senza peso",
            "indicatori «Giorni di attesa» (I1), «Pratiche» (I2) e «Reclami» (I3) senza peso",
        ),
        ("«indicatori I1 e I2»", "«indicatori “Giorni di attesa” (I1) e “Pratiche” (I2)»"),
        ("indicatori I1 e I9", "indicatori «Giorni di attesa» (I1) e I9"),
        ("l'area A1 e tecnica", "l'area «Area anagrafica» (A1) e tecnica"),
        ("voce «posizione PO07, titolari»", "voce «posizione “Ufficio studi” (PO07), titolari»"),
        ("la posizione PO08", "la posizione PO08"),
        ("la posizione PO071", "la posizione PO071"),
        ("la Struttura tecnica permanente", "la Struttura tecnica permanente"),
        ("la struttura «tecnica»", "la struttura «Ufficio tecnico» (tecnica)"),
        ("indicatore I1 («Giorni di attesa»)", "indicatore I1 («Giorni di attesa»)"),
        ("apposizione PO07", "apposizione PO07"),
    ],
)
def test_a_thing_is_told_by_what_it_is_called(text: str, told: str) -> None:
    assert Things(TITLES)(text) == told


def test_on_paper_no_id_stands_beside_the_title() -> None:
    told = Things(TITLES, ids=False)
    assert told("la posizione PO07 e 2 indicatori (I1, I2)") == (
        "la posizione «Ufficio studi» e 2 indicatori («Giorni di attesa», «Pratiche»)"
    )


def test_what_is_called_like_its_id_is_told_once() -> None:
    assert Things({"unit:A1": "A1"})("la struttura A1") == "la struttura A1"


def test_an_amendment_is_called_by_what_it_changes_and_one_about_a_person_by_nothing() -> None:
    opened = open_ente(
        CHAMBER / "enti/camera-di-prova",
        open_workspace(CHAMBER),
        installed_regulations(),
        2021,
        date(2022, 7, 31),
    )
    found = titles(opened.course.dossier)
    assert found["amendment:V1"] == "atteso di Pratiche evase in cinque giorni (migliaia)"
    assert "amendment:V2" not in found
    told = Things(found)("condizione chiusa, a. obiettivi, variazione V1: manca l'atto; la variazione V2")
    named = "variazione «atteso di Pratiche evase in cinque giorni (migliaia)» (V1)"
    assert told == f"condizione chiusa, a. obiettivi, {named}: manca l'atto; la variazione V2"
