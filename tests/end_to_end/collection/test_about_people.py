"""The sheet of people of an evaluator's workbook: the interview, the communication, the reasons come back too."""

import csv
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from evaluators_sheets import AS_BEFORE, MANAGER, Merito, everything, fill, points_of, ratings, without_ratings

HEADS = ["persona", "nominativo", "struttura", "ruolo", "colloquio", "proposta_comunicata", "comunicata"]


def write(book: Path, **cells: object) -> None:
    """Writes into the sheet of people: E1 is row 3, E colloquio, F proposta, G comunicata, H motivazione, I nota."""
    fill(book, "persone", **cells)


def kept(place: Path) -> Path:
    return ratings(place).with_name("valutazioni_restituite.csv")


def kept_rows(place: Path) -> dict[str, dict[str, str]]:
    with kept(place).open(encoding="utf-8-sig", newline="") as file:
        return {row["persona"]: row for row in csv.DictReader(file, delimiter=";")}


def office_knows_no_day_of_po1(place: Path) -> None:
    """Blanks the days that the office has written about one person."""
    table = ratings(place).with_name("valutazioni.csv")
    lines = table.read_text(encoding="utf-8").splitlines()
    blank = [f"{';'.join(line.split(';')[:4])};;" if line.startswith("PO1;") else line for line in lines]
    assert blank != lines
    table.write_text("\n".join(blank) + "\n", encoding="utf-8")


def test_each_person_has_a_row_with_what_the_office_knows_and_cells_to_fill_in(sheets: Path) -> None:
    book = openpyxl.load_workbook(sheets / MANAGER)
    assert book.sheetnames == ["scheda", "persone", "istruzioni"]
    sheet = book["persone"]
    rows = list(sheet.values)
    assert list(rows[0]) == [*HEADS, "motivazione", "nota", "criteri"]
    assert [row[0] for row in rows[1:]] == ["PO1", "E1", "E2", "E3"]
    assert rows[2][4:9] == (datetime(2022, 2, 10), None, datetime(2022, 2, 15), None, None)
    assert [sheet[f"{column}3"].protection.locked for column in "DEFGHI"] == [True, *[False] * 5]
    assert (sheet["E3"].number_format, sheet["H3"].alignment.wrap_text) == ("d/m/yyyy", True)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["E2:E5"].type, rules["E2:E5"].formula1, rules["E2:E5"].formula2) == ("date", "44197", "45291")
    assert rules["H2:H5"].prompt == "Perché questa valutazione. A capo con Alt+Invio."
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, sheet.print_title_rows) == (9, "landscape", "$1:$1")


def test_reasons_days_and_notes_come_back_into_a_table_of_their_own(merito: Merito, place: Path, sheets: Path) -> None:
    office_knows_no_day_of_po1(place)
    before = everything(place)
    write(sheets / MANAGER, H3="Puntuale.\nCortese.", I3="chiede un corso", E2="3/2/2022", G2=datetime(2022, 2, 4))
    told = merito("collect", place, "--read", sheets, "--yes", "--as-of", "2022-03-01")
    assert told.exit_code == 0, told.output
    assert "date e testi nuovi: 4\nPO1: colloquio 3/2/2022; comunicata 4/2/2022\n" in told.output
    assert "in bianco «motivazione»: PO1, E2, E3, SG1, D1\n" in told.output
    assert "12 come prima; date e testi: nuovi 4, cambiati 0, come prima" in told.output
    assert everything(place) == {**before, kept(place): kept(place).read_bytes()}
    assert kept_rows(place)["PO1"]["colloquio"] == "3/2/2022"
    own = kept_rows(place)["E1"]
    assert (own["motivazione"], own["nota"], own["colloquio"]) == ("Puntuale.\nCortese.", "chiede un corso", "")
    assert (own["valutatore"], own["scheda"], own["ripresa"]) == ("D1 (dirigente)", MANAGER, "1/3/2022")
    assert merito("check", place).exit_code == 0
    explained = merito("explain", place, "persona:E1", "--as-of", "2022-10-31").output
    assert "valutazioni_restituite.csv, riga 3" in explained
    write(sheets / MANAGER, H3="Puntuale.", I3=None)
    again = merito("collect", place, "--read", sheets, "--yes")
    assert "E1, motivazione: «Puntuale. Cortese.» → «Puntuale.»\n" in again.output
    own = kept_rows(place)["E1"]
    assert (own["motivazione"], own["nota"]) == ("Puntuale.", "chiede un corso")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"E3": "31/2/2022"},
            "D1_dirigente.xlsx[persone], riga 3, colonna «colloquio» (cella E3): E1, colloquio, trovato «31/2/2022», "
            "atteso una data come 30/6/2021. Questo giorno non esiste nel calendario.",
        ),
        (
            {"G2": "4/2/2022", "F2": "5/2/2022"},
            "riga 2, colonna «comunicata» (cella G2): PO1, comunicata, trovato «4/2/2022», atteso un giorno non prima "
            "di «proposta_comunicata», 5/2/2022",
        ),
        ({"A3": "X9"}, "la riga è di «X9», che non era nella scheda consegnata"),
        ({"A3": "E2"}, "E2: la riga è già in D1_dirigente.xlsx[persone], riga 3"),
        ({"E1": "incontro"}, "le colonne del foglio «persone» non sono quelle della scheda"),
    ],
)
def test_what_does_not_hold_is_told_with_person_column_and_cell(
    merito: Merito, place: Path, sheets: Path, cells: dict[str, object], told: str
) -> None:
    office_knows_no_day_of_po1(place)
    before = everything(place)
    write(sheets / MANAGER, H2="valida, e non scritta", **cells)
    ended = merito("collect", place, "--read", sheets, "--yes")
    assert ended.exit_code == 1
    assert told in ended.output
    assert everything(place) == before


