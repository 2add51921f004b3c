"""`merito import` of sheets as offices keep them: a title above the headings, totals, whole names, their own words."""

import io
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from merito.cli import app

Rows = Sequence[Sequence[object]]
Import = Callable[..., Result]
PEOPLE = "id;unita;ruolo\nE1;A;dipendente\n"
EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with an ente of two units and a person."""
    root = tmp_path / "spazio"
    year = root / "enti" / "prova" / "2021"
    year.mkdir(parents=True)
    (root / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "it"\n', encoding="utf-8")
    ente = 'id = "prova"\nname = "Prova"\nregulation = "bergamo"\n'
    (root / "enti" / "prova" / "ente.toml").write_text(ente, encoding="utf-8")
    (year / "unita.csv").write_text("id;nome\nA;Area affari generali\nB;Area tecnica\n", encoding="utf-8")
    (year / "personale.csv").write_text(PEOPLE, encoding="utf-8")
    return root


@pytest.fixture
def bring(root: Path, tmp_path: Path) -> Import:
    """Imports these rows, as a workbook or as the text of a CSV."""

    def run(rows: Rows | str, *words: str, table: str = "personale", merged: str = "") -> Result:
        file = tmp_path / ("loro.csv" if isinstance(rows, str) else "loro.xlsx")
        file.write_bytes(rows.encode() if isinstance(rows, str) else workbook(rows, merged))
        line = ["import", str(root), str(file), "--table", table, *words]
        return CliRunner().invoke(app, line, catch_exceptions=False)

    return run


def workbook(rows: Rows, merged: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written(root: Path, name: str = "2021/personale") -> str:
    return (root / "enti" / "prova" / f"{name}.csv").read_text(encoding="utf-8")


TITLED: Rows = [
    ["COMUNE DI PROVA (inventato)", None, None],
    ["Elenco del personale, anno 2021", None, None],
    [],
    ["id", "unita", "ruolo"],
    ["E1", "A", "dipendente"],
    ["E2", "B", "dipendente"],
]


def test_the_headings_are_found_below_a_title_and_the_row_is_told(root: Path, bring: Import) -> None:
    told = bring(TITLED, "--yes", merged="A1:C1")
    assert told.exit_code == 0, told.output
    assert "le intestazioni sono quelle della riga 4" in told.output
    assert "COMUNE DI PROVA (inventato); Elenco del personale, anno 2021" in told.output
    assert "riga aggiunta, 6: E2" in told.output
    assert written(root) == "id;unita;ruolo\nE1;A;dipendente\nE2;B;dipendente\n"


def test_a_title_with_a_comma_in_a_csv_does_not_change_its_separator(root: Path, bring: Import) -> None:
    told = bring("Elenco del personale, anno 2021;;\n;;\nid;unita;ruolo\nE1;A;dipendente\nE2;B;\n", "--yes")
    assert told.exit_code == 0, told.output
    assert written(root) == "id;unita;ruolo\nE1;A;dipendente\nE2;B;\n"


def test_headings_that_nobody_knows_are_still_below_the_title(bring: Import) -> None:
    rows = [
        ["Ufficio personale"],
        ["Numero di badge", "Collocazione", "Mansionario"],
        ["E1", "A", "x"],
        ["E2", "B", "y"],
    ]
    told = bring(rows)
    assert "--map «Collocazione=" in told.output, told.output
    assert "Ufficio personale=" not in told.output


def test_headings_over_two_rows_are_one(root: Path, bring: Import) -> None:
    rows = [["id", "unita", "In servizio", None], [None, None, "dal", "al"], ["E1", "A", "1/2/2021", None]]
    told = bring(rows, "--yes", merged="C1:D1")
    assert told.exit_code == 0, told.output
    assert written(root) == "id;unita;ruolo;dal\nE1;A;;1/2/2021\n"


def test_a_total_at_the_foot_is_told_and_is_nobody(root: Path, bring: Import) -> None:
    told = bring([["id", "unita", "categoria"], ["E1", "A", None], ["Totale", None, 36]], "--yes")
    assert "riga 3, «Totale»: è un totale, non una riga della tabella" in told.output
    assert "Totale" not in written(root)


def test_a_row_that_only_sounds_like_a_total_stays(root: Path, bring: Import) -> None:
    told = bring("id;nome\nA;Totale qualità\nTOT1;Ufficio totali\n", "--yes", table="unita")
    assert told.exit_code == 0, told.output
    assert "è un totale" not in told.output


@pytest.mark.parametrize(
    ("whole", "surname", "name", "title", "sure"),
    [
        ("Rossi Maria", "Rossi", "Maria", "", True),
        ("DE LUCA Anna Maria", "DE LUCA", "Anna Maria", "", True),
        ("De Luca Anna", "De Luca", "Anna", "", True),
        ("dott. Bianchi Ugo", "Bianchi", "Ugo", "dott.", True),
        ("Rag. Verdi, Carla Pia", "Verdi", "Carla Pia", "Rag.", True),
        ("Neri Anna Maria", "Neri", "Anna Maria", "", False),
        ("Viola", "Viola", "", "", False),
    ],
)
def test_a_whole_name_is_divided_once_it_is_said(
    root: Path, bring: Import, whole: str, surname: str, name: str, title: str, sure: bool
) -> None:
    rows = [["persona", "Cognome e nome"], ["E1", whole]]
    asked = bring(rows, table="anagrafe")
    assert "--map «Cognome e nome=cognome+nome»" in asked.output
    told = bring(rows, "--map", "Cognome e nome=cognome+nome", "--yes", table="anagrafe")
    assert told.exit_code == 0, told.output
    assert written(root, "anagrafe") == f"persona;cognome;nome;titolo;nascita\nE1;{surname};{name};{title};\n"
    assert ("nomi divisi a stima" in told.output) is not sure
    again = bring([["persona", "Cognome e nome"], ["E1", whole], ["E2", "Gialli Piero"]], "--yes", table="anagrafe")
    assert again.exit_code == 0, again.output
    assert "E2;Gialli;Piero;;\n" in written(root, "anagrafe")


def test_two_columns_that_are_one_of_ours_are_put_together(root: Path, bring: Import) -> None:
    rows = [
        ["id", "Denominazione", "Sede"],
        ["A", "Area affari generali", "Palazzo vecchio"],
        ["B", "Area tecnica", None],
    ]
    told = bring(rows, "--map", "Denominazione=nome", "--map", "Sede=nome", "--yes", table="unita")
    assert told.exit_code == 0, told.output
    assert written(root, "2021/unita").startswith("id;nome\nA;Area affari generali Palazzo vecchio\nB;Area tecnica\n")


@pytest.mark.parametrize("cells", [["1975", "1980"], ["dott.", "Rag."]])
def test_a_column_of_years_or_titles_is_never_guessed(bring: Import, cells: Sequence[str]) -> None:
    rows = [["persona", "Cognome", "Nomi"], ["E1", "Rossi", cells[0]], ["E2", "Verdi", cells[1]]]
    told = bring(rows, table="anagrafe")
    assert "--map «Nomi=...»" in told.output, told.output
    assert "--map «Nomi=nome»" in bring([rows[0], ["E1", "Rossi", "Maria"]], table="anagrafe").output


def test_a_word_of_the_office_is_said_once_for_all_rows_and_remembered(root: Path, bring: Import) -> None:
    rows = [["id", "unita", "ruolo"], ["E1", "A", "P.O."], ["E2", "A", "P.O."], ["E3", "Area tecnica", "dip."]]
    asked = bring(rows)
    for line in (
        "--word «ruolo:P.O.=posizione_organizzativa»",
        "--word «ruolo:dip.=dipendente»",
        "--word «unita:Area tecnica=B»",
    ):
        assert line in asked.output, asked.output
    said = [
        one
        for word in ("ruolo:P.O.=posizione_organizzativa", "ruolo:dip.=dipendente", "unita:Area tecnica=B")
        for one in ("--word", word)
    ]
    told = bring(rows, *said, "--yes")
    assert "«ruolo»: «P.O.» vale «posizione_organizzativa», in 2 righe" in told.output
    assert told.exit_code == 0, told.output
    assert (
        written(root) == "id;unita;ruolo\nE1;A;posizione_organizzativa\nE2;A;posizione_organizzativa\nE3;B;dipendente\n"
    )
    kept = json.loads((root / "enti" / "prova" / "corrispondenze.json").read_text(encoding="utf-8"))
    assert kept["personale"]["parole"]["ruolo"] == {"P.O.": "posizione_organizzativa", "dip.": "dipendente"}
    assert bring([*rows, ["E4", "A", "p.o."]], "--yes").exit_code == 0
    assert "E4;A;posizione_organizzativa\n" in written(root)


def test_points_above_their_maximum_are_told_before_anything_is_written(root: Path, bring: Import) -> None:
    rows = "persona;fattore;punti;massimo\nE1;collaborazione;880;100\nE1;attenzione;80;100\n"
    told = bring(rows, "--yes", table="valutazioni_fattori")
    assert told.exit_code == 1
    assert (
        "riga 2, colonna «punti»: sono più del massimo della riga, trovato «880», atteso al massimo 100" in told.output
    )
    assert not (root / "enti" / "prova" / "2021" / "valutazioni_fattori.csv").exists()


def test_an_identifier_that_is_near_another_is_not_taken_for_it(root: Path, bring: Import) -> None:
    told = bring("id;unita\nE1;A1\n")
    assert "--word «unita:A1=...»" in told.output, told.output


def test_a_row_that_has_words_of_headings_among_others_is_no_heading(root: Path, bring: Import) -> None:
    told = bring("Codice ufficio;nome;superiore;tipo\nA;servizio;;area\nB;Area tecnica;A;servizio\n", table="unita")
    assert "--map «Codice ufficio=" in told.output, told.output
    assert "le intestazioni sono quelle della riga 2" not in told.output


TWO_HEADS: Rows = [
    ["id", "unita", "ruolo"],
    ["(le colonne di sopra sono quelle dell'anno scorso)", None, None],
    ["Matricola", "Struttura", "Qualifica"],
    ["E1", "A", "dipendente"],
    ["E2", "B", "dipendente"],
]
MAPPED = ("--map", "Matricola=id", "--map", "Struttura=unita", "--map", "Qualifica=ruolo")


def test_the_office_says_in_which_row_the_headings_are(root: Path, bring: Import) -> None:
    alone = bring(TWO_HEADS, *MAPPED, "--yes")
    assert alone.exit_code == 1
    told = bring(TWO_HEADS, *MAPPED, "--heading-row", "3", "--yes")
    assert told.exit_code == 0, told.output
    assert "le intestazioni sono quelle della riga 3" in told.output
    assert written(root) == "id;unita;ruolo\nE1;A;dipendente\nE2;B;dipendente\n"


def test_a_row_that_is_blank_has_no_headings(root: Path, bring: Import) -> None:
    told = bring(TITLED, "--heading-row", "3", "--yes")
    assert told.exit_code == 1
    assert "la riga 3 è in bianco, o non c'è: le intestazioni non possono stare lì" in told.output
    assert written(root) == PEOPLE


def test_what_the_rules_newly_say_of_the_rows_is_told(tmp_path: Path) -> None:
    root = shutil.copytree(EXAMPLE, tmp_path / "spazio", ignore=shutil.ignore_patterns("out", "*.sqlite*"))
    own = root / "enti/camera-di-prova/2021/indicatori.csv"
    theirs = tmp_path / "loro.csv"
    theirs.write_text(own.read_text("utf-8").replace("8;15;;f;Contabilità", "8;19;;f;Contabilità", 1), "utf-8")
    line = ["import", str(root), str(theirs), "--table", "indicatori", "--year", "2021", "--yes"]
    told = CliRunner().invoke(app, line, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    assert "le regole: nota: il risultato atteso 2021 (19) è peggiore dell'ultimo consuntivo (18)" in told.output
    again = CliRunner().invoke(app, line, catch_exceptions=False)
    assert "le regole: " not in again.output, again.output
