"""The cases of `cases/*.toml`: an ente spoiled in one way, and every problem that must be reported."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "written_data"
FILES = ("heads", "rows", "references", "numbers_it", "numbers_en", "spreadsheets")
Case = dict[str, Any]
A_DAY = {"it": "30/6/2020", "en": "2020-06-30"}


def spoiled(*, once: bool = False) -> pytest.MarkDecorator:
    """Every case in every form and locale to which it applies, or each in the first of them."""
    found = []
    for name in FILES:
        for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
            assert set(case) <= {"title", "form", "locale", "tables", "problems"}, case["title"]
            assert {key for one in case["problems"] for key in one} <= {"file", "row", "column", "found", "says"}
            ways = [
                pytest.param(case, form, locale, id=f"{name}: {case['title']} ({form}, {locale})")
                for form in case.get("form", ["csv", "xlsx"])
                for locale in case.get("locale", ["it", "en"])
            ]
            found += ways[:1] if once else ways
    return pytest.mark.parametrize(("case", "form", "locale"), found)


def build(place: Any, case: Case, form: str, locale: str) -> None:
    dated = {
        name: [[A_DAY[locale] if cell == "DATA" else cell for cell in row] for row in rows]
        for name, rows in case["tables"].items()
    }
    place.build(dated, locale, form)


def file_of(name: str, form: str) -> tuple[str, str]:
    """File and sheet of a table of the year."""
    return ("enti/alfa/2020/data.xlsx", name) if form == "xlsx" else (f"enti/alfa/2020/{name}.csv", "")


@spoiled()
def test_every_problem_is_told_once_with_file_sheet_row_column_and_value(
    bare: Any, case: Case, form: str, locale: str
) -> None:
    build(bare, case, form, locale)
    told = [(problem.source, problem.column, problem.found) for problem in bare.problems]
    assert told == [
        ((file, one["row"], sheet), one.get("column", ""), one.get("found"))
        for one in case["problems"]
        for file, sheet in (file_of(one["file"], form),)
    ]


@spoiled()
def test_what_was_expected_and_what_to_do_is_said(bare: Any, case: Case, form: str, locale: str) -> None:
    build(bare, case, form, locale)
    for problem, one in zip(bare.problems, case["problems"], strict=True):
        assert [part for part in one.get("says", ()) if part not in str(problem)] == [], str(problem)


@spoiled(once=True)
def test_the_command_ends_with_1_and_prints_every_problem(bare: Any, case: Case, form: str, locale: str) -> None:
    build(bare, case, form, locale)
    code, output = bare.run()
    assert code == 1
    assert [str(problem) for problem in bare.problems if f"alfa: {problem}" not in output] == []