def test_a_cell_left_blank_loses_nothing_and_is_told(merito: Merito, place: Path, sheets: Path) -> None:
    write(sheets / MANAGER, E3=None)
    told = merito("collect", place, "--read", sheets, "--check")
    assert told.exit_code == 0
    assert "in bianco «colloquio», e resta ciò che c'è: E1, 10/2/2022\n" in told.output


def test_a_cell_in_both_tables_is_an_error_that_names_both(merito: Merito, place: Path) -> None:
    kept(place).write_text(
        "persona;colloquio;motivazione;valutatore;scheda;ripresa;impronta\n"
        "E1;11/2/2022;puntuale;D1 (dirigente);D1.xlsx;1/3/2022;00\n",
        encoding="utf-8",
    )
    ended = merito("check", place)
    assert ended.exit_code == 1
    assert (
        "valutazioni_restituite.csv, riga 2, colonna «colloquio»: E1, colloquio: l'ufficio ha scritto 10/2/2022 "
        "(enti/camera-di-prova/2021/valutazioni.csv, riga 2), e la scheda D1.xlsx dà 11/2/2022. "
        "Tenere una sola delle due celle"
    ) in ended.output
    assert "motivazione" not in ended.output


def test_days_of_two_tables_that_contradict_each_other_are_told(merito: Merito, place: Path) -> None:
    kept(place).write_text(
        "persona;proposta_comunicata;comunicata;valutatore;scheda;ripresa;impronta\n"
        "E1;20/2/2022;;D1 (dirigente);D1.xlsx;1/3/2022;00\n",
        encoding="utf-8",
    )
    ended = merito("check", place)
    assert ended.exit_code == 1
    assert "valutazioni_restituite.csv, riga 2, colonna «comunicata», trovato «15/2/2022»" in ended.output.replace(
        ":", ","
    )


def test_the_year_is_the_same_whether_the_office_or_the_workbooks_tell_the_evaluation(
    merito: Merito, place: Path, sheets: Path
) -> None:
    def results() -> tuple[str, str]:
        assert merito("run", place, "--as-of", "2022-10-31").exit_code in (0, 1)
        out = place / "out/camera-di-prova/2021"
        return (out / "people.csv").read_text(encoding="utf-8"), (out / "findings.csv").read_text(encoding="utf-8")

    office = results()
    table = ratings(place).with_name("valutazioni.csv")
    rows = [line.split(";")[:4] for line in table.read_text(encoding="utf-8").splitlines()]
    table.write_text("\n".join(map(";".join, rows)) + "\n", encoding="utf-8")
    assert merito("collect", place, "--read", sheets, "--yes", "--as-of", "2022-03-01").exit_code == 0
    assert kept_rows(place)["E1"]["comunicata"] == "15/2/2022"
    assert results() == office


