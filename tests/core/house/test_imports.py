"""What a command imports: heavy libraries, and the modules of other commands, wait until they are needed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "examples" / "camera-di-prova"
READERS = {"openpyxl", "python_calamine"}
WRITERS = {"jinja2"}
FOR_MANY = {"multiprocessing", "rich.progress"}
ELSEWHERE = {"polars", "dask", "distributed", "psycopg"}
HEAVY = READERS | WRITERS | FOR_MANY | ELSEWHERE
TOLD = """
import sys
from merito.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
OTHER_COMMANDS = {f"merito.cli.{name}" for name in ("adopt", "catalogue", "check", "diff", "explain", "show", "status")}


@pytest.fixture
def ente(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "camera", ignore=ignored))


def imported(*words: object, register: str = "false") -> set[str]:
    """The modules that are loaded when a command has ended successfully."""
    ran = subprocess.run(
        [sys.executable, "-c", TOLD, *map(str, words)],
        env={**os.environ, "MERITO_REGISTER": register},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stderr.split())


def test_the_help_imports_no_heavy_library_and_no_command() -> None:
    found = imported("--help")
    assert not OTHER_COMMANDS & found  # the catalogue says what they do
    assert not HEAVY & found
    assert not HEAVY & imported("--lang", "en", "--help")


def test_a_run_of_one_ente_imports_what_it_writes_with_alone(ente: Path) -> None:
    found = imported("run", ente, "--as-of", "2022-07-31")
    assert "merito.cli.run" in found
    assert HEAVY & found == WRITERS
    assert not OTHER_COMMANDS & found


def test_a_register_in_a_file_wants_no_library(ente: Path, tmp_path: Path) -> None:
    found = imported("run", ente, "--as-of", "2022-07-31", register=str(tmp_path / "registro.sqlite"))
    assert HEAVY & found == WRITERS
    assert "sqlite3" in found


def test_who_writes_nothing_imports_no_heavy_library(ente: Path) -> None:
    assert not HEAVY & imported("check", ente, "--as-of", "2022-07-31")
    assert not HEAVY & imported("explain", ente, "person:E1", "--as-of", "2022-07-31")
