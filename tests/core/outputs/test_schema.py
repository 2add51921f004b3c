"""The JSON Schema of the result tables is what runs write, column by column."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from merito import Workspace

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8"))


def checked(name: str, rows: list[dict[str, str]]) -> None:
    jsonschema.validate(rows, {**SCHEMA, "$ref": f"#/$defs/{name}"})


def written(tmp_path: Path, example: str, ente: str, as_of: date) -> dict[str, list[dict[str, str]]]:
    folder = Workspace(ROOT / "examples" / example).run(ente, as_of=as_of).write(tmp_path / "out", formats=["csv"])
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


@pytest.mark.parametrize(
    ("example", "ente", "as_of"),
    [
        ("camera-di-prova", "camera-di-prova", date(2022, 10, 31)),
        ("comunita-montane", "borgo-lungo", date(2022, 6, 1)),
        ("brescia", "brescia", date(2022, 4, 30)),
    ],
)
def test_every_table_that_is_written_holds_to_its_schema(tmp_path: Path, example: str, ente: str, as_of: date) -> None:
    tables = written(tmp_path, example, ente, as_of)
    assert {"rewards", "funds", "findings"} <= set(tables)
    for name, rows in tables.items():
        checked(name, rows)


@pytest.mark.parametrize(
    ("column", "wrong"), [("payable", "1.234,50"), ("payable", "12"), ("state", "definitivo"), ("extra", "1")]
)
def test_a_row_of_another_shape_does_not_hold(tmp_path: Path, column: str, wrong: str) -> None:
    rows: list[dict[str, Any]] = written(tmp_path, "comunita-montane", "valfredda", date(2022, 6, 1))["rewards"]
    checked("rewards", rows)
    with pytest.raises(jsonschema.ValidationError):
        checked("rewards", [{**rows[0], column: wrong}])
