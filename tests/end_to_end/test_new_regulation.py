"""A new plugin as its author sees it: generated, installed, tested and run by the commands of its own README."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from scratch import Scratch

from merito.cli import app
from merito.testing.conformance import CHECKS

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
CHECKOUT = (
    "core",
    "plugins",
    "examples/camera-di-prova",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "AUTHORS",
    "pyproject.toml",
)
Outputs = dict[str, str]


def commands(readme: Path) -> Iterator[list[str]]:
    """The command lines of a README, in order."""
    for block in re.findall(r"```sh\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL):
        yield from map(shlex.split, block.splitlines())


def outputs(readme: Path, base: Path, scratch: Scratch, unless: str = "") -> Outputs:
    """The output of every command of a README, by its first two words; each must succeed."""
    found = {}
    for words in commands(readme):
        if " ".join(words[:2]) == unless:
            continue
        if " ".join(words[:2]) == VERIFY:
            words += ["--examples", str(FEW)]
        ran = scratch.run(words, base)
        assert ran.returncode == 0, f"{shlex.join(words)}\n{ran.stdout}"
        found[" ".join(words[:2])] = " ".join(ran.stdout.split())
    return found


VERIFY = "merito verify"  # only outside: pytest runs the same checks in both
FEW = 3  # number of enti for each property, if another command has tested it on as many as an author would


@pytest.fixture(scope="module", params=["outside", "here"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """The output of the commands in a plugin's README: outside of merito, and in a checkout."""
    place = tmp_path_factory.mktemp(request.param)
    words = ["new-regulation", "collina", "--into", str(place), "--year", "2024"]
    base, readme = place / "merito-collina", place / "merito-collina" / "README.md"
    if request.param == "here":
        for name in CHECKOUT:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__", "out", "registro*"))
            else:
                shutil.copy(source, place / name)
        words, base, readme = [*words, "--here"], place, place / "plugins" / "collina" / "README.md"
    ran = CliRunner().invoke(app, words, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    unless = VERIFY if request.param == "here" else ""
    if request.param == "here":
        suite = place / "tests" / "collina" / "test_collina.py"
        text = suite.read_text(encoding="utf-8")
        assert text.count('regulation_suite("collina"') == 1
        few = f'regulation_suite("collina", examples={FEW}'
        suite.write_text(text.replace('regulation_suite("collina"', few), encoding="utf-8")
    return outputs(readme, base, Scratch(tmp_path_factory.mktemp("environment")), unless)


def test_the_readme_shows_the_whole_way(told: Outputs) -> None:
    assert next(first for first in told if first.startswith(("pip", "pytest"))) == "pip install"
    assert {"merito run", "merito explain", "merito rules"} <= set(told)


def test_every_test_of_the_plugin_passes_at_once(told: Outputs) -> None:
    output = next(text for command, text in told.items() if command.startswith("pytest"))
    assert f" {12 + len(CHECKS)} passed, 1 skipped in " in output


@pytest.mark.parametrize("told", ["outside"], indirect=True)
def test_the_suite_holds_of_it(told: Outputs) -> None:
    assert [check for check in CHECKS if f"vale {check}: " not in told[VERIFY]] == ["formality"]  # it has none
    assert "collina: 6 regole, 13 casi svolti" in told[VERIFY]


def test_its_example_is_computed_and_paid(told: Outputs) -> None:
    for phase in ("b. risorse", "d. valutazione", "e. premi"):
        assert f"{phase} ✓ calcolata " in told["merito run"]
    fund = "Fondo dei premi annuali, stanziati 10.000,00 €: liquidabili 8.000,00 €, sospesi 0,00 €, economie 2.000,00 €"
    assert fund in told["merito run"]


def test_a_figure_of_its_example_is_led_back_to_rule_parameter_and_row(told: Outputs) -> None:
    for says in (
        "90 su 100",
        "Calcolo: (100% × 60 + 75% × 40) / 100",
        "Passaggio: comportamenti = 75%",
        "Regola COL-1 — da citare: punteggio individuale",
        "Calcolo: 10.000,00 € × 90 / 200 = 4.500,00 €, per difetto al centesimo",
        "Lettura I-COL-1 (adottata con l'atto L1)",
        "valutazioni_fattori.csv, riga 2: persona «E1», fattore «risultati», punti «100»",
    ):
        assert says in told["merito explain"]


def test_what_is_still_undecided_is_listed(told: Outputs) -> None:
    for says in (
        "atto che approva il regolamento collina da citare",
        "regola COL-6 da citare: chi valuta",
        "lettura I-COL-1 da citare",
        "parametro threshold da citare: soglia",
        "tipo di atto integrative_contract da citare",
        "strumento annual da citare",
        "organo che decide le letture giunta da citare",
        "ancora da citare: 15",
    ):
        assert says in told["merito rules"]


def test_a_regulation_with_every_article_has_nothing_undecided() -> None:
    ran = CliRunner().invoke(app, ["rules", "brescia", "--undecided"], catch_exceptions=False)
    assert (ran.exit_code, ran.output) == (0, "ancora da citare: 0\n")
