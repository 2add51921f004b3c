"""The workbook of results: typed cells, Italian heads, persons in their own file, nothing that a spreadsheet would run."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from merito.outputs.result_cells import PLAIN, Plain
from merito.outputs.result_tables import OutTable
from merito.outputs.workbook import HEADS, SHEETS, workbook

FUNDS = OutTable("funds", ("fund", "item", "amount", "reason"), (("po", "=1+1", Decimal("1234.50"), ""),))
TERMS = OutTable(
    "deadlines", ("what", "due", "state"), (("Piano", date(2021, 1, 31), "met"), ("Relazione", None, "open"))
)


def cells(table: OutTable) -> list[list[object]]:
    book = load_workbook(io.BytesIO(workbook([table])))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_money_is_a_number_and_text_is_never_a_formula() -> None:
    assert cells(FUNDS) == [["fondo", "voce", "stanziato", "motivo"], ["po", "=1+1", 1234.5, None]]
    book = load_workbook(io.BytesIO(workbook([FUNDS])))
    assert [cell.data_type for cell in book["fondi"][2]] == ["s", "s", "n", "n"]


def test_a_day_is_a_date_and_what_is_not_there_is_empty() -> None:
    assert cells(TERMS) == [
        ["che cosa", "termine", "stato"],
        ["Piano", datetime(2021, 1, 31), "rispettato"],
        ["Relazione", None, "aperto"],
    ]


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook([FUNDS, TERMS]) == workbook([FUNDS, TERMS])


def test_every_sheet_is_named_in_italian() -> None:
    book = load_workbook(io.BytesIO(workbook([FUNDS, TERMS, OutTable("tables/premi", ("a",), (("x",),))])))
    assert book.sheetnames == ["fondi", "termini", "premi"]


@pytest.mark.parametrize("table", PLAIN, ids=lambda table: table.name)
def test_every_table_and_column_has_its_italian_word(table: Plain) -> None:
    assert table.name in SHEETS
    assert [head for head in table.heads.split() if head not in HEADS and head not in ("id",)] == []


def test_coded_values_are_in_words() -> None:
    cascade = OutTable("cascade", ("indicator", "kind", "link"), (("I1", "secretary_general", "direct"),))
    found = OutTable("findings", ("severity", "subject"), (("warning", "final"),))
    assert cells(cascade)[1] == ["I1", "segretario_generale", "diretto"]
    assert cells(found)[1] == ["avviso", "final"]
