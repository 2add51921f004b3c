"""The rows available to a form: all for a reserved one, only those about nobody for any other."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from merito.cycle import run
from merito.forms.rows import Sources
from merito.testing import Regulations
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

FILES = {
    "2021/people.csv": "id\nP1\nP2\n",
    "2021/objectives.csv": "id,title,responsible\nO1,Primo,P1\nO2,Secondo,\n",
    "2021/weights.csv": "node,child,weight\nperson:P1,objective:O1,10\nobjective:O2,objective:O1,20\n",
    "2021/indicators.csv": "id,title,objective\nI1,Suo,O1\nI2,Di tutti,O2\n",
    "2021/dashboards.csv": "id,kind,holder\nB1,individual,P1\nB2,service,\n",
    "2021/dashboard_rows.csv": "dashboard,indicator\nB1,I1\nB2,I2\n",
}


@pytest.fixture
def sources(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Sources:
    regulations = install("prova")
    root = write_ente("prova", FILES)
    opened = open_ente(root.resolve() / "enti/prova", open_workspace(root), regulations, 2021, date(2021, 12, 31))
    record = run(opened.course)
    return Sources(record, opened.course.stack)


def cells(sources: Sources, table: str, column: str, *, reserved: bool) -> list[str]:
    return [row.text(column) for row in sources.rows(f"inputs.{table}", reserved)]


def test_a_reserved_form_sees_every_row(sources: Sources) -> None:
    assert cells(sources, "indicators", "title", reserved=True) == ["Suo", "Di tutti"]
    assert cells(sources, "weights", "node", reserved=True) == ["person:P1", "objective:O2"]
    assert cells(sources, "objectives", "responsible", reserved=True) == ["person:P1", ""]


def test_another_sees_nothing_of_a_person(sources: Sources) -> None:
    assert cells(sources, "indicators", "title", reserved=False) == ["Di tutti"]
    assert cells(sources, "dashboards", "id", reserved=False) == ["B2"]
    assert cells(sources, "dashboard_rows", "indicator", reserved=False) == ["I2"]
    assert cells(sources, "weights", "node", reserved=False) == ["objective:O2"]
    assert cells(sources, "objectives", "responsible", reserved=False) == ["", ""]


def test_rows_are_found_as_a_reader_of_names_would(sources: Sources) -> None:
    found = sources.where("inputs.objectives", True, {"title": ("primo", "SECONDO")})
    assert [row.text("id") for row in found] == ["O1", "O2"]
    assert sources.where("inputs.objectives", True, {"title": ("primo",), "id": ("O2",)}) == []
