"""A plugin of an outsider, written from the documentation of version 0.2 alone: it must run unchanged.

It lists its modules, uses `@hookimpl` beside `@rule`, and names functions after hooks. None of its files is adapted.
"""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MERITO = str(Path(sys.executable).with_name("merito"))
DAY = ("--as-of", "2026-09-15")
METADATA = "Metadata-Version: 2.1\nName: merito-valdarno\nVersion: 1.0\n"
ENTRY_POINTS = "[merito.regulations]\nvaldarno = merito_valdarno.regulation:regulation\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin as pip would leave it, with its tests and its workspace beside it."""
    site = tmp_path_factory.mktemp("site")
    for part in ("merito_valdarno", "tests", "workspace"):
        shutil.copytree(HERE / part, site / part, ignore=shutil.ignore_patterns("__pycache__", "out"))
    info = site / "merito_valdarno-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA)
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    return site


def started(site: Path, *command: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PYTHONPATH": str(site), "MERITO_REGISTER": "false"}
    known.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(command, cwd=site, env=known, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_its_own_tests_pass(installed: Path) -> None:
    told = started(
        installed, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", "tests"
    )
    assert told.returncode == 0, told.stdout[-4000:]
    assert "61 passed" in told.stdout


def test_its_workspace_pays_what_it_paid_before_anything_moved(installed: Path) -> None:
    told = started(installed, MERITO, "run", "workspace", *DAY)
    assert told.returncode == 0, told.stdout + told.stderr
    with (installed / "workspace/out/valdarno/2025/rewards.csv").open(encoding="utf-8") as file:
        rows = [(row["person"], row["tool"], row["subject"], row["band"], row["due"]) for row in csv.DictReader(file)]
    with (HERE / "paid.csv").open(encoding="utf-8") as file:
        kept = [(row["person"], row["tool"], row["subject"], row["band"], row["due"]) for row in csv.DictReader(file)]
    assert sorted(rows) == sorted(kept)
    assert len(kept) > 20


def test_its_figures_are_explained(installed: Path) -> None:
    told = started(installed, MERITO, "explain", "workspace", "person:P04", *DAY)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "VD-" in told.stdout


def test_verify_holds_and_names_the_new_form(installed: Path) -> None:
    told = started(installed, MERITO, "--lang", "en", "verify", "valdarno", "--examples", "1")
    assert told.returncode == 0, told.stdout[-4000:]
    assert "modules= is not needed" in told.stdout
    assert 'in place of @hookimpl write @rule(..., hook="merito_roll_up")' in told.stdout
