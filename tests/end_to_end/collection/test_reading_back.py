"""`merito collect --read`: what comes back stands in a table of its own, and what does not hold is told."""

import shutil
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from evaluators_sheets import (
    AS_BEFORE,
    MANAGER,
    Merito,
    evaluated_by,
    everything,
    fill,
    points_returned,
    ratings,
    returned,
    returned_rows,
    without_ratings,
)
from faults.harmed import locked
from open_documents import saved_as_ods
from openpyxl.chart import BarChart, Reference

EXAMPLES = Path(__file__).parents[3] / "examples"


WRONG = {
    "above the maximum": (
        {"M4": 11},
        "colonna «punti» (cella M4): E1, attenzione agli utenti (c), trovato «11», atteso al massimo 10",
    ),
    "below zero": ({"M4": -1}, "atteso un numero non negativo"),
    "no number": ({"M4": "otto"}, "trovato «otto», atteso un numero"),
    "another's row": ({"A4": "D1"}, "riga 4: la riga è di D1, che è di un altro valutatore: SG1 (Segretario Generale)"),
    "nobody's row": ({"A4": "X9"}, "la riga è di «X9», che nessuno è chiamato a valutare"),
    "a changed factor": ({"G4": "cortesia"}, "trovato «cortesia (c)», atteso uno tra: attenzione agli utenti (c)"),
    "a changed maximum": (
        {"L4": 20},
        "colonna «massimo» (cella L4): E1, attenzione agli utenti (c), trovato «20», atteso 10",
    ),
    "a changed last day": (
        {"J4": "30/6/2021"},
        "colonna «al» (cella J4): E1, attenzione agli utenti (c), trovato «30/6/2021»",
    ),
    "a row told twice": ({"G4": "collaborazione"}, "E1, collaborazione (c): la riga è già in"),
    "a row taken out": (
        {"A4": None, **dict.fromkeys(["B4", "C4", "D4", "E4", "F4", "G4", "H4", "L4", "M4"])},
        "manca la riga di E1",
    ),
    "other heads": ({"G1": "voce"}, "le colonne del foglio «scheda» non sono quelle della scheda. Rifare le schede"),
}


def test_what_the_office_has_already_and_comes_back_unchanged_writes_nothing(
    merito: Merito, place: Path, sheets: Path
) -> None:
    before = everything(place)
    told = merito("collect", place, "--read", sheets, "--yes")
    assert (told.exit_code, told.output) == (0, AS_BEFORE)
    assert everything(place) == before


def test_returned_points_stand_in_a_table_of_their_own_with_file_day_and_hash(
    merito: Merito, place: Path, unrated: Path
) -> None:
    fill(unrated / MANAGER, M4="7,5")
    before = everything(place)
    told = merito("collect", place, "--read", unrated, "--yes", "--as-of", "2022-02-03")
    assert told.exit_code == 0, told.output
    assert (
        "12 punteggi nuovi, 0 cambiati, 0 come prima: scritti in enti/camera-di-prova/2021/schede_restituite.csv"
        in (told.output)
    )
    assert "E1: attenzione agli utenti (c) 7,5; collaborazione (c) 6" in told.output
    assert everything(place) == {**before, returned(place): returned(place).read_bytes()}
    assert next(row for row in returned_rows(place) if row["persona"] == "E1") == {
        "persona": "E1",
        "fattore": "attenzione agli utenti",
        "sezione": "c",
        "punti": "7,5",
        "massimo": "10",
        "peso": "",
        "dal": "",
        "al": "",
        "valutatore": "D1 (dirigente)",
        "scheda": MANAGER,
        "ripresa": "3/2/2022",
        "impronta": sha256((unrated / MANAGER).read_bytes()).hexdigest(),
    }
    assert merito("check", place).exit_code == 0


def test_a_point_that_comes_back_otherwise_is_told_old_and_new_and_the_old_table_is_kept(
    merito: Merito, place: Path, unrated: Path
) -> None:
    merito("collect", place, "--read", unrated, "--yes", "--as-of", "2022-02-03")
    before = returned(place).read_bytes()
    fill(unrated / MANAGER, M4="7,5")
    told = merito("collect", place, "--read", unrated, "--yes", "--as-of", "2022-02-10")
    assert told.exit_code == 0, told.output
    assert "punti diversi da quelli che ci sono: 1\nE1, attenzione agli utenti (c): 8 → 7,5\n" in told.output
    assert "0 punteggi nuovi, 1 cambiati, 11 come prima" in told.output
    days = {row["ripresa"] for row in returned_rows(place) if row["persona"] == "E1" and row["punti"] == "7,5"}
    assert days == {"10/2/2022"}
    assert {row["ripresa"] for row in returned_rows(place) if row["persona"] == "D1"} == {"3/2/2022"}
    assert returned(place).with_name("schede_restituite.csv.bak").read_bytes() == before


