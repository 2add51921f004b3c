"""Compiled templates are cached with Python's compiled modules; missing, damaged or foreign ones are made again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from printed import copied

RUN = "from merito.__main__ import main; main()"
WORDS = ("--year", "2020", "--as-of", "2021-07-05", "--formats", "csv,html")
pytestmark = pytest.mark.long


def page(prefix: Path, place: Path) -> str:
    """The page that a process writes which keeps what it compiles below a folder."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(prefix), "PYTHONDONTWRITEBYTECODE": ""}
    environment.pop("MERITO_REGISTER", None)
    root = copied("bergamo", place)
    subprocess.run(
        [sys.executable, "-c", RUN, "run", str(root), *WORDS], env=environment, check=True, capture_output=True
    )
    return (root / "out" / "bergamo" / "2020" / "index.html").read_text(encoding="utf-8")


def kept(prefix: Path) -> dict[Path, tuple[bytes, int]]:
    """The compiled templates, each with the time when it was written."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in prefix.rglob("templates/*.pyc")}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder of compiled files, and the page of the run that made them."""
    place = tmp_path_factory.mktemp("compiled")
    return place / "kept", page(place / "kept", place / "out")


def test_a_template_is_compiled_once(first: tuple[Path, str], tmp_path: Path) -> None:
    prefix, text = first
    before = kept(prefix)
    assert len(before) > 10
    assert page(prefix, tmp_path) == text
    assert kept(prefix) == before


def test_cut_files_are_made_again(first: tuple[Path, str], tmp_path: Path) -> None:
    prefix, text = first
    before = kept(prefix)
    for at, (path, (whole, _)) in enumerate(before.items()):
        path.write_bytes(whole[: (0, 3, len(whole) // 100, len(whole) // 2, len(whole) - 1)[at % 5]])
    assert page(prefix, tmp_path) == text
    assert {path: whole for path, (whole, _) in kept(prefix).items()} == {
        path: one for path, (one, _) in before.items()
    }


def test_what_another_text_was_compiled_to_is_not_used(first: tuple[Path, str], tmp_path: Path) -> None:
    prefix, text = first
    one, *others = kept(prefix)
    for path in others:
        path.write_bytes(one.read_bytes())
    assert page(prefix, tmp_path) == text


def test_where_nothing_can_be_kept_the_page_is_made_all_the_same(first: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where a folder should be")
    assert page(tmp_path / "kept", tmp_path / "out") == first[1]
