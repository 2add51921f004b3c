"""Compares the national layer's rules and code, and checks what no package of the core may contain.

The conformance suite checks the plugins; each regulation of this repository runs it.
"""

import ast
from pathlib import Path
from typing import Any

import pytest
from plugins_here import REGULATIONS

import merito
from merito import plain
from merito.testing import installed_regulations

TESTS = Path(__file__).parents[2]


@pytest.fixture
def national() -> Any:
    return installed_regulations().stack("national").layers[-1]


@pytest.mark.parametrize("regulation", [name for name in REGULATIONS if name != "national"])
def test_every_regulation_of_this_repository_runs_the_suite(regulation: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (TESTS / regulation).glob("test_*.py")]
    assert any(f'regulation_suite("{regulation}"' in text for text in texts)


def test_the_regulations_of_this_repository_are_found() -> None:
    assert {"national", "bergamo", "brescia", "comunita_montane"} <= set(REGULATIONS)


def claimed(layer: Any) -> set[str]:
    return {rule.id for rule in layer.rulebook.rules.values() if rule.status in ("computed", "checked")}


def test_code_bears_the_national_rules_that_are_claimed_and_no_other(national: Any) -> None:
    assert claimed(national)
    assert claimed(national) == {mark for mark in national.carried if mark in national.rulebook.rules}


def test_a_national_rule_that_is_claimed_has_a_test_that_bears_its_id(national: Any) -> None:
    paths = (*TESTS.rglob("*.py"), *(TESTS / "national" / "cases").glob("*.toml"))
    texts = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    assert [identifier for identifier in claimed(national) if f'"{identifier}"' not in texts] == []


def test_every_national_rule_is_cited_and_every_one_not_modelled_says_why(national: Any) -> None:
    rules = national.rulebook.rules.values()
    assert [rule.id for rule in rules if not rule.article or not rule.text] == []
    assert [rule.id for rule in rules if rule.status == "not modelled" and not plain(rule.reason)] == []


def test_no_room_of_figures_uses_a_float() -> None:
    core = Path(str(merito.__file__)).parent
    law = TESTS.parent / "plugins" / "national"
    rooms = [*(core / room for room in ("numbers", "kit", "cycle")), law]
    found = [
        f"{path.name}:{node.lineno}"
        for room in rooms
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id in ("float", "round"))
    ]
    assert found == []


def test_the_core_names_no_ente() -> None:
    core = Path(str(merito.__file__)).parent
    words = ("bergamo", "brescia", "comunit", "belluno")
    found = [
        (path.name, word)
        for path in core.rglob("*")
        if path.suffix in (".py", ".toml")
        for word in words
        if word in path.read_text(encoding="utf-8").casefold()
    ]
    assert found == []
