"""The exit code says whose turn it is: an ente's data, the command line or workspace, the operation. The highest wins."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from faults.harmed import DAY, locked, write_workspace
from trusted_rules import trust_rules

Merito = Callable[..., Result]
Spoil = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    return write_workspace(tmp_path / "spazio", ("alfa", "beta"))


def bad_data(root: Path) -> None:
    (root / "enti/alfa/2020/units.csv").write_text("id\nU\nU\n", encoding="utf-8")


def stray_row(root: Path) -> None:
    (root / "acts.csv").write_text("ente,id\nomega,A1\n", encoding="utf-8")


def no_workspace(root: Path) -> None:
    (root / "merito.toml").write_text("[workspaces]\n", encoding="utf-8")


def faulty_rules(root: Path) -> None:
    (root / "enti/beta/regole").mkdir()
    (root / "enti/beta/regole/rules.py").write_text("import merito.cycle\n", encoding="utf-8")
    with (root / "enti/beta/ente.toml").open("a", encoding="utf-8") as file:
        file.write('rules = "regole"\n')
    trust_rules(root)


def not_a_folder_of_results(root: Path) -> None:
    (root / "out/beta/2020").mkdir(parents=True)


def both(root: Path) -> None:
    bad_data(root)
    not_a_folder_of_results(root)


CODES: dict[str, tuple[Spoil, int]] = {
    "nothing is wrong": (lambda _: None, 0),
    "the data of an ente": (bad_data, 1),
    "rows of no ente": (stray_row, 1),
    "the workspace": (no_workspace, 2),
    "results that cannot be written": (not_a_folder_of_results, 3),
    "the data of one ente, and the results of another": (both, 3),
}


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("cause", CODES)
def test_the_code_of_a_run_says_whose_turn_it_is(root: Path, merito: Merito, cause: str) -> None:
    spoil, code = CODES[cause]
    spoil(root)
    assert merito("run", root, "--as-of", DAY).exit_code == code


def test_an_unknown_option_or_ente_ends_with_2(root: Path, merito: Merito) -> None:
    assert merito("run", root, "--ente", "omega").exit_code == 2
    assert merito("run", root, "--formats", "pdf").exit_code == 2


@pytest.mark.usefixtures("in_this_process")
def test_results_that_another_run_is_writing_end_it_with_3(root: Path, merito: Merito) -> None:
    (root / "out/beta").mkdir(parents=True)
    with locked(root / "out/beta/2020"):
        assert merito("run", root, "--as-of", DAY).exit_code == 3


@pytest.mark.parametrize("command", ["run", "check", "status"])
def test_a_fault_of_rules_ends_every_command_with_3(root: Path, merito: Merito, command: str) -> None:
    faulty_rules(root)
    assert merito(command, root, "--as-of", DAY).exit_code == 3


@pytest.mark.parametrize("command", ["run", "check", "status"])
def test_rules_that_nobody_has_trusted_end_every_command_with_1(root: Path, merito: Merito, command: str) -> None:
    faulty_rules(root)
    with (root / "enti/beta/regole/rules.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert merito(command, root, "--as-of", DAY).exit_code == 1