def test_nothing_is_written_until_the_office_confirms(merito: Merito, place: Path, unrated: Path) -> None:
    before = everything(place)
    told = merito("collect", place, "--read", unrated)
    assert told.exit_code == 1
    assert "punti nuovi: 12" in told.output
    assert "nulla è stato scritto. Guardare i punti qui sopra, e ripetere con --yes per riportarli" in told.output
    assert everything(place) == before


@pytest.mark.parametrize(("answer", "code"), [("s", 0), ("n", 1), ("", 1)])
def test_a_terminal_asks_before_it_writes(
    merito: Merito, place: Path, unrated: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda *_: answer)
    assert merito("collect", place, "--read", unrated).exit_code == code
    assert returned(place).exists() is (code == 0)


def test_check_tells_and_writes_nothing(merito: Merito, place: Path, unrated: Path) -> None:
    merito("collect", place, "--read", unrated, "--yes")
    before = everything(place)
    fill(unrated / MANAGER, M4=7)
    told = merito("collect", place, "--read", unrated, "--check")
    assert (told.exit_code, "8 → 7" in told.output) == (0, True)
    assert everything(place) == before


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_hold_is_told_and_nothing_is_written(
    merito: Merito, place: Path, unrated: Path, case: str
) -> None:
    cells, told = WRONG[case]
    before = everything(place)
    fill(unrated / MANAGER, **cells)
    fill(unrated / "Giunta.xlsx", M2=50)  # valid, and not written either
    ended = merito("collect", place, "--read", unrated, "--yes")
    assert ended.exit_code == 1
    assert told in ended.output
    assert "nessun punto è stato scritto" in ended.output
    assert everything(place) == before


def test_a_rating_of_the_office_and_another_of_a_workbook_are_told_both_and_none_is_chosen(
    merito: Merito, place: Path, sheets: Path
) -> None:
    before = everything(place)
    fill(sheets / MANAGER, M4=7)
    ended = merito("collect", place, "--read", sheets, "--yes")
    assert ended.exit_code == 1
    assert (
        "D1_dirigente.xlsx[scheda], riga 4, colonna «punti» (cella M4): E1, attenzione agli utenti (c): l'ufficio ha "
        "scritto 8 (enti/camera-di-prova/2021/valutazioni_fattori.csv, riga 2), la scheda di «D1 (dirigente)» dà 7"
    ) in ended.output
    assert everything(place) == before


def test_a_rating_in_both_tables_is_an_error_that_names_both(merito: Merito, place: Path, unrated: Path) -> None:
    merito("collect", place, "--read", unrated, "--yes", "--as-of", "2022-02-03")
    ratings(place).write_text("persona;fattore;sezione;punti;massimo\nE1;Collaborazione;c;9;10\n", encoding="utf-8")
    ended = merito("check", place)
    assert ended.exit_code == 1
    assert (
        "schede_restituite.csv, riga 5: E1, collaborazione (c): ha un punteggio dell'ufficio, 9 "
        "(enti/camera-di-prova/2021/valutazioni_fattori.csv, riga 2), e uno dalla scheda D1_dirigente.xlsx ripresa il "
        "3/2/2022, 6. Tenere una sola delle due righe"
    ) in ended.output


def test_two_files_of_one_evaluator_are_told(merito: Merito, place: Path, sheets: Path) -> None:
    shutil.copy(sheets / MANAGER, sheets / "copia.xlsx")
    ended = merito("collect", place, "--read", sheets, "--yes")
    assert ended.exit_code == 1
    assert "copia.xlsx: è la scheda di «D1 (dirigente)», come D1_dirigente.xlsx" in ended.output


@pytest.mark.parametrize("ending", [".xls", ".XLSM"])
def test_a_workbook_of_another_kind_is_told_and_never_passed_over(
    merito: Merito, place: Path, unrated: Path, ending: str
) -> None:
    before = everything(place)
    (unrated / MANAGER).with_suffix(ending).write_bytes(b"PK")
    ended = merito("collect", place, "--read", unrated, "--yes")
    assert ended.exit_code == 1
    assert f"D1_dirigente{ending}: una scheda si riprende come .xlsx o .ods" in ended.output
    assert everything(place) == before


def test_a_sheet_that_a_spreadsheet_saved_as_ods_is_read(merito: Merito, place: Path, unrated: Path) -> None:
    fill(unrated / MANAGER, M4=7.5)
    (unrated / "D1.ods").write_bytes(saved_as_ods(unrated / MANAGER))
    (unrated / MANAGER).unlink()
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 0, told.output
    assert points_returned(place)["E1", "attenzione agli utenti"] == "7,5"
    assert {row["scheda"] for row in returned_rows(place) if row["persona"] == "E1"} == {"D1.ods"}


