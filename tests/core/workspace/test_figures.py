"""Cells of targets and measures, kind by kind, from a CSV file and from the text cells of a workbook."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from merito import Figure, Range, Said

CASES = Path(__file__).parent / "written_data" / "figures.toml"
Case = dict[str, Any]
VALUES = {
    "value": Decimal,
    "range": lambda bounds: Range(*map(Decimal, bounds)),
    "date": date.fromisoformat,
    "yes": bool,
}


def figures(*keys: str) -> pytest.MarkDecorator:
    """The figures that have one of these keys, in both forms."""
    found = tomllib.loads(CASES.read_text(encoding="utf-8"))["figure"]
    for case in found:
        assert set(case) <= {"title", "kind", "locale", "cell", "says", "note", "refused", *VALUES}, case["title"]
    return pytest.mark.parametrize(
        ("case", "form"),
        [
            pytest.param(case, form, id=f"{case['title']} ({form})")
            for case in found
            if any(key in case for key in keys)
            for form in ("csv", "xlsx")
        ],
    )


def with_target(place: Any, case: Case, form: str) -> Any:
    """A workspace whose indicator I1 is of the case's kind and has the cell as its target."""
    rows = [["id", "title", "kind", "target"], ["I1", "x", case["kind"], case["cell"]]]
    place.build({"indicators": rows, "measures": [], "dashboard_rows": []}, case.get("locale", "it"), form)
    return place


def wanted(case: Case) -> Figure:
    text, note = case["cell"].strip(), case.get("note", "")
    if "says" in case:
        return Figure(Said[case["says"]], None, text, note)
    key = next(key for key in VALUES if key in case)
    return Figure(Said.VALUE, VALUES[key](case[key]), text, note)


@figures("says", *VALUES)
def test_a_target_is_a_value_of_its_kind_or_says_why_there_is_none(bare: Any, case: Case, form: str) -> None:
    assert with_target(bare, case, form).dossier.indicators["I1"].target == wanted(case)


@figures("refused")
def test_a_target_of_another_kind_is_refused_with_what_was_expected(bare: Any, case: Case, form: str) -> None:
    (problem,) = with_target(bare, case, form).problems
    assert (problem.source.row, problem.column, problem.found) == (2, "target", case["cell"])
    assert [part for part in case["refused"] if part not in str(problem)] == [], str(problem)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [("yes_no", "NO", False), ("number", "8", Decimal(8)), ("date", "1/2/2020", date(2020, 2, 1))],
)
def test_a_measure_is_read_by_the_kind_of_its_indicator(bare: Any, kind: str, cell: str, value: object) -> None:
    bare.build(
        {
            "indicators": [["id", "title", "kind"], ["I1", "x", kind]],
            "measures": [["indicator", "at", "value"], ["I1", "final", cell]],
            "dashboard_rows": [],
        }
    )
    assert bare.dossier.measures[0].value.value == value


@pytest.mark.parametrize("cell", ["SI/NO", "si/no", "SI/NO (da compilare)"])
def test_the_expected_si_no_is_refused_as_a_measure(bare: Any, cell: str) -> None:
    bare.build(
        {
            "indicators": [["id", "title", "kind", "target"], ["I1", "x", "yes_no", "SI/NO"]],
            "measures": [["indicator", "at", "value"], ["I1", "final", cell]],
            "dashboard_rows": [],
        }
    )
    (problem,) = bare.problems
    assert (problem.column, problem.found) == ("value", cell)
    assert "SI/NO si scrive solo nel risultato atteso" in str(problem)


def test_a_word_in_brackets_after_a_measured_yes_is_only_a_note(bare: Any) -> None:
    bare.build(
        {
            "indicators": [["id", "title", "kind", "target"], ["I1", "x", "yes_no", "SI/NO"]],
            "measures": [["indicator", "at", "value"], ["I1", "final", "SI (delibera 3/2020)"]],
            "dashboard_rows": [],
        }
    )
    figure = bare.dossier.measures[0].value
    assert (figure.value, figure.note) == (True, "delibera 3/2020")
