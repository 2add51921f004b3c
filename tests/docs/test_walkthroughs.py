"""The pages that show commands are run line by line, and print what they show."""

from pathlib import Path

import pytest
from scratch import Scratch
from walkthrough import Walk, alike, steps

DOCS = Path(__file__).parents[2] / "docs"
WALKS = {
    "local rule": ("local-rules.md",),
    "a plugin from nothing": ("tutorial.md", "versions.md"),
    "a year in an office": ("guida.md",),
}


@pytest.mark.long
@pytest.mark.parametrize("pages", WALKS.values(), ids=list(WALKS))
def test_what_a_page_shows_is_what_happens(pages: tuple[str, ...], tmp_path: Path) -> None:
    walk = Walk(tmp_path / "work", Scratch(tmp_path / "environment"))
    problems = [problem for page in pages for problem in walk.follow(DOCS / page)]
    assert not problems, "\n\n".join(problems)


def test_a_page_that_says_something_else_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("**`uno.py`**\n\n```python\nprint('uno')\n```\n\n```console\n$ python uno.py\ndue\n```\n")
    told = Walk(tmp_path / "work", Scratch(tmp_path / "environment")).follow(page)
    assert told == ["page.md: $ python uno.py (block at line 7) prints:\nuno"]


def test_a_command_that_fails_says_so_in_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ python -c 'raise SystemExit(3)'\n(exit code 3)\n```\n")
    assert Walk(tmp_path / "work", Scratch(tmp_path / "environment")).follow(page) == []


def test_a_block_that_nobody_runs_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1: a block that is no file"):
        list(steps("```python\nprint('uno')\n```\n"))


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        (["a", "..."], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b", "c"], True),
        (["a", "...", "c"], ["a", "b"], False),
        (["a"], ["a", "b"], False),
        (["..."], [], True),
        (["a"], [], False),
    ],
)
def test_three_dots_stand_for_any_lines(expected: list[str], found: list[str], same: bool) -> None:
    assert alike(expected, found) is same
