"""A chamber, and the workbooks handed out to its evaluators."""

import shutil
from pathlib import Path

import pytest
from evaluators_sheets import without_ratings
from printed import copied
from printed import merito as run_merito

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    return Path(shutil.copytree(EXAMPLES / "camera-di-prova", tmp_path / "camera", ignore=ignored))


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied("camera-di-prova", tmp_path_factory.mktemp("handed-out"))
    given = run_merito("collect", root)
    assert given.exit_code == 0, given.output
    return root


@pytest.fixture
def sheets(handed_out: Path, place: Path) -> Path:
    """The workbooks of the evaluators, to be filled in and spoilt: a copy of what was handed out once."""
    shutil.copytree(handed_out, place, dirs_exist_ok=True)
    return place / "schede/camera-di-prova/2021"


@pytest.fixture
def unrated(sheets: Path, place: Path) -> Path:
    """The workbooks of the evaluators, handed out; the office has written no rating itself."""
    without_ratings(place)
    return sheets
