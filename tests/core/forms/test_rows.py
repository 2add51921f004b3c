"""The rows that a form prints: all for a reserved one, only those about nobody for any other."""

from pathlib import Path

import pytest
from printed import lines, merito
from small_plugins import Install, WriteEnte

FILES = {
    "2021/people.csv": "id\nP1\nP2\n",
    "2021/objectives.csv": "id,title,responsible\nO1,Primo,P1\nO2,Secondo,\n",
    "2021/weights.csv": "node,child,weight\nperson:P1,objective:O1,10\nobjective:O2,objective:O1,20\n",
    "2021/indicators.csv": "id,title,objective\nI1,Suo,O1\nI2,Di tutti,O2\n",
    "2021/dashboards.csv": "id,kind,holder\nB1,individual,P1\nB2,service,\n",
    "2021/dashboard_rows.csv": "dashboard,indicator\nB1,I1\nB2,I2\n",
}
FORM = """
[forms.{name}]
title = "Modulo"
cites = "art. 1"
per = "ente"
reserved = {reserved}
"""
PART = '[forms.{name}.parts.{rows}]\nshape = "table"\nrows = "inputs.{rows}"\ncolumns = [{columns}]\n{more}'
COLUMNS = {
    "indicators": ("title",),
    "weights": ("node", "weight"),
    "objectives": ("id", "title"),
    "dashboards": ("id",),
    "dashboard_rows": ("indicator",),
}


def form(name: str, reserved: bool, columns: dict[str, tuple[str, ...]], **more: str) -> str:
    told = FORM.format(name=name, reserved=str(reserved).lower())
    for rows, heads in columns.items():
        written = ", ".join(f'"{head} = {rows}.{head}"' for head in heads)
        told += PART.format(name=name, rows=rows, columns=written, more=more.get(rows, ""))
    return told


@pytest.fixture
def printed(install: Install, write_ente: WriteEnte) -> dict[str, list[str]]:
    """The rows of tables on each form."""
    forms = form("dell_ufficio", True, COLUMNS | {"objectives": ("id", "title", "responsible")})
    forms += form("senza_persone", False, COLUMNS)
    forms += form("secondo", False, {"objectives": ("id",)}, objectives='where = { title = "SECONDO" }\n')
    forms += form("nessuno", False, {"objectives": ("id",)}, objectives='where = { title = "primo", id = "O2" }\n')
    install("prova", files={"forms.toml": forms})
    root = write_ente("prova", FILES)
    assert merito("run", root, "--as-of", "2021-12-31", "--formats", "csv").exit_code == 0
    ended = merito("forms", root)
    assert ended.exit_code == 0, ended.output
    return {path.parent.name: lines(path) for path in Path(root / "out").rglob("*.docx")}


def test_a_reserved_form_has_every_row(printed: dict[str, list[str]]) -> None:
    told = printed["dell_ufficio"]
    for row in ("Suo", "Di tutti", "O1 | Primo | person:P1", "O2 | Secondo | ", "B1", "B2", "I1", "I2"):
        assert row in told
    assert [line.rpartition(" | ")[2] for line in told if line.endswith(("| 10", "| 20"))] == ["10", "20"]


def test_another_has_nothing_of_a_person(printed: dict[str, list[str]]) -> None:
    told = printed["senza_persone"]
    for row in ("Di tutti", "O1 | Primo", "O2 | Secondo", "B2", "I2"):
        assert row in told
    assert {"Suo", "B1", "I1"} & set(told) == set()
    assert [line.rpartition(" | ")[2] for line in told if line.endswith(("| 10", "| 20"))] == ["20"]
    assert not any("P1" in line for line in told)


def test_rows_are_found_as_a_reader_of_names_would(printed: dict[str, list[str]]) -> None:
    assert [line for line in printed["secondo"] if line in ("O1", "O2")] == ["O2"]
    assert [line for line in printed.get("nessuno", []) if line in ("O1", "O2")] == []
