"""Every recipe of docs/cookbook.md becomes a plugin as printed, and its cases pass."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from merito.testing import Regulations, cases_in
from merito.testing.conformance import problems_of, subject_of

PAGE = (Path(__file__).parents[2] / "docs" / "cookbook.md").read_text(encoding="utf-8")
FILE = re.compile(r"^\*\*`([\w./]+)`\*\*\n\n```\w+\n(.*?)^```$", re.M | re.S)
HEAD, *SECTIONS = re.split(r"^## ", PAGE, flags=re.M)
COMMON = dict(FILE.findall(HEAD))
RECIPES = {section.partition("\n")[0]: dict(FILE.findall(section)) for section in SECTIONS}
REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="cookbook", title="Prova", package="merito_cookbook", acts=("Atto",), ente_kind="other",
    editions=(Edition(name="prova", since=2020),), modules=("merito_cookbook.paying", "merito_cookbook.{module}"),
)
"""
RULES = "".join(
    f'["K-{number}"]\narticle = "art. {number}"\nphase = "{phase}"\nkind = "computation"\ntext = "x"\nstatus = "computed"\n'
    for number, phase in ((1, "d"), (2, "e"))
)
MONEY = ("contract", "numbers", "exact", "alone", "bases", "money", "bounds", "missing", "order", "ids", "equals")


@pytest.fixture(params=list(RECIPES.values()), ids=list(RECIPES))
def recipe(
    request: pytest.FixtureRequest, install: Callable[..., Regulations], tmp_path: Path
) -> tuple[Regulations, Path]:
    """A plugin of the recipe and the folder of its cases."""
    files = {**COMMON, **request.param}
    [module] = [name.removesuffix(".py") for name in request.param if name.endswith(".py")]
    plugin = {name: text for name, text in files.items() if "/" not in name}
    known = install("cookbook", rules=RULES, files=plugin, regulation=REGULATION.format(module=module))
    (tmp_path / "cases").mkdir()
    cases = files["cases/common.toml"] + "\n" + files[f"cases/{module}.toml"]
    (tmp_path / "cases" / f"{module}.toml").write_text(cases, encoding="utf-8")
    return known, tmp_path / "cases"


def test_the_cases_of_a_recipe_come_out(recipe: tuple[Regulations, Path]) -> None:
    regulations, folder = recipe
    cases = cases_in(folder)
    assert cases
    assert [problem for case in cases for problem in case.tried(regulations)] == []


@pytest.mark.long
def test_a_recipe_holds_what_every_plugin_must(recipe: tuple[Regulations, Path]) -> None:
    regulations, folder = recipe
    subject = subject_of("cookbook", folder, 10, regulations)
    assert [problem for check in MONEY for problem in problems_of(check, subject)] == []


def test_every_block_of_the_page_is_run() -> None:
    assert len(re.findall(r"^```\w+$", PAGE, re.M)) == len(COMMON) + sum(map(len, RECIPES.values()))
    assert [name for name, files in RECIPES.items() if len(files) < 2] == []  # a module and its cases