def test_an_ods_that_is_none_is_told(merito: Merito, place: Path, sheets: Path) -> None:
    (sheets / MANAGER).with_suffix(".ods").write_bytes(b"PK")
    ended = merito("collect", place, "--read", sheets, "--yes")
    assert ended.exit_code == 1
    assert "D1_dirigente.ods: non è un file ods intero" in ended.output


@pytest.mark.parametrize("apart", [False, True], ids=["beside the rows", "a sheet of its own"])
def test_a_chart_that_somebody_added_to_a_sheet_is_no_matter(
    merito: Merito, place: Path, unrated: Path, apart: bool
) -> None:
    opened = openpyxl.load_workbook(unrated / MANAGER)
    chart = BarChart()
    chart.add_data(Reference(opened["scheda"], min_col=13, min_row=1, max_row=5), titles_from_data=True)
    if apart:
        opened.create_chartsheet("grafico").add_chart(chart)
    else:
        opened["scheda"].add_chart(chart, "O2")
    opened["scheda"]["M4"] = 7
    opened.save(unrated / MANAGER)
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 0, told.output
    assert points_returned(place)["E1", "attenzione agli utenti"] == "7"


def test_a_workbook_of_a_former_evaluator_is_reported_and_set_aside_and_the_others_are_read(
    merito: Merito, place: Path, sheets: Path
) -> None:
    evaluated_by(place, "SG1", "D1")
    new = sheets.with_name("nuove")
    merito("collect", place, "--out", new)
    without_ratings(place)
    shutil.copy(sheets / "Giunta.xlsx", new)
    fill(new / MANAGER, M4=7)
    checked = merito("collect", place, "--read", new, "--check")
    told = "Giunta.xlsx: è la scheda di «Giunta», a cui non si chiede più nessuna valutazione, e i suoi punti (2) non"
    assert told in checked.output
    assert (new / "Giunta.xlsx").is_file()
    read = merito("collect", place, "--read", new, "--yes")
    assert read.exit_code == 0, read.output
    assert "12 punteggi nuovi" in read.output
    assert (new / "superate/Giunta.xlsx").is_file() and not (new / "Giunta.xlsx").exists()


def test_ratings_of_a_common_table_stay_as_they_are(merito: Merito, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(EXAMPLES / "comunita-montane", tmp_path / "cm", ignore=ignored))
    assert merito("collect", root, "--ente", "selva-scura").exit_code == 0
    common = root / "valutazioni_fattori.csv"
    others = [line for line in common.read_text(encoding="utf-8").splitlines() if not line.startswith("selva-scura;")]
    common.write_text("\n".join(others) + "\n", encoding="utf-8")
    before = common.read_bytes()
    folder = root / "schede/selva-scura/2021"
    fill(next(folder.glob("PO*.xlsx")), M2=1)
    told = merito("collect", root, "--ente", "selva-scura", "--read", folder, "--yes")
    assert told.exit_code == 0, told.output
    assert "UNI01: a 1" in told.output
    table = (root / "enti/selva-scura/2021/schede_restituite.csv").read_text(encoding="utf-8-sig")
    assert "\nUNI01;a;;1;100;" in table
    assert common.read_bytes() == before
    assert merito("check", root, "--ente", "selva-scura").exit_code == 0


def test_two_who_take_sheets_back_do_not_write_at_once(merito: Merito, place: Path, unrated: Path) -> None:
    before = everything(place)
    with locked(place / "schede"):
        told = merito("collect", place, "--read", unrated, "--yes")
        assert merito("collect", place, "--read", unrated, "--check").exit_code == 0
    assert told.exit_code != 0
    assert "un altro merito collect sta lavorando" in told.output
    assert everything(place) == before
    assert merito("collect", place, "--read", unrated, "--yes").exit_code == 0


def test_a_correction_amends_a_rating_that_came_back(merito: Merito, place: Path, sheets: Path) -> None:
    amendments = ratings(place).with_name("variazioni.csv")
    whole = amendments.read_bytes()
    without_ratings(place)
    merito("collect", place, "--read", sheets, "--yes")
    amendments.write_bytes(whole)
    told = merito("explain", place, "persona:E1", "--as-of", "2022-10-31")
    assert told.exit_code == 0, told.output
    assert "scheda D1_dirigente.xlsx" in told.output.replace("«", "").replace("»", "").replace(": ", " ")


def test_the_year_is_the_same_whether_the_office_or_the_workbooks_give_the_ratings(
    merito: Merito, place: Path, sheets: Path
) -> None:
    def people(root: Path) -> str:
        assert merito("run", root, "--as-of", "2022-10-31").exit_code in (0, 1)
        return (root / "out/camera-di-prova/2021/people.csv").read_text(encoding="utf-8")

    office = people(place)
    amendments = ratings(place).with_name("variazioni.csv")
    whole = amendments.read_bytes()
    without_ratings(place)
    merito("collect", place, "--read", sheets, "--yes")
    amendments.write_bytes(whole)
    assert people(place) == office
