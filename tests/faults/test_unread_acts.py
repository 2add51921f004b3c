"""An act with a wrong cell decides nothing: its row is told, and nothing else about it."""

import csv
import shutil
from pathlib import Path

import pytest

from merito import BadDataError
from merito.testing import run_folder

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("column", ["organo", "tipo", "esito", "in_veste_di", "data"])
def test_an_act_with_a_wrong_cell_is_told_by_its_row(tmp_path: Path, column: str) -> None:
    root = tmp_path / "camera-di-prova"
    shutil.copytree(EXAMPLES / "camera-di-prova", root)
    for table in root.rglob("atti.csv"):
        _spoil(table, column)
    with pytest.raises(BadDataError) as error:
        run_folder(root, "camera-di-prova", year=2021)
    assert {one.column for one in error.value.problems} == {column}


def _spoil(table: Path, column: str) -> None:
    with table.open(newline="", encoding="utf-8") as file:
        rows = [row | {column: "x" * 40_000} for row in csv.DictReader(file, delimiter=";")]
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
