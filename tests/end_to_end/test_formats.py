"""What a run writes: CSV always, workbooks and pages if the workspace or the command asks for them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Merito = Callable[..., Result]
AS_OF = ("--as-of", "2021-07-01")
RESULTS = "out/bergamo/2020"


def endings(example: Path) -> set[str]:
    """The kinds of files among the results of the ente."""
    return {path.suffix for path in (example / RESULTS).rglob("*") if path.is_file() and path.suffix != ".json"}


def in_workspace(example: Path, line: str) -> None:
    file = example / "merito.toml"
    text = file.read_text(encoding="utf-8")
    assert "[workspace]\n" in text
    file.write_text(text.replace("[workspace]\n", f"[workspace]\n{line}\n", 1), encoding="utf-8")


def test_everything_is_written_unless_somebody_says_less(merito: Merito, example: Path) -> None:
    assert merito("run", example, *AS_OF).exit_code == 0
    assert endings(example) == {".csv", ".xlsx", ".html"}


def test_csv_alone(merito: Merito, example: Path) -> None:
    assert merito("run", example, *AS_OF, "--formats", "csv").exit_code == 0
    assert endings(example) == {".csv"}


@pytest.mark.parametrize("asked", ["xlsx", "xlsx,csv"])
def test_csv_need_not_be_named(merito: Merito, example: Path, asked: str) -> None:
    assert merito("run", example, *AS_OF, "--formats", asked).exit_code == 0
    assert endings(example) == {".csv", ".xlsx"}


def test_an_earlier_workbook_goes_with_the_results_that_it_belonged_to(merito: Merito, example: Path) -> None:
    merito("run", example, *AS_OF)
    merito("run", example, *AS_OF, "--formats", "csv, html")
    assert endings(example) == {".csv", ".html"}
    assert "results.xlsx" not in (example / RESULTS / "index.html").read_text(encoding="utf-8")
    assert merito("register", "verify", example).exit_code == 0


def test_the_workspace_says_it_and_the_command_goes_before(merito: Merito, example: Path) -> None:
    in_workspace(example, 'formats = ["csv", "xlsx"]')
    merito("run", example, *AS_OF)
    assert endings(example) == {".csv", ".xlsx"}
    merito("run", example, *AS_OF, "--formats", "html,csv")
    assert endings(example) == {".csv", ".html"}


def test_other_formats_are_a_change(merito: Merito, example: Path) -> None:
    merito("run", example, *AS_OF, "--formats", "csv")
    merito("run", example, *AS_OF, "--only-changed")
    assert endings(example) == {".csv", ".xlsx", ".html"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('formats = ["csv", "xls"]', "il formato «xls» non c'è, atteso un elenco tra csv, xlsx e html"),
        ('formats = "csv"', "trovato «csv», atteso un elenco"),
    ],
)
def test_formats_that_cannot_be_are_told(merito: Merito, example: Path, line: str, told: str) -> None:
    in_workspace(example, line)
    ran = merito("run", example, *AS_OF)
    assert ran.exit_code == 2
    assert told in ran.output


def test_so_are_those_of_the_command(merito: Merito, example: Path) -> None:
    ran = merito("run", example, *AS_OF, "--formats", "csv,pdf")
    assert (ran.exit_code, "--formats: il formato «pdf» non c'è" in ran.output) == (2, True)
