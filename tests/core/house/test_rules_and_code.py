"""Rules and code held against each other: what a rules.toml claims has code and a test that bear its id."""

import ast
from pathlib import Path

import pytest
from plugins_here import REGULATIONS, plugin_packages

import merito
from merito.regulations import Regulations, Stack
from merito.regulations.checks import marks_of
from merito.rulebook import CLAIMED
from merito.workspace.common import common_inputs

TESTS = Path(__file__).parents[2]
PLUGINS = plugin_packages()


@pytest.fixture(params=REGULATIONS)
def stack(request: pytest.FixtureRequest) -> Stack:
    return Regulations(common_inputs()).stack(request.param)


def marked(stack: Stack) -> set[str]:
    """Ids in the marks of every layer, and those that a parameter carries out."""
    own = stack.layers[-1]
    marks = {identifier for module in own.modules for ids in marks_of(module).values() for identifier in ids}
    return marks | {parameter.rule for parameter in own.parameters.values() if parameter.rule}


def test_every_regulation_of_this_repository_is_held() -> None:
    assert {"national", "bergamo", "brescia", "comunita_montane"} <= set(REGULATIONS)
    assert {plugin.__name__ for plugin in PLUGINS} >= {"merito_bergamo", "merito_brescia", "merito_comunita_montane"}


def test_a_rule_that_is_claimed_has_code_that_bears_its_id(stack: Stack) -> None:
    claimed = {rule.id for rule in stack.layers[-1].rulebook.rules.values() if rule.status in CLAIMED}
    assert claimed - marked(stack) == set()


def test_code_bears_no_rule_that_is_not_claimed(stack: Stack) -> None:
    rules = stack.rulebook.rules
    assert [mark for mark in marked(stack) if mark in rules and rules[mark].status not in CLAIMED] == []


def test_a_rule_that_is_claimed_has_a_test_that_bears_its_id(stack: Stack) -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*") if path.suffix in (".py", ".toml"))
    claimed = [rule.id for rule in stack.layers[-1].rulebook.rules.values() if rule.status in CLAIMED]
    assert [identifier for identifier in claimed if f'"{identifier}"' not in texts] == []


def test_every_rule_is_cited_and_every_one_not_modelled_says_why(stack: Stack) -> None:
    rules = stack.rulebook.rules.values()
    assert [rule.id for rule in rules if not rule.article or not rule.text] == []
    assert [rule.id for rule in rules if rule.status == "not modelled" and not rule.reason] == []


def test_no_rule_uses_a_float() -> None:
    rooms = [Path(str(merito.__file__)).parent / room for room in ("numbers", "national", "measurement", "cycle")]
    rooms += [Path(str(plugin.__file__)).parent for plugin in PLUGINS]
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
