"""The mutants of `bench/mutants`: the changes made to a piece of code, and tests that kill the mutants they notice."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from mutations import Mutant, mutants_of, mutated
from run import ROOMS, TESTS, drawn
from state import State
from swapped import swap
from trial import KILLED, SURVIVED, Verdict, module_of

ROOT = Path(__file__).parents[2]
CODE = '''"""A rule of invention."""

MOST = 3


def due(step, people, least: int = 1):
    """What is due."""
    if not people:
        return None
    best = sorted(people)[0]
    whole = cents_down(best.points * 2) if best.points >= least and best.active else min(best.points, MOST)
    told = f"{best.points - 1} punti"
    return step.choose("X-1", heads=whole, parts=sum(one.points for one in people if one.active))
'''


def made(tmp_path: Path, code: str = CODE) -> list[Mutant]:
    path = tmp_path / "rule.py"
    path.write_text(code, encoding="utf-8")
    return list(mutants_of(path, "rule.py"))


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("border", ["best.points >= least -> best.points > least"]),
        ("arithmetic", ["best.points * 2 -> best.points / 2"]),
        ("rounding", ["cents_down -> cents_half_up"]),
        ("extreme", ["min -> max"]),
        ("negation", ["not people -> people"]),
        ("constant", ["0 -> 1", "2 -> 3"]),
        ("order", ["sorted(people) -> sorted(people, reverse=True)"]),
        (
            "operand",
            [
                "best.points >= least and best.active -> best.active",
                "best.points >= least and best.active -> best.points >= least",
            ],
        ),
        ("filter", ["for one in people if one.active -> for one in people"]),
    ],
)
def test_a_slip_of_each_kind_is_made_once(tmp_path: Path, kind: str, changes: list[str]) -> None:
    assert sorted(f"{one.was} -> {one.becomes}" for one in made(tmp_path) if one.operator == kind) == changes


def test_a_reading_is_not_asked_for_and_either_choice_stands_in_its_place(tmp_path: Path) -> None:
    given = [one.becomes for one in made(tmp_path) if one.operator == "reading"]
    assert given == ["whole", "sum((one.points for one in people if one.active))"]


def test_texts_annotations_and_what_runs_outside_a_function_are_left_alone(tmp_path: Path) -> None:
    assert not [one for one in made(tmp_path) if "punti" in one.was or one.was in ("MOST", "3", "1", "int")]


def test_each_mutant_is_one_change_of_the_file_that_is_still_python(tmp_path: Path) -> None:
    before = ast.unparse(ast.parse(CODE))
    after = [ast.unparse(mutated(tmp_path / "rule.py", one.number)) for one in made(tmp_path)]
    assert len(set(after)) == len(after)
    assert before not in after
    for text in after:
        compile(text, "rule.py", "exec")


def test_a_mutant_keeps_its_id_where_lines_move(tmp_path: Path) -> None:
    ids = [one.id for one in made(tmp_path)]
    assert [one.id for one in made(tmp_path, CODE.replace("MOST = 3", "MOST = 3\nLEAST = 1\n"))] == ids


def test_a_larger_sample_holds_the_smaller_and_every_kind_in_its_turn(tmp_path: Path) -> None:
    every = made(tmp_path)
    small = drawn(every, 7, 8)
    assert drawn(every, 7, 20)[:8] == small
    assert len({one.operator for one in small}) == 8
    assert drawn(every, 8, 20) != drawn(every, 7, 20)


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    (tmp_path / "invented.py").write_text(
        "from functools import cache\n\n\n@cache\ndef least(a, b):\n    return min(a, b)\n\n\n"
        "class Sum:\n    def of(self, a, b):\n        return [one + b for one in [a]][0]\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield __import__("invented")
    del sys.modules["invented"]


@pytest.mark.parametrize(("kind", "found"), [("extreme", (3, 5)), ("arithmetic", (2, 1))])
def test_what_runs_is_swapped_wherever_it_is_held(
    tmp_path: Path, loaded: ModuleType, kind: str, found: tuple[int, int]
) -> None:
    least, of = loaded.least, loaded.Sum().of
    path = tmp_path / "invented.py"
    mutant = next(one for one in mutants_of(path, "invented.py") if one.operator == kind)
    assert swap(path, "invented", mutant.number) == 1
    assert (least(2, 3), of(3, 2)) == found


def test_the_module_of_a_file_begins_at_its_package() -> None:
    assert module_of("plugins/collina/merito_collina/prizes.py") == "merito_collina.prizes"
    assert module_of("core/merito/kit/__init__.py") == "merito.kit"


def test_what_is_known_is_not_tried_again_and_survivors_only_where_asked(tmp_path: Path) -> None:
    one, other, third = made(tmp_path)[:3]
    state = State(tmp_path / "state.json", [one, other, third])
    state.keep(one, Verdict(KILLED, by="tests/x.py::test_y", tried=1, of=3))
    state.keep(other, Verdict(SURVIVED, tried=3, of=3))
    again = State(tmp_path / "state.json", [one, other, third])
    assert again.waiting == [third]
    assert "1 of 2 killed: 50.0%" in again.told()
    again.forget_survivors()
    assert again.waiting == [other, third]


def test_what_a_test_killed_that_fails_by_itself_is_tried_again(tmp_path: Path) -> None:
    one, other = made(tmp_path)[:2]
    state = State(tmp_path / "state.json", [one, other])
    state.keep(one, Verdict(KILLED, by="tests/x.py::test_y", tried=1, of=3))
    state.keep(other, Verdict(KILLED, by="tests/x.py::test_z", tried=1, of=3))
    assert state.killers == {"tests/x.py::test_y", "tests/x.py::test_z"}
    state.take_back("tests/x.py::test_y")
    assert State(tmp_path / "state.json", [one, other]).waiting == [one]


@pytest.mark.long
def test_a_run_tries_a_sample_on_the_tests_that_see_it_and_tells_how_many_it_kills(tmp_path: Path) -> None:
    asked = ["--rooms", "core/merito/numbers", "--tests", "tests/core/numbers/test_italian_texts.py"]
    command = [
        sys.executable,
        ROOT / "bench" / "mutants" / "run.py",
        *asked,
        "--only",
        "italian.py::number_text::opposite",
    ]
    told = subprocess.run([*command, "--state", tmp_path / "state.json"], capture_output=True, text=True, cwd=tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "2 of 2 killed" in told.stdout


def test_the_folders_of_code_and_of_tests_are_there() -> None:
    assert [name for name in (*ROOMS, *TESTS) if not (ROOT / name).exists()] == []
