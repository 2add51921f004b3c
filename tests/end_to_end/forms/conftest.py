"""The example of a chamber, and its results to be printed."""

import shutil
from pathlib import Path

import pytest
from chamber import DATE
from printed import copied, merito


@pytest.fixture
def chamber(tmp_path: Path) -> Path:
    return copied("camera-di-prova", tmp_path)


@pytest.fixture(scope="module")
def ran_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied("camera-di-prova", tmp_path_factory.mktemp("ran"))
    assert merito("run", root, *DATE).exit_code == 0
    return root


@pytest.fixture
def ran(ran_once: Path, chamber: Path) -> Path:
    """The chamber with its results, to be printed and spoilt: a copy of one run."""
    return Path(shutil.copytree(ran_once, chamber, dirs_exist_ok=True))
