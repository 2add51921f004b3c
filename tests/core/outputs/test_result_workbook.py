"""The workbook of results: typed cells, Italian heads, people in their own file, nothing that is executed."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from small_plugins import ONE_TOOL, PREMI_1000, Install, WriteEnte
from written import EXAMPLES, example, made

from merito import Workspace

PHASES = ("a. obiettivi", "b. risorse", "c. monitoraggio", "d. valutazione", "e. premi", "f. rendicontazione")

FOR_PROGRAMS = "values"


ROWS = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    return Results(fund_lines=(
        FundLine(fund="premi", item="=1+1", amount=Decimal("1000.00"), rules=("X-1",)),
    ))

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    return Results(scores=(
        PersonScore(person="P1", score=Fraction(250, 3), maximum=100, rules=("X-1",)),
    ))

@hookimpl
@rule("X-1")
def merito_placements(step: Step) -> Results | None:
    return Results(placements=(
        Placement(ranking="r", person="P1", score=Fraction(181, 2), place=1, rules=("X-1",)),
        Placement(ranking="r", person="P2", score=Fraction(250, 3), place=2, rules=("X-1",)),
        Placement(ranking="r", person="P3", rules=("X-1",)),
    ))

@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    return Results(tables=(
        TableRow(table="premi", columns=(("a", "x"),)),
    ))

@hookimpl
@rule("X-1")
def merito_documents(step: Step) -> Results | None:
    return Results(documents=(
        TableRow(table="premi", columns=(("a", "y"),)),
    ))

@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> Results | None:
    return Results(deadlines=(
        Deadline(
            phase=Phase.EVALUATION, what="Prima", due=date(2021, 1, 31), met_by="report_validation", rules=("X-1",),
        ),
        Deadline(phase=Phase.EVALUATION, what="Seconda", due=None, met_by="report_validation", rules=("X-1",)),
    ))

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    return Results(findings=(
        Finding(severity="warning", phase=Phase.OBJECTIVES, rule="X-1", subject="ente", message="non va"),
    ))
"""
CODE = "from datetime import date\nfrom fractions import Fraction\n" + ROWS


@pytest.fixture
def book(install: Install, write_ente: WriteEnte) -> Workbook:
    """The workbook of an ente with a few rows of every kind."""
    install("prova", CODE, files={"inputs.toml": ONE_TOOL})
    files = PREMI_1000 | {"2021/people.csv": "id\nP1\nP2\nP3\n"}
    return made(write_ente("prova", files), formats=["xlsx"]).sheets


def cells(book: Workbook, sheet: str, *heads: str) -> list[list[object]]:
    """The columns with these heads of a sheet, row by row."""
    first, *rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
    return [[row[first.index(head)] for head in heads] for row in rows]


def test_money_is_a_number_and_text_is_never_a_formula(book: Workbook) -> None:
    assert cells(book, "fondi", "voce", "stanziato")[0] == ["=1+1", 1000]
    assert [cell.data_type for cell in book["fondi"][2]][1:3] == ["s", "n"]


def test_a_score_is_a_number_and_an_exact_figure_beside_a_rounded_one_is_text(book: Workbook) -> None:
    assert cells(book, "collocazioni", "persona", "punteggio", "posto") == [
        ["P1", 90.5, 1],
        ["P2", 83.333333, 2],
        ["P3", None, None],
    ]
    assert cells(book, "persone", "punteggio", "esatto", "massimo") == [[83.33, "250/3", 100]]


def test_a_day_is_a_date_and_what_is_not_there_is_empty(book: Workbook) -> None:
    told = {row[0]: row[1:] for row in cells(book, "termini", "che cosa", "termine", "stato")}
    assert told["Prima"] == [datetime(2021, 1, 31), "in ritardo"]
    assert told["Seconda"] == [None, "rispettato"]


def test_codes_are_in_words(book: Workbook) -> None:
    assert ["avviso", "ente", "non va"] in cells(book, "rilievi", "gravità", "oggetto", "messaggio")


