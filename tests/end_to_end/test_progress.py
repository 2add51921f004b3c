"""Long work shows its progress, even if the output goes into a file."""

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

from merito.terminal.progress import left_text, watched

ENTI = ("acli", "bene", "coro", "dato", "ente")


def told(*moments: float) -> list[str]:
    """The lines shown if the clock shows these seconds: at the beginning, then as each ente ends."""
    clock: Iterator[float] = iter(moments)
    file = io.StringIO()
    running = watched(ENTI, len(ENTI), str, Console(file=file, force_terminal=False), lambda: next(clock))
    assert tuple(running) == ENTI
    return file.getvalue().splitlines()


def test_a_short_run_says_nothing() -> None:
    assert told(0, 10, 20, 30, 40, 50) == []


def test_a_line_a_minute_says_how_many_which_and_what_is_left() -> None:
    assert told(0, 40, 80, 100, 150, 200) == [
        "eseguiti 2 di 5 enti, per ultimo bene; mancano: circa 2 minuti",
        "eseguiti 4 di 5 enti, per ultimo dato; mancano: meno di un minuto",
    ]


def test_the_end_is_told_by_the_run_itself() -> None:
    assert told(0, 1, 2, 3, 4, 500) == []


def test_one_ente_alone_is_not_watched() -> None:
    running = watched(["acli"], 1, str, Console(file=io.StringIO()), lambda: 1 / 0)
    assert list(running) == ["acli"]


def test_a_terminal_has_a_bar_and_the_name_of_the_last_ente() -> None:
    file = io.StringIO()
    terminal = Console(file=file, force_terminal=True, width=100)
    assert tuple(watched(ENTI, len(ENTI), str, terminal, lambda: 0.0)) == ENTI
    assert "5/5" in file.getvalue()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (59, "meno di un minuto"),
        (60, "circa 1 minuto"),
        (600, "circa 10 minuti"),
        (3600, "circa 1 ora"),
        (5400, "circa 1 ora e 30 minuti"),
        (7200, "circa 2 ore"),
    ],
)
def test_what_is_left_is_told_in_round_figures(seconds: float, text: str) -> None:
    assert left_text(seconds) == text
