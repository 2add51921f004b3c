"""A window on a copy of the example of a chamber, for the tests of a module."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from open_window import Window, window_on

EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A window whose person is inside."""
    folder = tmp_path_factory.mktemp("ufficio")
    shutil.copytree(EXAMPLE, folder / "spazio", ignore=shutil.ignore_patterns("out", "*.sqlite*"))
    with window_on(folder / "spazio", folder / "home") as window:
        window.enter()
        yield window
