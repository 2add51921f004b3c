"""`merito collect --read`: what comes back becomes ratings, and what does not hold is told."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from evaluators_sheets import MANAGER, Merito, evaluated_by, fill, ratings
from open_documents import saved_as_ods
from openpyxl.chart import BarChart, Reference
from trusted_rules import trust_rules

from merito.workspace.one_writer import one_writer

EXAMPLES = Path(__file__).parents[3] / "examples"


WRONG = {
    "above the maximum": (
        {"M4": 11},
        "colonna «punti»: E1, attenzione agli utenti (c), trovato «11», atteso al massimo 10",
    ),
    "below zero": ({"M4": -1}, "atteso un numero non negativo"),
    "no number": ({"M4": "otto"}, "trovato «otto», atteso un numero"),
    "another's row": ({"A4": "D1"}, "riga 4: la riga è di D1, che è di un altro valutatore: SG1 (Segretario Generale)"),
    "nobody's row": ({"A4": "X9"}, "la riga è di «X9», che nessuno è chiamato a valutare"),
    "a changed factor": ({"G4": "cortesia"}, "trovato «cortesia (c)», atteso uno tra: attenzione agli utenti (c)"),
    "a changed maximum": ({"L4": 20}, "colonna «massimo»: E1, attenzione agli utenti (c), trovato «20», atteso 10"),
    "a row told twice": ({"G4": "collaborazione"}, "E1, collaborazione (c): la riga è già in"),
    "a row taken out": (
        {"A4": None, **dict.fromkeys(["B4", "C4", "D4", "E4", "F4", "G4", "H4", "L4", "M4"])},
        "manca la riga di E1",
    ),
    "other heads": ({"G1": "voce"}, "le colonne del foglio «scheda» non sono quelle della scheda. Rifare le schede"),
}


def test_what_comes_back_unchanged_writes_nothing(merito: Merito, place: Path, sheets: Path) -> None:
    before = ratings(place).read_bytes()
    told = merito("collect", place, "--read", sheets)
    assert (told.exit_code, told.output) == (0, "0 punteggi nuovi, 0 cambiati, 12 come prima: nulla è stato scritto\n")
    assert ratings(place).read_bytes() == before
    assert not list(ratings(place).parent.glob("*.bak*"))


def test_a_changed_point_is_told_and_written_and_the_old_file_is_kept(
    merito: Merito, place: Path, sheets: Path
) -> None:
    before = ratings(place).read_text(encoding="utf-8")
    fill(sheets / MANAGER, M4=7.5)
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 0, told.output
    assert "E1, attenzione agli utenti (c): 8 → 7,5" in told.output
    after = before.replace("E1;attenzione agli utenti;c;8;10;SI", "E1;attenzione agli utenti;c;7,5;10;SI")
    assert ratings(place).read_text(encoding="utf-8") == after != before
    assert ratings(place).with_name("valutazioni_fattori.csv.bak").read_text(encoding="utf-8") == before
    fill(sheets / MANAGER, M4=8)
    merito("collect", place, "--read", sheets)
    assert ratings(place).read_text(encoding="utf-8") == before
    assert ratings(place).with_name("valutazioni_fattori.csv.bak2").is_file()


def test_check_tells_and_writes_nothing(merito: Merito, place: Path, sheets: Path) -> None:
    before = ratings(place).read_bytes()
    fill(sheets / MANAGER, M4=7)
    assert "8 → 7" in merito("collect", place, "--read", sheets, "--check").output
    assert ratings(place).read_bytes() == before


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_hold_is_told_and_nothing_is_written(
    merito: Merito, place: Path, sheets: Path, case: str
) -> None:
    cells, told = WRONG[case]
    before = ratings(place).read_bytes()
    fill(sheets / MANAGER, **cells)
    fill(sheets / "Giunta.xlsx", M2=50)  # valid, and not written either
    ended = merito("collect", place, "--read", sheets)
    assert ended.exit_code == 1
    assert told in ended.output
    assert "nessun punto è stato scritto" in ended.output
    assert ratings(place).read_bytes() == before


def test_two_files_of_one_evaluator_are_told(merito: Merito, place: Path, sheets: Path) -> None:
    shutil.copy(sheets / MANAGER, sheets / "copia.xlsx")
    ended = merito("collect", place, "--read", sheets)
    assert ended.exit_code == 1
    assert "copia.xlsx: è la scheda di «D1 (dirigente)», come D1_dirigente.xlsx" in ended.output


@pytest.mark.parametrize("ending", [".xls", ".XLSM"])
def test_a_workbook_of_another_kind_is_told_and_never_passed_over(
    merito: Merito, place: Path, sheets: Path, ending: str
) -> None:
    before = ratings(place).read_bytes()
    fill(sheets / "Giunta.xlsx", M2=50)
    (sheets / MANAGER).with_suffix(ending).write_bytes(b"PK")
    ended = merito("collect", place, "--read", sheets)
    assert ended.exit_code == 1
    assert f"D1_dirigente{ending}: una scheda si riprende come .xlsx o .ods" in ended.output
    assert ratings(place).read_bytes() == before


def test_a_sheet_that_a_spreadsheet_saved_as_ods_is_read(merito: Merito, place: Path, sheets: Path) -> None:
    fill(sheets / MANAGER, M4=7.5)
    (sheets / "D1.ods").write_bytes(saved_as_ods(sheets / MANAGER))
    (sheets / MANAGER).unlink()
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 0, told.output
    assert "E1, attenzione agli utenti (c): 8 → 7,5" in told.output
    assert "0 punteggi nuovi, 1 cambiati, 11 come prima" in told.output
    assert "E1;attenzione agli utenti;c;7,5;10" in ratings(place).read_text(encoding="utf-8")


def test_an_ods_that_is_none_is_told(merito: Merito, place: Path, sheets: Path) -> None:
    (sheets / MANAGER).with_suffix(".ods").write_bytes(b"PK")
    ended = merito("collect", place, "--read", sheets)
    assert ended.exit_code == 1
    assert "D1_dirigente.ods: non è un file ods intero" in ended.output


@pytest.mark.parametrize("apart", [False, True], ids=["beside the rows", "a sheet of its own"])
def test_a_chart_that_somebody_added_to_a_sheet_is_no_matter(
    merito: Merito, place: Path, sheets: Path, apart: bool
) -> None:
    opened = openpyxl.load_workbook(sheets / MANAGER)
    chart = BarChart()
    chart.add_data(Reference(opened["scheda"], min_col=13, min_row=1, max_row=5), titles_from_data=True)
    if apart:
        opened.create_chartsheet("grafico").add_chart(chart)
    else:
        opened["scheda"].add_chart(chart, "O2")
    opened["scheda"]["M4"] = 7
    opened.save(sheets / MANAGER)
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 0, told.output
    assert "E1, attenzione agli utenti (c): 8 → 7" in told.output


def test_a_workbook_of_a_former_evaluator_is_reported_and_set_aside_and_the_others_are_read(
    merito: Merito, place: Path, sheets: Path
) -> None:
    evaluated_by(place, "SG1", "D1")
    merito("collect", place, "--out", sheets.with_name("nuove"))
    new = sheets.with_name("nuove")
    shutil.copy(sheets / "Giunta.xlsx", new)
    fill(new / MANAGER, M4=7)
    checked = merito("collect", place, "--read", new, "--check")
    told = "Giunta.xlsx: è la scheda di «Giunta», a cui non si chiede più nessuna valutazione, e i suoi punti (2) non"
    assert told in checked.output
    assert (new / "Giunta.xlsx").is_file()
    read = merito("collect", place, "--read", new)
    assert read.exit_code == 0, read.output
    assert "→ 7" in read.output and "1 cambiati" in read.output
    assert (new / "superate/Giunta.xlsx").is_file() and not (new / "Giunta.xlsx").exists()


def test_who_is_missing_and_which_rows_are_blank_is_told_and_the_rest_is_written(
    merito: Merito, place: Path, sheets: Path
) -> None:
    (sheets / "Giunta.xlsx").unlink()
    fill(sheets / MANAGER, M3=None, M4=6)
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 0
    assert "manca la scheda di Giunta (1 persona)" in told.output
    assert "1 riga senza punti: PO1, attenzione agli utenti (comportamenti)" in told.output
    text = ratings(place).read_text(encoding="utf-8")
    assert "PO1;attenzione agli utenti;comportamenti;40;50;SI" in text  # the existing contents stay
    assert "E1;attenzione agli utenti;c;6;10;SI" in text


def test_a_form_gives_the_rows_of_a_year_without_ratings(merito: Merito, place: Path, tmp_path: Path) -> None:
    ratings(place).unlink()
    amendments = ratings(place).with_name("variazioni.csv")
    kept = [line for line in amendments.read_text(encoding="utf-8").splitlines() if "valutazioni_fattori" not in line]
    amendments.write_text("\n".join(kept) + "\n", encoding="utf-8")
    form = tmp_path / "scheda.csv"
    form.write_text("ruolo;fattore;sezione;massimo\ndipendente;collaborazione;c;10\n", encoding="utf-8")
    out = tmp_path / "schede"
    given = merito("collect", place, "--form", form, "--out", out)
    assert "D1, PO1, SG1" in given.output or "SG1, D1, PO1" in given.output
    assert "non ha una scheda" in given.output
    assert f"quando tornano: merito collect {place} --ente camera-di-prova --form {form} --read {out}" in given.output
    fill(out / MANAGER, M2="8,5", M3=9)
    told = merito("collect", place, "--form", form, "--read", out)
    assert told.exit_code == 0, told.output
    lines = ratings(place).read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["E1;collaborazione;c;8,5;10;;;;", "E2;collaborazione;c;9;10;;;;"]
    assert merito("check", place).exit_code == 0


def test_a_form_that_is_none_is_told(merito: Merito, place: Path, tmp_path: Path) -> None:
    form = tmp_path / "scheda.csv"
    form.write_text("ruolo;fattore;massimo\ndipendente;a;dieci\n", encoding="utf-8")
    told = merito("collect", place, "--form", form)
    assert told.exit_code == 2
    assert "scheda.csv, riga 2, colonna «massimo», trovato «dieci», atteso un numero" in told.output.replace(":", ",")


def test_ratings_of_a_common_table_are_changed_where_they_stand(merito: Merito, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(EXAMPLES / "comunita-montane", tmp_path / "cm", ignore=ignored))
    before = (root / "valutazioni_fattori.csv").read_text(encoding="utf-8")
    assert merito("collect", root, "--ente", "selva-scura").exit_code == 0
    folder = root / "schede/selva-scura/2021"
    fill(next(folder.glob("PO*.xlsx")), M2=1)
    told = merito("collect", root, "--ente", "selva-scura", "--read", folder)
    assert "UNI01, a: 75 → 1" in told.output
    after = (root / "valutazioni_fattori.csv").read_text(encoding="utf-8")
    assert after == before.replace("selva-scura;UNI01;a;75;100", "selva-scura;UNI01;a;1;100") != before


def test_two_who_take_sheets_back_do_not_write_at_once(merito: Merito, place: Path, sheets: Path) -> None:
    before = ratings(place).read_bytes()
    fill(sheets / MANAGER, M4=7)
    with one_writer(place / "schede", "busy"):
        told = merito("collect", place, "--read", sheets)
        assert merito("collect", place, "--read", sheets, "--check").exit_code == 0
    assert told.exit_code != 0
    assert "un altro merito collect sta riportando i punti" in told.output
    assert ratings(place).read_bytes() == before
    assert merito("collect", place, "--read", sheets).exit_code == 0


def test_who_evaluates_may_be_said_by_an_entes_own_rules(merito: Merito, tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(EXAMPLES / "comune-di-prova", tmp_path / "comune", ignore=ignored))
    rules = root / "enti/comune-di-prova/regole/evaluation.py"
    said = (
        "\n\n@hookimpl\ndef merito_documents(step: Step) -> ResultRows:\n"
        "    yield from (\n"
        '        TableRow(table="valutatori", columns=(("persona", one.id), ("ruolo", one.role),'
        ' ("valutatore", "Sindaco")), rules=())\n'
        "        for one in step.dossier.people\n"
        "    )\n"
    )
    rules.write_text(f"from merito import TableRow\n{rules.read_text(encoding='utf-8')}{said}", encoding="utf-8")
    trust_rules(root)
    assert merito("collect", root).exit_code == 0
    assert [path.name for path in (root / "schede/comune-di-prova/2025").iterdir()] == ["Sindaco.xlsx"]
