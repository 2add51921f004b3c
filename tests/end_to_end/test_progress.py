"""Long work shows its progress, even if the output goes into a file."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

ENTI = ("acli", "bene", "coro", "dato", "ente")
Told = Callable[..., str]


@pytest.fixture
def told(merito: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_this_process: None) -> Told:
    """What a run shows beside its output if each ente takes this many seconds."""
    monkeypatch.setenv("MERITO_REGISTER", "false")

    def run(seconds: float, enti: tuple[str, ...] = ENTI) -> str:
        (tmp_path / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "en"\n', encoding="utf-8")
        for name in enti:
            (tmp_path / "enti" / name / "2021").mkdir(parents=True)
            config = f'id = "{name}"\nname = "{name}"\nregulation = "bergamo"\n'
            (tmp_path / "enti" / name / "ente.toml").write_text(config, encoding="utf-8")
        results = tmp_path / "out"
        for module in [one for name, one in sys.modules.items() if name.startswith("merito.")]:
            if vars(module).get("monotonic") is time.monotonic:
                clock = lambda: seconds * len(list(results.glob("*/2021/summary.json")))  # noqa: E731
                monkeypatch.setattr(module, "monotonic", clock)
        return merito("run", tmp_path, "--as-of", "2022-06-01", "--formats", "csv").stderr

    return run


def lines(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("eseguiti")]


def test_a_short_run_says_nothing(told: Told) -> None:
    assert lines(told(10)) == []


def test_a_line_a_minute_says_how_many_which_and_what_is_left(told: Told) -> None:
    assert lines(told(40)) == [
        "eseguiti 2 di 5 enti, per ultimo bene; mancano: circa 2 minuti",
        "eseguiti 4 di 5 enti, per ultimo dato; mancano: meno di un minuto",
    ]


@pytest.mark.parametrize(
    ("seconds", "left"),
    [
        (60, ["circa 4 minuti", "circa 3 minuti", "circa 2 minuti", "circa 1 minuto"]),
        (1800, ["circa 2 ore", "circa 1 ora e 30 minuti", "circa 1 ora", "circa 30 minuti"]),
    ],
)
def test_what_is_left_is_told_in_round_figures(told: Told, seconds: float, left: list[str]) -> None:
    assert [line.partition("mancano: ")[2] for line in lines(told(seconds))] == left


def test_one_ente_alone_is_not_watched(told: Told) -> None:
    assert lines(told(5000, ENTI[:1])) == []


def test_a_terminal_has_a_bar_and_the_name_of_the_last_ente(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "5/5" in told(0)
