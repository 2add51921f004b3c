"""A table that a regulation adds is declared once: its input file, CSV, workbook, page, explanation and docs."""

from datetime import date

from core.house.test_docs import made_by
from small_plugins import Install, WriteEnte
from written import made

from merito import Workspace
from merito.testing import installed_regulations

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


def test_a_column_of_a_table_of_a_regulation_is_everywhere(install: Install, write_ente: WriteEnte) -> None:
    install("prova", TELLS, files={"inputs.toml": TOY})
    root = write_ente("prova", {"2021/toy.csv": "id,colour\nG1,rosso\n"})
    year = made(root, formats=["xlsx", "html"])
    assert year.tables["tables/giochi"] == [{"gioco": "G1", "colore": "rosso"}]
    sheet = year.sheets["giochi"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["gioco", "colore"], ["G1", "rosso"]]
    assert "Colore" in year.page
    assert "rosso" in year.page
    told = Workspace(root).run(as_of=date(2022, 6, 1)).explain("table:giochi")
    assert "colore «rosso»" in told.text
    stack = installed_regulations().stack("prova")
    reference = made_by("make_reference").added("prova", stack, installed_regulations().stack("national").inputs)
    assert "| colour | colore | text |" in reference
