"""What docs/reading.md quotes from the three regulations is what their files contain."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from merito.testing import installed_regulations

PAGE = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
ID = re.compile(r"\b(?:I-)?(?:BS-PO|BS-SM|BL|BG|BP|BS|IT|X)-[\d.]*\w+(?:\.\w+)?")


@pytest.fixture(scope="module")
def rulebook() -> Any:
    """The rules and readings of the three regulations together."""
    regulations = installed_regulations()
    books = [regulations.stack(name).rulebook for name in ("bergamo", "brescia", "comunita_montane")]
    first, *others = books
    for one in others:
        first = first.plus(one)
    return first


def test_every_id_is_of_a_rule_or_a_reading(rulebook: Any) -> None:
    found = set(ID.findall(PAGE))
    assert len(found) > 20
    assert sorted(found - set(rulebook.rules) - set(rulebook.interpretations)) == []


def test_the_quoted_rules_are_as_in_their_files(rulebook: Any) -> None:
    rows = re.findall(r"^\| ([A-Z]{2}-\S+) \| (.+?) \| ([a-z]+) \| ([a-z ]+) \|$", PAGE, re.M)
    known = (rulebook.rules[identifier] for identifier, *_ in rows)
    assert rows == [(rule.id, rule.article, rule.kind, rule.status) for rule in known]
    assert {status for *_, status in rows} == {"computed", "checked", "recorded", "not modelled"}


def test_the_quoted_blocks_are_as_in_their_files() -> None:
    blocks = re.findall(r"^\*\*`(\w+)/([\w.]+)`\*\*\n\n```toml\n(.*?)```", PAGE, re.M | re.S)
    assert len(blocks) == 3
    assert [
        name for package, name, text in blocks if text not in files(package).joinpath(name).read_text("utf-8")
    ] == []


def test_what_the_page_says_of_a_reading_holds(rulebook: Any) -> None:
    readings = rulebook.interpretations
    assert readings["I-BL-04"].must_adopt
    assert not readings["I-BP-01"].must_adopt
    assert len(readings["I-BG-06"].choices) == 1
    assert [rulebook.rules[rule].implements for rule in ("BG-39.2", "BS-SM-3.2g")] == ["IT-14.6", "IT-14.6"]
    assert sum(rule.startswith("BL-17.D") for rule in rulebook.rules) == 4
