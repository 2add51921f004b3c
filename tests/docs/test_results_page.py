"""Every table of results and every column of it is documented, in its order: the examples are run and their heads read."""

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from merito.cli import app
from merito.outputs.comparison_files import comparison_heads

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
TOLD = {
    section.partition("\n")[0]: re.findall(r"^\| `(\w+)` \|", section, re.M)
    for section in re.split(r"^## ", PAGE, flags=re.M)[1:]
}
OF_A_REGULATION = {"tables", "documents"}


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The heads of every table of results that the examples give, by file."""
    out = tmp_path_factory.mktemp("out")
    words = ["run", str(ROOT / "examples"), "--as-of", "2022-07-31", "--out", str(out)]
    ran = CliRunner().invoke(app, words, env={"MERITO_REGISTER": "false"})
    assert ran.exit_code in (0, 1), ran.output
    found = {}
    for path in out.rglob("*.csv"):
        if path.parent.name not in OF_A_REGULATION and path.parent != out:
            with path.open(encoding="utf-8", newline="") as file:
                found[path.name] = next(csv.reader(file))
    return found


def test_every_table_and_column_of_the_results_is_documented(heads: dict[str, list[str]]) -> None:
    assert heads == TOLD


def test_every_column_of_the_comparison_is_documented() -> None:
    text = (ROOT / "docs" / "workspace.md").read_text(encoding="utf-8")
    columns = {column for column in comparison_heads() if not column.endswith("_exact")}
    phases = {f"phase_{letter}" for letter in "bcde"}  # told as phase_a ... phase_f
    assert sorted(column for column in columns - phases if f"`{column}`" not in text) == []
