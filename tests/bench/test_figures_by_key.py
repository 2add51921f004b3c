"""The comparison of figures tells a cent, a state and a lost row, and not the order of rows or a further column."""

import json
from pathlib import Path

import pytest

import figures_by_key

BEFORE = {"rewards": {"P1 | annual": [["100.00", "100.00", "0.00", "final"]]}, "findings": {"error | X | p": [[], []]}}


def test_equal_figures_do_not_differ_in_another_order_and_with_a_further_column() -> None:
    after = {"findings": BEFORE["findings"], "rewards": {"P1 | annual": [["100.00", "100.00", "0.00", "final", "new"]]}}
    assert list(figures_by_key.differences(BEFORE, after)) == []


@pytest.mark.parametrize(
    ("kind", "key", "rows"),
    [
        ("rewards", "P1 | annual", [["100.00", "99.99", "0.00", "final"]]),
        ("rewards", "P1 | annual", []),
        ("rewards", "P2 | annual", [["1.00", "1.00", "0.00", "final"]]),
        ("findings", "error | X | p", [[]]),
    ],
)
def test_a_cent_a_lost_row_a_row_more_and_a_finding_less_are_told(kind: str, key: str, rows: list[list[str]]) -> None:
    after = {**BEFORE, kind: {**BEFORE[kind], key: rows}}
    [told] = figures_by_key.differences(BEFORE, after)
    assert told.startswith(f"{kind} {key}: ")


def test_the_cases_of_a_regulation_are_written_under_four_sets_of_choices_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [case, *_] = figures_by_key.cases_in(figures_by_key.TESTS / "bergamo" / "cases")
    monkeypatch.setattr(figures_by_key, "cases_in", lambda _: [case])
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    assert figures_by_key.main(["write", str(one), "bergamo"]) == 0
    lines = [json.loads(line) for line in one.read_text(encoding="utf-8").splitlines()]
    assert [line["choices"] for line in lines] == ["as written", "first", "second", "third"]
    assert all(line["figures"].get("grades") for line in lines)
    assert figures_by_key.main(["compare", str(one), str(one)]) == 0
    del lines[0]["figures"]["grades"]
    other.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert figures_by_key.main(["compare", str(one), str(other)]) == 1
    assert "differences" in capsys.readouterr().out
