"""A column is declared once: input files, CSV, workbook, page, explanation and docs all use that declaration."""

import io
import sys
from decimal import Decimal
from typing import Annotated

import pytest
from attrs import evolve, frozen
from core.conftest import page_of
from core.explanation.test_explained_posts import POSTS, VALUES
from core.house.test_docs import made_by
from openpyxl import load_workbook
from small_plugins import Install, RunIn, WriteEnte

from merito import Person
from merito.explanation import Explainer
from merito.explanation.text import as_text
from merito.model import columns
from merito.outputs import declared
from merito.outputs.columns import MONEY, ResultTable, column
from merito.outputs.declared import column_of
from merito.outputs.result_tables import OutTable, result_tables
from merito.outputs.workbook import workbook
from merito.outputs.writer import csv_of
from merito.regulations import Stack
from merito.testing import Record, Regulations
from merito.workspace.columns import read_rows
from merito.workspace.common import common_inputs
from merito.workspace.model_rows import to_models
from merito.workspace.problems import Problems
from merito.workspace.raw import read_csv

HALF = column(
    "half",
    "a semestre",
    "euro of each half-year",
    MONEY,
    lambda row, _: row.amount / 2,
    page="Il semestre",
    told="al semestre",
)
TOY = """
[tables.toy]
label = "giochi"
key = ["id"]
scope = "year"
cites = "art. 1"
[tables.toy.columns]
id = { label = "id", kind = "id", required = true }
colour = { label = "colore", kind = "text" }
"""
TELLS = """
@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    rows = tuple(
        TableRow(table="giochi", columns=(("gioco", row["id"]), ("colore", row["colour"])), rules=("X-1",))
        for row in step.dossier.table("toy")
    )
    return Results(tables=rows)
"""


def put(monkeypatch: pytest.MonkeyPatch, table: ResultTable) -> None:
    """Replaces a declaration by name with a copy, wherever it is known."""
    old, every = declared.BY_NAME[table.name], declared.TABLES
    monkeypatch.setitem(declared.BY_NAME, table.name, table)  # type: ignore[arg-type]  # a dict, told as a mapping
    monkeypatch.setitem(declared.BY_ROW, table.row, table)  # type: ignore[arg-type]  # as above
    tables = tuple(table if one is old else one for one in every)
    for name, module in list(sys.modules.items()):
        if name.startswith("merito."):
            for known, value in list(vars(module).items()):
                if value is old or value is every:
                    monkeypatch.setattr(module, known, table if value is old else tables)


def found(record: Record, stack: Stack, name: str) -> tuple[OutTable, list[list[object]]]:
    """A table of results, and its sheet in the workbook."""
    written = next(one for one in result_tables(record, stack) if one.name == name)
    book = load_workbook(io.BytesIO(workbook([written])))
    return written, [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_a_column_added_to_a_declaration_is_everywhere(
    monkeypatch: pytest.MonkeyPatch, install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    known = declared.BY_NAME["positions"]
    put(monkeypatch, evolve(known, columns=(*known.columns, HALF)))
    regulations = install("prova", VALUES)
    record, stack = run_in(write_ente("prova", POSTS), regulations), regulations.stack("prova")
    written, sheet = found(record, stack, "positions")
    heads, first, *_ = csv_of(written).splitlines()
    assert (heads.rpartition(",")[2], first.rpartition(",")[2]) == ("half", "8000.00")
    assert [row[-1] for row in sheet] == ["a semestre", 8000, 4500]
    page = page_of(record, stack)
    assert "Il semestre" in page
    assert "8.000,00 €" in page
    assert "al semestre 8.000,00 €" in as_text(Explainer(record, stack).explain("position:PO1")[0])
    assert column_of("positions", "half").label == "a semestre"
    assert "| `half` | a semestre | euro of each half-year |" in made_by("make_reference").results(
        declared.BY_NAME.values()
    )


def test_a_column_of_a_table_of_a_regulation_is_everywhere(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations: Regulations = install("prova", TELLS, files={"inputs.toml": TOY})
    record = run_in(write_ente("prova", {"2021/toy.csv": "id,colour\nG1,rosso\n"}), regulations)
    stack = regulations.stack("prova")
    written, sheet = found(record, stack, "tables/giochi")
    assert csv_of(written).splitlines() == ["gioco,colore", "G1,rosso"]
    assert sheet == [["gioco", "colore"], ["G1", "rosso"]]
    page = page_of(record, stack)
    assert "Colore" in page
    assert "rosso" in page
    assert "colore «rosso»" in as_text(Explainer(record, stack).explain("table:giochi")[0])
    reference = made_by("make_reference").added("prova", stack, common_inputs())
    assert "| colour | colore | text |" in reference


def test_a_column_of_a_common_table_is_an_attribute_of_its_class() -> None:
    @frozen(eq=False, kw_only=True)
    class Taller(Person):
        height: Annotated[Decimal | None, columns.column("number", "altezza")] = None

    table = columns.declared("people", Taller)
    assert table.columns["height"].label == "altezza"
    problems = Problems()
    raw = read_csv("personale", "personale.csv", b"id;altezza\nP1;1,80\n", "utf-8", problems)
    assert raw is not None
    rows = read_rows(raw, table, "it", problems)
    assert [row.height for row in to_models(rows or (), table) if isinstance(row, Taller)] == [Decimal("1.80")]
    assert "| height | altezza | number |" in made_by("make_reference").described(table)
