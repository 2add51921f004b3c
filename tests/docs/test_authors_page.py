"""The page for authors lists what the kit really has: rows of cases, keys of cases, checks of the suite."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli
from attrs import evolve

import merito.testing
from merito.testing import CaseError, cases_in, read_cases
from merito.testing.conformance import CHECKS, shown

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
ROWS = {
    name: re.sub(r"\(.*?\)", "", cells).split(";")[0].split(",")
    for names, cells in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$", PAGE.partition("## The suite")[0], re.M)
    for name in re.findall(r"`(\w+)`", names)
}
PYTHON = re.compile(r"^\*\*`[\w./-]+\.py`\*\*\n\n```python\n(.*?)^```$", re.M | re.S)
OF_ANY_LENGTH = {"alternatives", "line_alternatives", "tables", "documents"}


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every kind of row that a case may expect, as the refusal of another tells them."""
    file = tmp_path_factory.mktemp("kinds") / "uno.toml"
    file.write_text('regulation = "bergamo"\n[[case]]\ntitle = "Uno"\nrules = []\nexpect.nessuna = [[]]\n', "utf-8")
    with pytest.raises(CaseError, match="non ci sono queste righe; ci sono ") as told:
        read_cases(file)
    return set(str(told.value).partition("; ci sono ")[2].split(", "))


def test_every_kind_of_row_that_a_case_may_expect_is_listed(kinds: set[str]) -> None:
    assert len(kinds) > 20
    assert sorted(kinds - set(ROWS)) == []


def test_every_key_of_a_case_is_listed() -> None:
    files = {path: tomli.loads(path.read_text(encoding="utf-8")) for path in ROOT.glob("tests/*/cases/*.toml")}
    keys = {key for path, file in files.items() for case in file["case"] for key in case}
    assert len(keys) > 10
    short = {key for path in files for key in keys if (path.parent / "shorthand.py").is_file() and _is_short(path, key)}
    assert [key for key in sorted(keys - short) if f"`{key}`" not in PAGE] == []


def _is_short(path: Path, key: str) -> bool:
    """Whether a regulation's own notation reads it."""
    return f'"{key}"' in (path.parent / "shorthand.py").read_text(encoding="utf-8")


def test_every_name_of_the_kit_is_told() -> None:
    assert [name for name in merito.testing.__all__ if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("check", list(CHECKS))
def test_a_check_of_the_suite_is_listed_with_what_it_holds(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITO_LANG", "en")
    assert f"| `{check}` | {shown(check)} |" in PAGE


def test_a_row_has_as_many_texts_as_the_page_says(kinds: set[str]) -> None:
    found: dict[str, int] = {}
    for regulation in ("bergamo", "brescia", "comunita_montane"):
        for case in cases_in(ROOT / "tests" / regulation / "cases"):
            found |= {name: len(row) for name, rows in case.expect.items() for row in rows if name in kinds}
            if kinds - OF_ANY_LENGTH <= set(found):
                break
    lengths = {name: len(ROWS[name]) for name in found if name not in OF_ANY_LENGTH}
    assert lengths == {name: length for name, length in found.items() if name not in OF_ANY_LENGTH}
    assert len(lengths) >= 18


def test_a_row_of_a_run_is_of_that_length_too(kinds: set[str]) -> None:
    [case, *_] = cases_in(ROOT / "tests" / "comunita_montane" / "cases")
    record = case.run()

    def problems(name: str, row: list[str]) -> list[object]:
        return [*evolve(case, rules=(), whole=(), expect={name: [row]}).problems(record)]

    there = [name for name in sorted(kinds - OF_ANY_LENGTH) if problems(f"no_{name}", ["*"])]
    assert len(there) >= 8
    assert [name for name in there if problems(name, ["*"] * len(ROWS[name]))] == []


def test_the_cases_that_are_shown_are_cases(tmp_path: Path) -> None:
    blocks = [text for text in re.findall(r"```toml\n(.*?)```", PAGE, re.S) if "[[case]]" in text]
    (tmp_path / "uno.toml").write_text("".join(blocks), encoding="utf-8")
    case, variant = read_cases(tmp_path / "uno.toml")
    assert (case.year, case.rules, case.regulation) == (2026, ("COL-1",), "collina")
    assert (variant.year, variant.tables["people"]) == (2026, "id\nP1\nP2\n")
    assert variant.tables["ratings"] == case.tables["ratings"].lstrip().replace("risultati,100", "risultati,80")


def test_the_code_of_the_pages_holds_to_the_rules_of_the_house(tmp_path: Path) -> None:
    files = [
        (page.stem, text) for page in (ROOT / "docs").glob("*.md") for text in PYTHON.findall(page.read_text("utf-8"))
    ]
    for number, (stem, text) in enumerate(files):
        (tmp_path / f"{stem.replace('-', '_')}_{number}.py").write_text(text, encoding="utf-8")
    options = ["--config", str(ROOT / "pyproject.toml"), "--no-cache", "--ignore", "I001", str(tmp_path)]
    ran = subprocess.run([sys.executable, "-m", "ruff", "check", *options], capture_output=True, text=True, check=False)
    assert (ran.returncode, len(files) >= 15) == (0, True), ran.stdout
