"""`merito import`: the office's own spreadsheet into a table, after a look at what it changes."""

import io
import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from merito.cli import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "brescia"
Rows = Sequence[Sequence[object]]
Import = Callable[..., Result]
UNITS = "id;nome\nA;Area A\nB;Area B\n"
PEOPLE = "id;unita;dal\nE1;A;\nE2;A;1/2/2021\n"
TOML = '[workspace]\nyear = 2021\nlocale = "it"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with an ente of two units and two people."""
    root = tmp_path / "spazio"
    (root / "enti" / "prova" / "2021").mkdir(parents=True)
    write(root / "merito.toml", TOML)
    write(root / "enti" / "prova" / "ente.toml", 'id = "prova"\nname = "Prova"\nregulation = "brescia"\n')
    write(year(root) / "unita.csv", UNITS)
    write(year(root) / "personale.csv", PEOPLE)
    return root


@pytest.fixture
def bring(root: Path, tmp_path: Path) -> Import:
    """Imports a file with these rows into a table, by default that of people."""

    def run(rows: Rows | str | bytes, *words: str, table: str = "personale", name: str = "", title: str = "") -> Result:
        file = tmp_path / (name or ("loro.csv" if isinstance(rows, str | bytes) else "loro.xlsx"))
        if isinstance(rows, str | bytes):
            file.write_bytes(rows.encode() if isinstance(rows, str) else rows)
        else:
            file.write_bytes(workbook(rows, title))
        line = ["import", str(root), str(file), "--table", table, *words]
        return CliRunner().invoke(app, line, catch_exceptions=False)

    return run


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def workbook(rows: Rows, title: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title or "Foglio1"
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def year(root: Path) -> Path:
    return root / "enti" / "prova" / "2021"


def people(root: Path) -> str:
    return (year(root) / "personale.csv").read_text(encoding="utf-8")


def test_a_preview_tells_rows_added_changed_and_gone_and_writes_nothing(root: Path, bring: Import) -> None:
    told = bring("id;unita;dal\nE2;B;01/02/2021\nE3;A;\n")
    assert told.exit_code == 1
    assert "righe aggiunte 1, cambiate 1, tolte 1, come prima 0" in told.output
    assert "riga aggiunta, 3: E3, A" in told.output
    assert "riga cambiata, 2: unita da «A» a «B»" in told.output  # the day is the same, though written otherwise
    assert "riga tolta, 2: E1, A" in told.output
    assert "nulla è stato scritto: per scrivere, ripetere con --yes" in told.output
    assert people(root) == PEOPLE
    assert not list(root.rglob(".sostituiti"))


def test_with_yes_the_table_is_replaced_and_the_old_one_is_kept(root: Path, bring: Import) -> None:
    told = bring("id;unita\nE1;A\nE3;B\n", "--yes")
    assert told.exit_code == 0, told.output
    assert people(root) == "id;unita;dal\nE1;A;\nE3;B;\n"
    [kept] = (year(root) / ".sostituiti").iterdir()
    assert re.fullmatch(r"\d{8}T\d{6}-001-personale\.csv", kept.name)
    assert kept.read_text(encoding="utf-8") == PEOPLE


def test_the_same_content_is_not_written_again(root: Path, bring: Import) -> None:
    told = bring([["id", "unita", "dal"], ["E1", "A", None], ["E2", "A", "1/2/2021"]], "--yes")
    assert (told.exit_code, "è già così: nulla da scrivere" in told.output) == (0, True)
    assert not (year(root) / ".sostituiti").exists()


def test_a_fault_is_told_by_the_row_and_heading_of_the_office_s_file(root: Path, bring: Import) -> None:
    rows = [["Matricola", "unita", "Dal giorno"], ["E1", "A", "31/2/2021"], ["E2", "C", None]]
    told = bring(rows, "--map", "Matricola=id", "--map", "Dal giorno=dal", "--yes")
    assert told.exit_code == 1
    assert "loro.xlsx[Foglio1], riga 2, colonna «Dal giorno»: trovato «31/2/2021»" in told.output
    assert "loro.xlsx[Foglio1], riga 3, colonna «unita»: trovato «C»" in told.output
    assert "2 problemi nuovi: nulla è stato scritto" in told.output
    assert people(root) == PEOPLE


def test_what_was_wrong_before_is_told_apart_and_does_not_stop_another_table(root: Path, bring: Import) -> None:
    write(year(root) / "unita.csv", "id;nome;superiore\nA;Area A;Z\nB;Area B;\n")
    told = bring("id;unita\nE1;B\n", "--yes")
    assert told.exit_code == 0, told.output
    assert "c'era già: enti/prova/2021/unita.csv, riga 2, colonna «superiore»: trovato «Z»" in told.output
    assert people(root) == "id;unita;dal\nE1;B;\n"


def test_new_problems_are_written_only_if_that_is_asked(root: Path, bring: Import) -> None:
    told = bring("id;unita\nE1;NUOVA\n", "--yes", "--with-problems")
    assert told.exit_code == 1
    assert people(root) == "id;unita;dal\nE1;NUOVA;\n"


def test_unknown_headings_are_told_with_the_option_that_says_what_they_are(root: Path, bring: Import) -> None:
    told = bring("Matricola;unitaa;Note\nE1;A;x\n", "--yes")
    assert told.exit_code == 1
    assert "loro.csv, riga 1, colonna «id»: manca la colonna, che è obbligatoria" in told.output
    assert "--map «unitaa=unita»" in told.output
    assert "le intestazioni non tornano, nulla è stato scritto" in told.output
    assert not (root / "enti" / "prova" / "corrispondenze.json").exists()


def test_headings_are_remembered_for_the_next_file(root: Path, bring: Import) -> None:
    file = "Matricola;unita;Note\nE1;B;x\n"
    bring(file, "--map", "Matricola=id", "--map", "Note=")
    kept = json.loads((root / "enti" / "prova" / "corrispondenze.json").read_text(encoding="utf-8"))
    assert kept == {"personale": {"colonne": {"Matricola": "id"}, "tralasciate": ["Note"]}}
    told = bring(file, "--yes")
    assert told.exit_code == 0, told.output
    assert people(root) == "id;unita;dal\nE1;B;\n"


def test_a_mapping_to_a_column_that_the_table_lacks_is_refused(bring: Import) -> None:
    told = bring("Matricola;unita\nE1;B\n", "--map", "Matricola=idd")
    assert (told.exit_code, "Forse «id»?" in told.output) == (1, True)


def test_remembered_headings_that_cannot_be_read_are_told(root: Path, bring: Import) -> None:
    write(root / "enti" / "prova" / "corrispondenze.json", "{")
    told = bring("id;unita\nE1;B\n")
    assert told.exit_code == 1
    assert "corrispondenze.json: non si legge; correggerlo, o toglierlo" in told.output


def test_the_sheet_of_the_table_s_name_is_taken_among_several(root: Path, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["id", "unita", "dal", "al"])
    other = book.create_sheet("personale")
    other.append(["id", "unita"])
    other.append(["E9", "B"])
    book.save(tmp_path / "loro.xlsx")
    line = ["import", str(root), str(tmp_path / "loro.xlsx"), "--table", "people", "--yes"]
    assert CliRunner().invoke(app, line, catch_exceptions=False).exit_code == 0
    assert people(root) == "id;unita;dal\nE9;B;\n"


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"PK\x03\x04 nonsense", "loro.xlsx", "non è un file xlsx intero"),
        (b"", "loro.csv", "il file è vuoto"),
        (b"id;unita\n", "loro.pdf", "questo tipo di file non si legge"),
        ("id;unita\nE1;A\n".encode("utf-16"), "loro.csv", "il file non è in UTF-8"),
        (b'id;unita\n"E1;A\n', "loro.csv", "le virgolette non tornano"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_written(
    root: Path, bring: Import, content: bytes, name: str, why: str
) -> None:
    told = bring(content, "--yes", name=name)
    assert (told.exit_code, why in told.output) == (1, True), told.output
    assert people(root) == PEOPLE


def test_a_csv_of_an_old_program_is_read(root: Path, bring: Import) -> None:
    told = bring("id;nome\nA;Qualità\nB;Area B\n".encode("cp1252"), "--yes", table="unita")
    assert told.exit_code == 0, told.output
    assert (year(root) / "unita.csv").read_text(encoding="utf-8") == "id;nome\nA;Qualità\nB;Area B\n"


def test_a_formula_that_was_never_computed_is_no_value(root: Path, bring: Import) -> None:
    told = bring([["id", "nome"], ["A", "=B1"], ["B", "Area B"]], "--yes", "--with-problems", table="unita")
    assert told.exit_code == 1
    assert "riga 2, colonna «nome»: la cella contiene una formula mai calcolata" in told.output
    assert (year(root) / "unita.csv").read_text(encoding="utf-8") == UNITS


def test_a_text_that_looks_like_a_formula_is_written_as_text(root: Path, bring: Import) -> None:
    bring("id;nome\nA;'=1+1\nB;Area B\n", "--yes", table="unita")
    assert (year(root) / "unita.csv").read_text(encoding="utf-8") == "id;nome\nA;'=1+1\nB;Area B\n"


def test_a_table_in_a_workbook_is_replaced_in_its_sheet(root: Path, bring: Import) -> None:
    (year(root) / "personale.csv").unlink()
    (year(root) / "unita.csv").unlink()
    book = Workbook()
    units, staff = book.active, book.create_sheet("personale")
    assert units is not None
    units.title = "unita"
    for row in (["id", "nome"], ["A", "Area A"], ["B", "Area B"]):
        units.append(row)
    for row in (["id", "unita"], ["E1", "A"], ["E2", "A"]):
        staff.append(row)
    book.save(year(root) / "data.xlsx")
    told = bring("id;unita;dal\nE2;B;1/3/2021\n", "--yes")
    assert told.exit_code == 0, told.output
    written = load_workbook(year(root) / "data.xlsx")
    assert [[cell.value for cell in row] for row in written["unita"].iter_rows()] == [
        ["id", "nome"],
        ["A", "Area A"],
        ["B", "Area B"],
    ]
    [head, row, *rest] = [[cell.value for cell in row] for row in written["personale"].iter_rows()]
    assert head == ["id", "unita", "dal"]
    assert [str(cell) for cell in row] == ["E2", "B", "2021-03-01 00:00:00"]
    assert not any(cell for one in rest for cell in one)


def test_a_workbook_with_formulas_is_not_written(root: Path, bring: Import) -> None:
    (year(root) / "personale.csv").unlink()
    book = Workbook()
    staff = book.active
    assert staff is not None
    staff.title = "personale"
    for row in (["id", "unita"], ["E1", "A"]):
        staff.append(row)
    book.create_sheet("conti").append(["=1+1"])
    book.save(year(root) / "data.xlsx")
    before = (year(root) / "data.xlsx").read_bytes()
    told = bring("id;unita\nE2;B\n", "--yes")
    assert (told.exit_code, "nel foglio «conti» ci sono formule" in told.output) == (1, True), told.output
    assert (year(root) / "data.xlsx").read_bytes() == before


def test_of_a_common_table_only_this_ente_s_rows_change(root: Path, bring: Import) -> None:
    (year(root) / "personale.csv").unlink()
    write(root / "enti" / "prova" / "ente.toml", 'id = "prova"\nname = "Prova"\nregulation = "brescia"\n')
    common = "ente;id;unita;anno\naltro;X1;U;2021\nprova;E1;A;\nprova;E2;A;2021\nprova;E0;A;2020\naltro;X2;U;2021\n"
    write(root / "personale.csv", common)
    told = bring("id;unita\nE2;B\nE3;A\n", "--yes")
    assert told.exit_code == 0, told.output
    assert (root / "personale.csv").read_text(encoding="utf-8") == (
        "ente;id;unita;anno\naltro;X1;U;2021\nprova;E2;B;2021\nprova;E0;A;2020\naltro;X2;U;2021\nprova;E3;A;2021\n"
    )


def test_a_table_that_does_not_exist_yet_is_written_with_every_heading(root: Path, bring: Import) -> None:
    told = bring("persona;dal;al\nE1;1/3/2021;5/3/2021\n", "--yes", table="assenze")
    assert told.exit_code == 0, told.output
    text = (year(root) / "assenze.csv").read_text(encoding="utf-8")
    assert text == "persona;dal;al;tipo;conta\nE1;1/3/2021;5/3/2021;;\n"


def test_acts_in_two_folders_want_to_be_told_apart(root: Path, bring: Import) -> None:
    acts = "id;tipo;data\nA1;adozione_smvp;1/3/2021\n"
    write(year(root) / "atti.csv", acts)
    write(root / "enti" / "prova" / "atti.csv", acts.replace("A1", "A2"))
    told = bring(acts.replace("A1", "A3"), table="atti")
    assert (told.exit_code, "è in più posti" in told.output) == (1, True), told.output
    assert "riga aggiunta, 2: A3" in bring(acts.replace("A1", "A3"), "--folder", "ente", table="atti").output


def test_the_names_of_people_are_a_table_too(root: Path, bring: Import) -> None:
    told = bring("Matricola;cognome\nE1;Bianchi\n", "--map", "Matricola=persona", "--yes", table="anagrafe")
    assert told.exit_code == 0, told.output
    written = (root / "enti" / "prova" / "anagrafe.csv").read_text(encoding="utf-8")
    assert written == "persona;cognome;nome;titolo;nascita\nE1;Bianchi;;;\n"


def test_an_unknown_table_is_told_with_the_near_one(bring: Import) -> None:
    told = bring("id\nE1\n", table="personal")
    assert (told.exit_code, "Forse «personale»?" in told.output) == (1, True)


def test_a_file_open_in_a_spreadsheet_is_not_written(root: Path, bring: Import) -> None:
    write(year(root) / ".~lock.personale.csv#", "")
    told = bring("id;unita\nE1;B\n", "--yes")
    assert (told.exit_code, "è aperto in un foglio di calcolo" in told.output) == (1, True)
    assert people(root) == PEOPLE


def test_a_row_with_more_cells_than_headings_is_never_written(root: Path, bring: Import) -> None:
    told = bring("id;unita\nE1;A\nE2;A;Roma, via Po\n", "--yes", "--with-problems")
    assert told.exit_code == 1
    assert "loro.csv, riga 3: la riga ha 3 celle" in told.output
    assert people(root) == PEOPLE


def test_a_table_changed_while_somebody_looks_is_not_overwritten(
    root: Path, bring: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel saves the file between the preview and the answer."""

    class Meanwhile(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            write(year(root) / "personale.csv", PEOPLE + "E3;B;\n")
            return super().read1(size)

    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    write(tmp_path / "loro.csv", "id;unita\nE1;B\n")
    line = ["import", str(root), str(tmp_path / "loro.csv"), "--table", "personale"]
    told = CliRunner().invoke(app, line, input=Meanwhile(b"s\n"), catch_exceptions=False)
    assert told.exit_code == 1
    assert "enti/prova/2021/personale.csv: è cambiato intanto, e non si sovrascrive" in told.output
    assert people(root) == PEOPLE + "E3;B;\n"


def test_what_was_replaced_is_brought_back_by_the_same_command(root: Path, bring: Import) -> None:
    bring("id;unita\nE1;B\n", "--yes")
    [kept] = (year(root) / ".sostituiti").iterdir()
    line = ["import", str(root), str(kept), "--table", "personale", "--yes"]
    assert CliRunner().invoke(app, line, catch_exceptions=False).exit_code == 0
    assert people(root) == PEOPLE
    assert len(list((year(root) / ".sostituiti").iterdir())) == 2


def test_a_run_reads_nothing_of_what_is_kept(root: Path, bring: Import) -> None:
    bring("id;unita\nE1;B\n", "--yes")
    told = CliRunner().invoke(app, ["check", str(root)], catch_exceptions=False)
    assert ".sostituiti" not in told.output


def test_a_replaced_table_keeps_its_rights(root: Path, bring: Import) -> None:
    (year(root) / "personale.csv").chmod(0o640)
    bring("id;unita\nE1;B\n", "--yes")
    [kept] = (year(root) / ".sostituiti").iterdir()
    assert [path.stat().st_mode & 0o777 for path in (year(root) / "personale.csv", kept)] == [0o640, 0o640]


def test_a_year_that_is_a_link_out_of_the_ente_is_refused(root: Path, bring: Import, tmp_path: Path) -> None:
    year(root).rename(tmp_path / "altrove")
    year(root).symlink_to(tmp_path / "altrove")
    told = bring("id;unita\nE1;B\n", "--yes")
    assert (told.exit_code, "il collegamento porta fuori da questa cartella" in told.output) == (1, True)


def test_a_real_table_comes_back_as_it_went(tmp_path: Path) -> None:
    """Every table of the example, as an office would save it from a spreadsheet, changes nothing."""
    root = tmp_path / "spazio"
    shutil.copytree(EXAMPLE, root)
    for path in sorted((root / "enti" / "brescia" / "2021").glob("*.csv")):
        line = ["import", str(root), str(path), "--table", path.stem, "--folder", "year"]
        told = CliRunner().invoke(app, line, catch_exceptions=False)
        assert "tolte 0" in told.output and "aggiunte 0, cambiate 0" in told.output, told.output


def test_a_workbook_to_fill_in_has_the_rows_that_are_there_notes_and_lists(root: Path, tmp_path: Path) -> None:
    write(root / "enti" / "prova" / "anagrafe.csv", "persona;cognome;nome\nE1;Bianchi;Anna\n")
    file = tmp_path / "modello.xlsx"
    line = ["import", str(root), str(file), "--table", "personale"]
    assert CliRunner().invoke(app, [*line, "--model"], catch_exceptions=False).exit_code == 0
    book = load_workbook(file)
    sheet = book["personale"]
    assert [cell.value for cell in sheet[1]][:4] == ["id", "unita", "ruolo", "categoria"]
    assert [str(cell.value) for cell in sheet[3]][:6] == ["E2", "A", "None", "None", "None", "2021-02-01 00:00:00"]
    assert sheet["B1"].comment.text == ("unita: un identificativo che c'è già in: «unita».\nSi può lasciare in bianco.")
    assert (sheet.freeze_panes, sheet.page_setup.paperSize) == ("A2", "9") or sheet.page_setup.paperSize == 9
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["B2"].formula1 == "elenchi!$A$2:$A$3"
    assert [[cell.value for cell in row] for row in book["elenchi"]["A1:B3"]] == [
        ["unita", "unita: che cos'è"],
        ["A", "Area A"],
        ["B", "Area B"],
    ]
    again = CliRunner().invoke(app, line, catch_exceptions=False)
    assert (again.exit_code, "è già così: nulla da scrivere" in again.output) == (0, True), again.output


def test_a_workbook_to_fill_in_replaces_no_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "modello.xlsx").write_bytes(b"mine")
    line = ["import", str(root), str(tmp_path / "modello.xlsx"), "--table", "personale", "--model"]
    told = CliRunner().invoke(app, line, catch_exceptions=False)
    assert (told.exit_code, "c'è già, e non si sovrascrive" in told.output) == (2, True)
    assert (tmp_path / "modello.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize(("example", "ente"), [("brescia", "brescia"), ("comunita-montane", "valfredda")])
def test_every_workbook_to_fill_in_comes_back_as_it_went(tmp_path: Path, example: str, ente: str) -> None:
    root = tmp_path / "spazio"
    shutil.copytree(EXAMPLE.parent / example, root)
    tables = {path.stem for place in ("", "enti/*/", "enti/*/2021/") for path in root.glob(f"{place}*.csv")}
    for number, table in enumerate(sorted(tables - {"schede_restituite"})):
        line = ["import", str(root), str(tmp_path / f"{number}.xlsx"), "--table", table, "--ente", ente]
        place = ["--folder", "year"] if table == "atti" and example == "brescia" else []
        made = CliRunner().invoke(app, [*line, *place, "--model"], catch_exceptions=False)
        assert made.exit_code == 0, made.output
        told = CliRunner().invoke(app, [*line, *place], catch_exceptions=False)
        assert "nulla da scrivere" in told.output, told.output