def test_two_sheets_of_one_title_are_told_apart(book: Workbook) -> None:
    assert [cells(book, name, "a") for name in ("premi", "premi (2)")] == [[["x"]], [["y"]]]


def test_the_same_year_gives_the_same_bytes() -> None:
    one, two = (made(EXAMPLES / "camera-di-prova", "camera-di-prova", formats=["xlsx"]).workbook for _ in range(2))
    assert one == two


def test_every_table_is_a_sheet_with_a_column_of_its_own_word_for_each_of_its_columns() -> None:
    year = example("brescia", "brescia", formats=("xlsx",))
    tables = [rows for name, rows in year.tables.items() if not name.startswith("pubblicazione/")]
    shapes = Counter((len(set(rows[0]) - {FOR_PROGRAMS}), len(rows)) for rows in tables)
    found = Counter((sheet.max_column, sheet.max_row - 1) for sheet in year.sheets.worksheets)
    assert found == shapes
    for sheet in year.sheets.worksheets:
        heads = [cell.value for cell in sheet[1]]
        assert len(set(heads)) == len(heads)


def test_an_office_reads_names_and_titles_in_place_of_ids_and_codes(tmp_path: Path) -> None:
    """The example of Brescia gives names to its people, and titles to tools, funds and posts."""
    folder = tmp_path / "out"
    Workspace(EXAMPLES / "brescia").run("brescia", as_of=date(2022, 6, 1)).write(folder, formats=["csv", "xlsx"])
    book = load_workbook(folder / "brescia" / "2021" / "results.xlsx")
    prizes = [cell.value for cell in book["premi"][2]]
    assert prizes[:4] == [
        "Titolare 1 (P01)",
        "Retribuzione di posizione",
        "Risorse per la retribuzione di posizione e di risultato delle posizioni organizzative",
        "posizione PO Affari generali e Relazioni esterne (PO01)",
    ]
    assert [cell.value for cell in book["variazioni"][2]][2:5] == ["indicatori", "I2.1.1-1", "atteso"]
    assert {row[0].value for row in book["condizioni"].iter_rows(min_row=2)} <= set(PHASES)
    assert [cell.value for cell in book["Ammontare complessivo dei premi"][1]][3] == "Distribuito (liquidabile)"
    assert not [name for name in book.sheetnames if "_" in name]


def test_what_another_choice_would_give_is_told_as_on_the_page() -> None:
    year = example("comunita-montane", "valfredda", formats=("xlsx",))
    told = {cell.value for sheet in ("fondi", "premi") for cell in _column(year.sheets[sheet], "con altra scelta")}
    choice = "Le quote si dividono tra le sole fasce in cui c'è qualcuno, nella stessa proporzione tra loro."
    assert f"1.440,00 € (I-BL-04: {choice})" in told
    assert not [text for text in told if text and "occupied_bands" in str(text)]


def test_acts_that_are_missing_and_steps_of_proceedings_are_told_by_title() -> None:
    towns = example("comunita-montane", "valfredda", as_of=date(2022, 1, 31), formats=("xlsx",)).sheets
    missing = {cell.value for cell in _column(towns["condizioni"], "atto che manca")} - {None}
    assert "Validazione della Relazione sulla performance e dei risparmi che documenta" in missing
    assert not [text for text in missing if "_" in str(text)]
    chamber = example("camera-di-prova", "camera-di-prova", as_of=date(2022, 10, 31), formats=("xlsx",)).sheets
    steps = [
        (one.value, other.value)
        for one, other in zip(
            *(_column(chamber["procedimenti"], head) for head in ("procedimento", "passo")), strict=True
        )
    ]
    assert ("Revoca di un incarico dirigenziale", "Richiesta di parere al Comitato dei Garanti") in steps


def _column(sheet: Worksheet, head: str) -> list[Cell]:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(head)] for row in sheet.iter_rows(min_row=2)]
