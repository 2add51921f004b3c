"""A run on a later day gives the same bytes, if no act and no deadline lies between the two days."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito.cli import app

pytestmark = pytest.mark.long

EXAMPLES = Path(__file__).parents[2] / "examples"
TWO_DAYS = (
    ("bergamo", 2020, "2023-03-01", "2023-04-01"),
    ("brescia", 2021, "2023-03-01", "2023-04-01"),
    ("camera-di-prova", 2021, "2023-03-01", "2023-04-01"),
    ("comunita-montane", 2021, "2023-03-01", "2023-04-01"),
    ("comune-di-prova", 2025, "2026-07-15", "2026-07-29"),
)
OF_THE_DAY = {"datapackage.json", "frammento.html"}


def results(example: str, year: int, day: str, out: Path) -> dict[str, bytes]:
    """The CSV files and the folder to publish, by their path, of a run on a day."""
    root = out / "workspace"
    if not root.is_dir():
        shutil.copytree(EXAMPLES / example, root, ignore=shutil.ignore_patterns("out", "registro*"))
    given = ["run", str(root), "--year", str(year), "--as-of", day]
    CliRunner().invoke(app, given, catch_exceptions=False)
    shutil.copytree(root / "out", out / day)
    folders = [path.parent for path in (out / day).rglob("summary.json")]
    every = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    wanted = [path for path in every if path.suffix == ".csv" or "pubblicazione" in path.parts]
    return {path.relative_to(out / day).as_posix(): path.read_bytes() for path in wanted}


@pytest.mark.parametrize(("example", "year", "first", "later"), TWO_DAYS)
def test_a_later_day_alone_changes_no_table(example: str, year: int, first: str, later: str, tmp_path: Path) -> None:
    one, two = (results(example, year, day, tmp_path) for day in (first, later))
    assert any(name.endswith(("rewards.csv", "grades.csv")) for name in one)
    assert set(one) == set(two)
    assert {Path(name).name for name in one if one[name] != two[name]} <= OF_THE_DAY


def test_the_day_is_told_by_the_data_package_and_by_the_page_alone(tmp_path: Path) -> None:
    one, two = (results("comune-di-prova", 2025, day, tmp_path) for day in ("2026-07-15", "2026-07-29"))
    place = "comune-di-prova/2025/pubblicazione/2025"
    assert {name for name in one if one[name] != two[name]} == {f"{place}/{name}" for name in OF_THE_DAY}
    before, after = (json.loads(run[f"{place}/datapackage.json"]) for run in (one, two))
    assert {key for key in before if before[key] != after[key]} == {"description", "created"}
    assert "29/7/2026" in two[f"{place}/frammento.html"].decode()


def test_the_register_says_that_the_figures_are_the_same(tmp_path: Path) -> None:
    for day in ("2026-07-15", "2026-07-29"):
        results("comune-di-prova", 2025, day, tmp_path)
    told = CliRunner().invoke(app, ["diff", "1", "2", "--path", str(tmp_path / "workspace")], catch_exceptions=False)
    assert "nessuna cifra è cambiata" in told.output
    history = CliRunner().invoke(app, ["history", "comune-di-prova", "--path", str(tmp_path / "workspace")]).output
    assert "come la 1" in " ".join(history.split())
