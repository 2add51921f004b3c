"""The workbook of results: typed cells, Italian heads, people in their own file, nothing that is executed."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from openpyxl import load_workbook

from merito import Workspace
from merito.outputs.columns import OutCell, OutColumn, ResultTable
from merito.outputs.declared import BY_NAME, TABLES
from merito.outputs.result_tables import OutTable
from merito.outputs.workbook import workbook

EXAMPLES = Path(__file__).parents[3] / "examples"
PHASES = ("a. obiettivi", "b. risorse", "c. monitoraggio", "d. valutazione", "e. premi", "f. rendicontazione")


def out(name: str, heads: str, *rows: tuple[OutCell, ...]) -> OutTable:
    """A table of results with some of its columns."""
    declared = BY_NAME[name]
    columns = tuple(declared.by_head[head] for head in heads.split())
    return OutTable(evolve(declared, columns=columns), rows)


FUNDS = out("funds", "fund item amount reason", ("po", "=1+1", Decimal("1234.50"), ""))
TERMS = out("deadlines", "what due state", ("Piano", date(2021, 1, 31), "met"), ("Relazione", None, "open"))
OF_REGULATION = ResultTable(name="tables/premi", label="premi", columns=(OutColumn(head="a", label="a"),))


def cells(table: OutTable) -> list[list[object]]:
    book = load_workbook(io.BytesIO(workbook([table])))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_money_is_a_number_and_text_is_never_a_formula() -> None:
    assert cells(FUNDS) == [["fondo", "voce", "stanziato", "motivo"], ["po", "=1+1", 1234.5, None]]
    book = load_workbook(io.BytesIO(workbook([FUNDS])))
    assert [cell.data_type for cell in book["fondi"][2]] == ["s", "s", "n", "n"]


def test_a_score_is_a_number_and_an_exact_figure_beside_a_rounded_one_is_text() -> None:
    placed = out("placements", "person score place", ("E1", "181/2", 1), ("E2", "250/3", 2), ("E3", "", None))
    rated = out("people", "score exact maximum", (Decimal("83.33"), "250/3", "100"))
    assert cells(placed)[1:] == [["E1", 90.5, 1], ["E2", 83.333333, 2], ["E3", None, None]]
    assert cells(rated)[1:] == [[83.33, "250/3", 100]]


def test_a_day_is_a_date_and_what_is_not_there_is_empty() -> None:
    assert cells(TERMS) == [
        ["che cosa", "termine", "stato"],
        ["Piano", datetime(2021, 1, 31), "rispettato"],
        ["Relazione", None, "aperto"],
    ]


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook([FUNDS, TERMS]) == workbook([FUNDS, TERMS])


def test_every_sheet_is_named_in_italian() -> None:
    book = load_workbook(io.BytesIO(workbook([FUNDS, TERMS, OutTable(OF_REGULATION, (("x",),))])))
    assert book.sheetnames == ["fondi", "termini", "premi"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_says_what_it_holds_and_no_two_have_the_same_word(table: ResultTable) -> None:
    assert [one.head for one in table.columns if not one.means] == []
    assert len({one.label for one in table.columns}) == len(table.columns)
    assert set(table.key) <= set(table.heads)


def test_coded_values_are_in_words() -> None:
    cascade = out("cascade", "indicator kind link", ("I1", "secretary_general", "direct"))
    found = out("findings", "severity subject", ("warning", "final"))
    assert cells(cascade)[1] == ["I1", "segretario_generale", "diretto"]
    assert cells(found)[1] == ["avviso", "final"]


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


def test_two_sheets_of_one_title_are_told_apart() -> None:
    twins = [evolve(OF_REGULATION, name=f"{folder}/premi") for folder in ("tables", "documents")]
    book = load_workbook(io.BytesIO(workbook([OutTable(one, (("x",),)) for one in twins])))
    assert book.sheetnames == ["premi", "premi (2)"]
