"""The sealed list: only what was handed out comes back, and from whom it was handed to."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from evaluators_sheets import AS_BEFORE, MANAGER, Merito, everything, fill, ratings, returned

SECRETARY = "SG1_Segretario_Generale.xlsx"


def sealed(place: Path) -> Path:
    return ratings(place).with_name("schede_consegnate.json")


def about(book: Path) -> dict[str, str]:
    rows = openpyxl.load_workbook(book)["istruzioni"].iter_rows(min_row=2, values_only=True)
    return {str(row[0]): str(row[1]) for row in rows}


def pretend(book: Path, **words: str) -> None:
    """Writes other words on the second sheet of a workbook."""
    opened = openpyxl.load_workbook(book)
    for row in opened["istruzioni"].iter_rows(min_row=2):
        if row[0].value in words:
            row[1].value = words[row[0].value]
    opened.save(book)


def test_what_is_handed_out_is_listed_with_its_hash_for_the_owner_alone(merito: Merito, place: Path) -> None:
    told = merito("collect", place)
    assert "sta in enti/camera-di-prova/2021/schede_consegnate.json" in told.output
    assert sealed(place).stat().st_mode & 0o777 == 0o600
    listed = {one["scheda"]: one for one in json.loads(sealed(place).read_text(encoding="utf-8"))}
    folder = place / "schede/camera-di-prova/2021"
    assert {name: one["impronta"] for name, one in listed.items()} == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
    }
    assert listed[MANAGER]["valutatore"] == "D1 (dirigente)"
    assert listed[MANAGER]["codice"] == about(folder / MANAGER)["consegna"]
    assert {
        "persona": "E1",
        "fattore": "collaborazione",
        "sezione": "c",
        "dal": "",
        "al": "",
        "massimo": "10",
        "peso": "",
        "punti": "6",
    } in listed[MANAGER]["righe"]
    assert len({one["codice"] for one in listed.values()}) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            {"valutatore": "SG1 (Segretario Generale)"},
            "la scheda torna con il nome di un altro valutatore, trovato «SG1 (Segretario Generale)», atteso D1 (dirigente)",
        ),
        ({"consegna": "0" * 32}, "non è tra le schede consegnate (schede_consegnate.json): chi l'ha fatta non si sa"),
        ({"consegna": ""}, "non è tra le schede consegnate"),
    ],
)
def test_a_workbook_that_says_to_be_of_somebody_else_is_refused(
    merito: Merito, place: Path, unrated: Path, words: dict[str, str], told: str
) -> None:
    before = everything(place)
    fill(unrated / MANAGER, M4=8)
    pretend(unrated / MANAGER, **words)
    (unrated / SECRETARY).unlink()
    ended = merito("collect", place, "--read", unrated, "--yes")
    assert ended.exit_code == 1
    assert told in ended.output
    assert everything(place) == before


def test_rows_of_another_evaluators_workbook_are_refused(merito: Merito, place: Path, unrated: Path) -> None:
    """A whole sheet copied under one's own code: none of its rows was handed out with it."""
    code = about(unrated / SECRETARY)
    shutil.copy(unrated / MANAGER, unrated / SECRETARY)
    pretend(unrated / SECRETARY, valutatore=code["valutatore"], consegna=code["consegna"])
    (unrated / MANAGER).unlink()
    ended = merito("collect", place, "--read", unrated, "--yes")
    assert ended.exit_code == 1
    assert f"{SECRETARY}[scheda], riga 4: la riga è di E1, che è di un altro valutatore: D1 (dirigente)" in ended.output
    assert not returned(place).exists()


def test_a_row_that_was_not_handed_out_is_refused_even_of_ones_own_people(
    merito: Merito, place: Path, unrated: Path
) -> None:
    fill(unrated / MANAGER, A10="E1", F10="c", G10="puntualità", L10=10, M10=10)
    ended = merito("collect", place, "--read", unrated, "--yes")
    assert ended.exit_code == 1
    assert "riga 10: il fattore, la sezione o il periodo non sono quelli della scheda di E1" in ended.output


def test_without_the_list_nothing_is_read(merito: Merito, place: Path, unrated: Path) -> None:
    whole = sealed(place).read_text(encoding="utf-8")
    sealed(place).write_text(whole[:100], encoding="utf-8")
    broken = merito("collect", place, "--read", unrated, "--yes")
    assert broken.exit_code == 1
    assert "schede_consegnate.json: non è l'elenco che merito collect ha scritto" in broken.output
    sealed(place).unlink()
    ended = merito("collect", place, "--read", unrated, "--yes")
    assert ended.exit_code == 1
    assert "schede_consegnate.json: manca, e senza non si sa che cosa è stato consegnato" in ended.output
    assert not returned(place).exists()


def test_a_workbook_of_before_the_list_is_made_anew_and_its_points_are_not_taken_over(
    merito: Merito, place: Path, sheets: Path
) -> None:
    sealed(place).unlink()
    fill(sheets / MANAGER, M4=1)
    told = merito("collect", place)
    assert "D1_dirigente.xlsx: non è tra le schede consegnate: messa da parte in" in told.output
    assert "superate/D1_dirigente.xlsx, con 8 punteggi, che non si riportano" in told.output
    assert merito("collect", place, "--read", sheets, "--check").output == AS_BEFORE


def test_a_maximum_that_the_office_changes_after_handing_out_is_told(merito: Merito, place: Path, sheets: Path) -> None:
    text = ratings(place).read_text(encoding="utf-8")
    ratings(place).write_text(text.replace("E2;collaborazione;c;9;10", "E2;collaborazione;c;9;20"), encoding="utf-8")
    ended = merito("collect", place, "--read", sheets, "--yes")
    assert ended.exit_code == 1
    assert "E2, collaborazione (c): massimo o peso sono cambiati da quando la scheda è stata consegnata" in ended.output


def test_explain_says_from_which_workbook_a_point_comes(merito: Merito, place: Path, unrated: Path) -> None:
    merito("collect", place, "--read", unrated, "--yes", "--as-of", "2022-02-03")
    told = merito("explain", place, "persona:E2", "--as-of", "2022-10-31").output
    assert "schede_restituite.csv, riga 6" in told
    assert "scheda «D1_dirigente.xlsx», ripresa «3/2/2022», impronta «" in told
