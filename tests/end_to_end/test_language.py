"""Commands speak one language: Italian, or the one that is asked for, with the same commands and codes."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import Result

from merito.cli import app

CHAMBER = Path(__file__).parents[2] / "examples" / "camera-di-prova"
Merito = Callable[..., Result]


def every() -> Iterator[tuple[str, Any]]:
    """Every command by the words that call it, including groups."""
    for name, command in app.commands.items():
        yield name, command
        yield from ((f"{name} {inner}", one) for inner, one in getattr(command, "commands", {}).items())


COMMANDS = dict(every())


@pytest.mark.parametrize("name", COMMANDS)
def test_english_help_has_no_types_or_placeholders_of_the_program(merito: Merito, name: str) -> None:
    told = merito("--lang", "en", *name.split(), "--help")
    assert told.exit_code == 0
    assert told.output.startswith(f"Usage: merito {name} [OPTIONS]")
    assert " ".join((COMMANDS[name].help or "").split())[:40] not in " ".join(told.output.split())  # that is Italian
    assert not re.search(r"<[a-z]|\{[A-Za-z]", told.output)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_italian_from_the_first_word_to_the_last(merito: Merito, name: str) -> None:
    told = merito(*name.split(), "--help")
    assert told.exit_code == 0
    assert told.output.startswith(f"Uso: merito {name} [OPZIONI]")
    flat = " ".join(told.output.split())
    assert " ".join((COMMANDS[name].help or "").split())[:40] in flat
    for param in COMMANDS[name].params:
        assert " ".join(param.help.split())[:30] in flat, param.name
        assert all(option in flat for option in param.opts if option.startswith("--"))
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this", "[required]", "[default", "<"):
        assert english not in told.output


WRONG = {
    ("run",): "manca 'PERCORSO'.",
    ("init", "x"): "manca l'opzione '--regulation'.",
    ("run", "x", "--zz"): "l'opzione '--zz' non c'è.",
    ("run", "x", "--jbos", "2"): "l'opzione '--jbos' non c'è. Forse uno di questi: '--jobs', '--json'?",
    ("rum",): "il comando 'rum' non c'è. Forse 'run'?",
    ("register", "x"): "il comando 'x' non c'è.",
    ("run", "x", "--as-of"): "dopo '--as-of' manca il valore",
    ("run", "x", "--provisional=3"): "l'opzione '--provisional' non vuole un valore",
    ("run", "x", "y"): "c'è qualcosa di troppo: y",
    ("run", "x", "--wait", "a"): "'--wait': trovato 'a', atteso un numero intero",
    ("run", "x", "--wait", "-1"): "'--wait': trovato -1, atteso un numero x>=0",
    ("run", "x", "--year", "20x"): "'--year': trovato '20x', atteso un numero intero",
    ("run", "x", "--fail-on", "zz"): "'--fail-on': trovato 'zz', atteso uno tra 'blocked', 'warning'",
    ("run", "x", "--as-of", "ieri"): "'--as-of': trovato 'ieri', attesa una data, come 2022-06-30 oppure 30/6/2022",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_wrong_with_a_command_line_is_told_in_italian(merito: Merito, words: tuple[str, ...]) -> None:
    told = merito(*words)
    assert told.exit_code == 2
    assert told.output.splitlines()[-1] == f"Errore: {WRONG[words]}"
    assert "Error:" not in told.output and "Usage" not in told.output


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_in_english_the_same_lines_end_with_the_same_code(
    merito: Merito, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = merito("--lang", "en", *words)
    monkeypatch.setenv("MERITO_LANG", "en")
    assert merito(*words).output == asked.output
    assert asked.exit_code == 2
    assert "Error: " in asked.output and "Errore" not in asked.output


def test_one_language_is_spoken_wherever_a_line_goes_wrong(merito: Merito, tmp_path: Path) -> None:
    """Not English of authors and Italian of enti: the language is that of the line."""
    missing = tmp_path / "nonexist"
    assert merito("verify", "bergam").output.startswith("il regolamento «bergam» non è installato; ci sono: bergamo")
    assert merito("verify", "bergam").output.endswith("Forse «bergamo»?\n")
    english = merito("--lang", "en", "verify", "bergam").output
    assert english.startswith("regulation 'bergam' is not installed; installed: bergamo")
    assert english.endswith("; did you mean 'bergamo'?\n")
    assert merito("run", missing).output == f"{missing}: non è una cartella\n"
    assert merito("--lang", "en", "run", missing).output == f"{missing}: no folder\n"


def test_a_command_line_stands_over_the_environment(merito: Merito, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERITO_LANG", "en")
    assert merito("run", "--help", "--lang=it").output.startswith("Uso: merito run")
    assert merito("run", "--help").output.startswith("Usage: merito run")


def test_a_part_that_is_not_installed_is_told_in_the_language_of_the_line(
    merito: Merito, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    italian, english = merito("verify", "bergamo"), merito("--lang", "en", "verify", "bergamo")
    assert italian.output == (
        "merito verify vuole hypothesis e pytest: pip install 'merito[author]' (manca hypothesis)\n"
    )
    assert english.output == (
        "merito verify needs hypothesis and pytest: pip install 'merito[author]' (missing: hypothesis)\n"
    )
    assert (italian.exit_code, english.exit_code) == (2, 2)


def test_a_language_that_nothing_is_written_in_is_refused(merito: Merito, monkeypatch: pytest.MonkeyPatch) -> None:
    assert merito("--lang", "fr", "run").output == "--lang: trovato «fr», atteso uno tra it, en\n"
    monkeypatch.setenv("MERITO_LANG", "de")
    ended = merito("run")
    assert (ended.exit_code, ended.output) == (2, "MERITO_LANG: trovato «de», atteso uno tra it, en\n")


def test_no_command_at_all_tells_the_help_and_ends_with_2(merito: Merito) -> None:
    for words in ((), ("register",)):
        told = merito(*words)
        assert told.exit_code == 2
        assert told.output.startswith("Uso: merito")
        assert "Errore" not in told.output


def test_the_option_may_stand_anywhere_before_the_two_dashes(merito: Merito, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Error: " in merito("run", "x", "--lang", "en", "--year", "20x").output
    assert merito("run", "x", "--", "--lang", "en").output.endswith("Errore: c'è qualcosa di troppo: --lang en\n")
    monkeypatch.setenv("MERITO_LANG", "")
    assert "Errore: " in merito("run", "x", "--year", "20x").output
    assert merito("run", "--lang").output == "--lang: trovato «», atteso uno tra it, en\n"


def test_the_register_is_spoken_of_in_the_language_of_the_line(merito: Merito, tmp_path: Path) -> None:
    root = copytree(CHAMBER, tmp_path / "camera", ignore=lambda *_: {"out", "registro.sqlite"})
    ran = merito("--lang", "en", "run", root, "--year", "2021", "--as-of", "2022-12-31").output
    assert "register: entry 1, in " in ran and "registro:" not in ran
    shown = merito("--lang", "en", "show", "1", "--path", root).output
    assert "\nreading I-BG-20: in_proportion (adopted, act L2)\n" in shown
    assert "\nlettura I-BG-20: in_proportion (adottata, atto L2)\n" in merito("show", "1", "--path", root).output