def test_of_a_workbook_handed_out_without_the_sheet_the_points_are_read_alone(
    merito: Merito, place: Path, unrated: Path
) -> None:
    sealed = ratings(place).with_name("schede_consegnate.json")
    listed = json.loads(sealed.read_text(encoding="utf-8"))
    assert listed[0]["persone"][1] == {
        "persona": "E1",
        "colloquio": "2022-02-10",
        "proposta_comunicata": "",
        "comunicata": "2022-02-15",
        "motivazione": "",
        "nota": "",
    }
    opened = openpyxl.load_workbook(unrated / MANAGER)
    del opened["persone"]
    opened.save(unrated / MANAGER)
    missing = merito("collect", place, "--read", unrated, "--yes")
    assert missing.exit_code == 1
    assert "D1_dirigente.xlsx: manca il foglio «persone», che era nella scheda consegnata" in missing.output
    for one in listed:
        del one["persone"]
    sealed.write_text(json.dumps(listed), encoding="utf-8")
    strange = merito("collect", place, "--read", unrated, "--yes")
    assert "Giunta.xlsx[persone]: il foglio «persone» non era nella scheda consegnata" in strange.output
    for name in ("Giunta.xlsx", "SG1_Segretario_Generale.xlsx"):
        (unrated / name).unlink()
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 0, told.output
    assert "8 punteggi nuovi, 0 cambiati, 0 come prima: scritti in" in told.output
    assert not kept(place).exists()


def test_a_workbook_made_anew_takes_over_what_was_written_of_the_people(
    merito: Merito, place: Path, sheets: Path
) -> None:
    write(sheets / MANAGER, H3="Puntuale.", E2=datetime(2022, 2, 3))
    lines = ratings(place).read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("E2;attenzione")]
    ratings(place).write_text("\n".join(lines) + "\n", encoding="utf-8")
    merito("collect", place)
    rows = list(openpyxl.load_workbook(sheets / MANAGER)["persone"].values)
    assert (rows[1][4], rows[2][7]) == (datetime(2022, 2, 3), "Puntuale.")


def test_the_points_of_the_year_before_and_the_criteria_stand_beside_the_points(merito: Merito, place: Path) -> None:
    year = ratings(place).parent
    before = year.with_name("2020")
    before.mkdir()
    for name in ("personale.csv", "unita.csv", "posizioni.csv"):
        (before / name).write_bytes((year / name).read_bytes())
    heads = "persona;fattore;sezione;punti;massimo\n"
    (before / "valutazioni_fattori.csv").write_text(
        f"{heads}E1;collaborazione;c;5;10\nE2;collaborazione;c;9;20\n", encoding="utf-8"
    )
    texts = year / "testi.csv"
    texts.write_text(
        texts.read_text(encoding="utf-8") + ";criteri;Collaborazione;Si aiuta chi chiede.\n", encoding="utf-8"
    )
    assert merito("collect", place).exit_code == 0
    book = place / "schede/camera-di-prova/2021" / MANAGER
    sheet = openpyxl.load_workbook(book)["scheda"]
    rows = {(row[0], row[6]): row[12:] for row in sheet.iter_rows(values_only=True)}
    assert rows["persona", "fattore"] == ("punti", "anno_precedente", "criteri")
    assert rows["E1", "collaborazione"][1:] == (5, "Si aiuta chi chiede.")
    assert rows["E2", "collaborazione"][1:] == ("9 su 20", "Si aiuta chi chiede.")
    assert rows["E1", "attenzione agli utenti"][1:] == (None, None)
    people = {row[0]: row[-1] for row in openpyxl.load_workbook(book)["persone"].values}
    assert people["persona"] == "criteri"
    assert people["E1"] == "Disponibilità verso chi si rivolge all'ufficio e tra colleghi."
    read = merito("collect", place, "--read", book.parent, "--check")
    assert (read.exit_code, read.output) == (0, AS_BEFORE)
    assert points_of(book)["E1", "collaborazione"] == 6
    without_ratings(place)
    assert "12 punteggi nuovi" in merito("collect", place, "--read", book.parent, "--check").output
