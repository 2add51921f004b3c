"""Two people with one name: id and office tell them apart; the day of birth stands on reserved papers alone."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from printed import copied, lines, merito

NAMES = (
    "persona;cognome;nome;titolo;nascita\n"
    "E1;Neri;Anna;;3/4/1970\nE2;NERI;Anna;dott.ssa;5/6/1981\nE3;Verdi;Luca;;7/8/1990\n"
)
ONE = "Anna Neri (matricola E1, Servizio Promozione, nascita 3/4/1970)"
OTHER = "dott.ssa Anna NERI (matricola E2, Servizio Registro imprese, nascita 5/6/1981)"
WITHOUT_PERSONS = ("liquidazione_pubblica", "estratto_relazione", "validazione", "cruscotto", "relazione_oiv")
BIRTHS = ("3/4/1970", "5/6/1981", "7/8/1990", "1970-04-03", "1981-06-05", "1990-08-07")


@pytest.fixture(scope="module")
def printed_forms(ran_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ran = Path(shutil.copytree(ran_once, tmp_path_factory.mktemp("homonyms") / "camera"))
    (ran / "enti/camera-di-prova/anagrafe.csv").write_text(NAMES, encoding="utf-8")
    told = merito("forms", ran)
    assert told.exit_code == 0, told.output
    assert not [one for one in BIRTHS if one in told.output]
    return ran / "out/camera-di-prova/2021-moduli"


def test_letters_and_forms_tell_homonyms_apart_and_who_has_no_homonym_has_the_name_alone(printed_forms: Path) -> None:
    letters = printed_forms / "lettera"
    assert {path.name for path in letters.iterdir()} >= {"lettera-E1.docx", "lettera-E2.docx", "lettera-E3.docx"}
    told = {person: "\n".join(lines(letters / f"lettera-{person}.docx")) for person in ("E1", "E2", "E3")}
    assert ONE in told["E1"] and OTHER not in told["E1"]
    assert OTHER in told["E2"] and ONE not in told["E2"]
    assert "Luca Verdi" in told["E3"] and "matricola" not in told["E3"] and "7/8/1990" not in told["E3"]


def test_a_list_of_people_has_both_apart(printed_forms: Path) -> None:
    told = "\n".join(lines(printed_forms / "liquidazione/liquidazione-performance.docx"))
    assert ONE in told and OTHER in told


def test_the_calibration_has_office_and_id_and_no_day_of_birth(printed_forms: Path) -> None:
    page = (printed_forms / "calibrazione/calibrazione.html").read_text(encoding="utf-8")
    assert "Anna Neri, Servizio Promozione (E1)" in page
    assert "dott.ssa Anna NERI, Servizio Registro imprese (E2)" in page
    assert not [one for one in BIRTHS if one in page]


def test_no_day_of_birth_is_outside_the_forms_with_persons_and_no_name_in_a_table(printed_forms: Path) -> None:
    public = [path for path in printed_forms.rglob("*.docx") if path.parent.name in WITHOUT_PERSONS]
    assert public
    told = "\n".join("\n".join(lines(path)) for path in public)
    assert not [one for one in ("Neri", "NERI", *BIRTHS) if one in told]
    assert not [
        path
        for path in printed_forms.with_name("2021").rglob("*")
        if path.is_file()
        and any(one.encode() in path.read_bytes() for one in (*BIRTHS, *(() if path.suffix == ".html" else ("Anna",))))
    ]


def test_the_workbook_of_an_evaluator_has_id_and_office_and_no_day_of_birth(tmp_path: Path) -> None:
    root = copied("camera-di-prova", tmp_path)
    (root / "enti/camera-di-prova/anagrafe.csv").write_text(NAMES, encoding="utf-8")
    told = merito("collect", root)
    sheet = openpyxl.load_workbook(root / "schede/camera-di-prova/2021/D1_dirigente.xlsx")["scheda"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {row[:3] for row in rows if row[0] in ("E1", "E2")} == {
        ("E1", "Anna Neri", "Servizio Promozione"),
        ("E2", "dott.ssa Anna NERI", "Servizio Registro imprese"),
    }
    assert not [one for one in BIRTHS if one in f"{rows}{told.output}"]


def test_a_day_of_birth_that_is_none_is_told(tmp_path: Path) -> None:
    root = copied("camera-di-prova", tmp_path)
    (root / "enti/camera-di-prova/anagrafe.csv").write_text(
        "persona;cognome;nascita\nE1;Neri;aprile\n", encoding="utf-8"
    )
    told = merito("collect", root)
    assert told.exit_code == 1
    assert "anagrafe.csv, riga 2, colonna «nascita»: trovato «aprile», atteso una data" in told.output


def test_people_with_similar_ids_and_one_name_have_a_file_each(tmp_path: Path) -> None:
    """Ids that a file name cannot hold as they are: `E 1` and `E-1` and `E/1` are three people."""
    root = copied("camera-di-prova", tmp_path)
    year = root / "enti/camera-di-prova/2021"
    with (year / "personale.csv").open("a", encoding="utf-8") as file:
        file.write("E 1;U1;C;SI;;dipendente\nE-1;U1;C;SI;;dipendente\nE/1;U1;C;SI;;dipendente\n")
    (root / "enti/camera-di-prova/anagrafe.csv").write_text(
        "persona;cognome;nome\nE 1;Neri;Anna\nE-1;Neri;Anna\nE/1;Neri;Anna\n", encoding="utf-8"
    )
    assert merito("run", root, "--as-of", "2022-10-31").exit_code in (0, 1)
    told = merito("forms", root, "lettera")
    assert told.exit_code == 0, told.output
    letters = sorted((root / "out/camera-di-prova/2021-moduli/lettera").iterdir())
    assert len([path for path in letters if path.name.startswith("lettera-E-1")]) == 3
