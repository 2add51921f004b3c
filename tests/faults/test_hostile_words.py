"""Command-line words that would be costly, or that a terminal would obey: refused at once, in one line."""

import time
from pathlib import Path

import pytest
from faults.harmed import DAY, Harm, Known

WORDS = {
    ("run", ".", "--set", "position_least=1e999999999"): 2,
    ("run", ".", "--set", "position_least=1e-999999999"): 2,
    ("run", ".", "--set", "position_least=nan"): 2,
    ("run", ".", "--set", "position_least=" + "[" * 50_000): 2,
    ("run", ".", "--set", "position_least=" + "9" * 50_000): 2,
    ("run", ".", "--set", "position_least=0x" + "f" * 50_000): 2,
    ("run", ".", "--set", "figures.x=\x1b[2J"): 2,
    ("run", ".", "--year", "0"): 2,
    ("run", ".", "--year", "99999999999999999999"): 2,
    ("run", ".", "--jobs", "-1"): 2,
    ("run", ".", "--ente", "../alfa"): 2,
    ("new-year", ".", "--from", "0"): 2,
    ("show", "9" * 5000): 2,
    ("show", "0000000"): 2,
    ("explain", ".", "indicator:" + "I" * 50_000): 2,
    ("explain", ".", "=1+1"): 2,
    ("history", "../../etc/passwd"): 2,
    ("run", "\0"): 2,
}


@pytest.mark.parametrize("words", WORDS, ids=lambda words: " ".join(words)[:40].replace("\0", "NUL"))
def test_a_word_that_would_do_harm_is_refused_at_once(
    harm: Harm, known: Known, tmp_path: Path, words: tuple[str, ...]
) -> None:
    root = known.copy(tmp_path / "spazio")
    begin = time.monotonic()
    ran = harm(root, *words, kind="none", memory=2**30)
    assert ran.code in (WORDS[words], 1), ran.text
    assert ran.text.strip()
    assert time.monotonic() - begin < 10
    assert known.results(root) == "old"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_are_days(
    harm: Harm, known: Known, tmp_path: Path, day: str
) -> None:
    root = known.copy(tmp_path / "spazio")
    assert harm(root, "run", ".", "--as-of", day).code == 0
    assert harm(root, "status", ".", "--as-of", day, "--due-within", "9" * 9).code in (0, 2)
    assert harm(root, "run", ".", "--as-of", DAY).code == 0
