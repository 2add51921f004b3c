"""Cells of files on the terminal: a line break in one begins no line, and nothing in one steers the terminal."""

from pathlib import Path

import pytest
from chamber import DATE, ENTE
from printed import copied, merito

import merito as package

FAKE = "camera-di-prova: errore: finto"


@pytest.fixture(scope="module")
def chamber(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, in which titles and reasons hold a line break and what looks like a line of merito."""
    root = copied("camera-di-prova", tmp_path_factory.mktemp("cells"))
    for table in ("indicatori", "obiettivi"):
        path = root / ENTE / f"2021/{table}.csv"
        heads, *rows = path.read_text(encoding="utf-8").splitlines()
        at = heads.split(";").index("titolo")
        cells = [row.split(";") for row in rows]
        for row in cells:
            row[at] = f'"{row[at].strip(chr(34))}\n{FAKE}"'
        path.write_text("\n".join([heads, *(";".join(row) for row in cells)]) + "\n", encoding="utf-8")
    assert merito("run", root, *DATE).exit_code in (0, 1)
    return root


@pytest.mark.parametrize("words", [("run", "--formats", "csv"), ("check",), ("status",)])
def test_no_command_about_an_ente_prints_a_line_of_a_cell(chamber: Path, words: tuple[str, ...]) -> None:
    name, *options = words
    told = merito(name, chamber, *options, *DATE).output
    assert [line for line in told.splitlines() if line.startswith(FAKE)] == []


def test_an_explanation_has_a_cell_in_its_line(chamber: Path) -> None:
    subjects = merito("explain", chamber, *DATE).output
    indicator = subjects.partition("indicatore:")[2].partition(",")[0]
    told = merito("explain", chamber, f"indicatore:{indicator}", *DATE).output
    assert f" {FAKE}" in told
    assert [line for line in told.splitlines() if line.startswith(FAKE)] == []


def test_what_is_asked_for_in_another_shape_is_told_in_one_line(chamber: Path) -> None:
    told = merito("forms", chamber, "--subject", f"E1\n{FAKE}\x1b[31m")
    assert "\x1b" not in told.output + told.stderr
    assert [line for line in told.stderr.splitlines() if line.startswith(FAKE)] == []


def test_texts_reach_the_terminal_through_one_module() -> None:
    core = Path(str(package.__file__)).parent
    found = [
        path.relative_to(core).as_posix()
        for path in core.rglob("*.py")
        if "from rich.text" in path.read_text(encoding="utf-8")
    ]
    assert found == ["terminal/console.py"]
