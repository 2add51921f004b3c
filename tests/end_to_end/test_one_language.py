"""Every command speaks one language at a time, whatever it has to tell: what it says itself, not what an office writes.

A command line of each is run in both languages, also where it fails; no sentence of the catalogue stands in the other.
"""

import importlib.util
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from click.testing import Result

pytest.importorskip("babel")

from babel.messages.pofile import read_po

from merito.cli import app

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("in_this_process")]
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "camera-di-prova"
CATALOGUE = ROOT / "core" / "merito" / "locale" / "en" / "LC_MESSAGES" / "merito.po"
DAY = ("--as-of", "2022-07-31")
LEAST_WORDS, LEAST_LETTERS = 3, 16
OF_THE_COMMAND = ("init", "history", "trust", "adopt", "collect", "register digest", "new-regulation")
ITALIAN = re.compile(r"\b(è|che|della|delle|non|nella|sono|gli|cosa|già|voce|prima|dopo|manca|nuove)\b")
"""Words that no English sentence has, where a command tells nothing of what an ente wrote."""
LINES: dict[str, tuple[tuple[str, ...], ...]] = {
    "init": (("W2", "--regulation", "bergamo"), ("W2", "--regulation", "bergamo"), ("W3", "--regulation", "nessuno")),
    "check": (("W", *DAY), ("nowhere",), ("W", "--ente", "altro"), ("W", "--year", "1")),
    "status": (("W", *DAY), ("W", *DAY, "--due-within", "400"), ("BROKEN",)),
    "run": (("W", *DAY), ("W", *DAY, "--only-changed"), ("W", "--set", "x=1"), ("BROKEN",), ("W", "--formats", "doc")),
    "forms": (("bergamo",), ("W",), ("W", "nessuno"), ("bergamo", "--ente", "x"), ("BROKEN",)),
    "explain": (("W",), ("W", "person:E1", *DAY), ("W", "person:nobody"), ("W", "x:1"), ("W", "person:E1", "--json")),
    "history": (("camera-di-prova", "--path", "W"), ("altro", "--path", "W"), ("camera-di-prova", "--path", "nowhere")),
    "show": (("1", "--path", "W"), ("99", "--path", "W"), ("1", "--path", "W", "--file", "nessuno.csv")),
    "diff": (("1", "1", "--path", "W"), ("1", "99", "--path", "W"), ("1", "adopted", "--path", "W")),
    "adopt": (("1", "--act", "nessuno", "--path", "W"), ("99", "--act", "R2", "--path", "W")),
    "regulations": ((),),
    "rules": (("bergamo", "--phase", "e"), ("nessuno",), ("national", "--undecided")),
    "parameters": (("bergamo",), ("national", "--unverified"), ("nessuno",)),
    "acts": (("bergamo",), ("nessuno",)),
    "new-year": (("W", "--from", "2021"), ("W", "--from", "2021"), ("W", "--from", "1990")),
    "collect": (("W", "--out", "OUT", *DAY), ("W", "--read", "OUT", "--check"), ("W", "--read", "nowhere")),
    "import": (
        ("W", "nowhere.csv", "--table", "personale"),
        ("W", "nowhere.csv", "--table", "nessuna"),
        ("W", "W/merito.toml", "--table", "personale"),
        ("W", "W/enti/camera-di-prova/2021/personale.csv", "--table", "personale"),
        ("W", "W/enti/camera-di-prova/2021/atti.csv", "--table", "personale"),
    ),
    "open": (("nowhere", "--no-browser"), ("W", "--no-browser", "--port", "99999")),
    "trust": (("camera-di-prova", "--path", "W"), ("altro", "--path", "W")),
    "verify": (("nessuno",),),
    "new-regulation": (("prova_nuova", "--into", "NEW"), ("national",)),
    "register verify": (("W",), ("nowhere",), ("W", "--anchor", "0000")),
    "register digest": (("W",), ("nowhere",)),
}


def every_command() -> Iterator[str]:
    for name, command in app.commands.items():
        inner = getattr(command, "commands", {})
        yield from (f"{name} {one}" for one in inner) if inner else (name,)


def parts(sentence: str) -> Iterator[str]:
    """What a sentence says between its values, where that is long enough to be of one language."""
    for text, _, _, _ in Formatter().parse(sentence):
        for line in text.split("\n"):
            said = line.strip(" :;,.()«»")
            if len(said) >= LEAST_LETTERS and len(said.split()) >= LEAST_WORDS:
                yield said


@cache
def of_the_office() -> str:
    """What findings, reasons and explanations say: Italian in every language, until somebody translates it."""
    spec = importlib.util.spec_from_file_location("make_catalogue", ROOT / "docs" / "make_catalogue.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    commands = module.said(module.OF_ACTS)
    return "\n".join(one for key, sentences in module.said().items() if key not in commands for one in sentences)


@cache
def foreign(language: str) -> tuple[str, ...]:
    """The parts of sentences that a run in a language must not have: those of the other one."""
    with CATALOGUE.open("rb") as file:
        entries = [one for one in read_po(file, locale="en") if one.id]
    pairs = [
        (first, second)
        for one in entries
        for first, second in zip(
            one.id if isinstance(one.id, tuple) else (one.id,),
            one.string if isinstance(one.string, tuple) else (one.string,),
            strict=False,
        )
    ]
    library = [one.id for one in entries if {"click", "tomli"} & set(one.auto_comments)]
    italian = {said for first, _ in pairs if first not in library for said in parts(first)}
    english = {said for first, second in pairs if first not in library for said in parts(second)}
    if language == "it":
        return tuple(english - italian)
    return tuple(said for said in italian - english if said not in of_the_office())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a language: a workspace that runs, and one that cannot be read."""
    made: dict[str, Path] = {}

    def of(language: str) -> Path:
        if language not in made:
            made[language] = tmp_path_factory.mktemp(language)
            for name in ("W", "BROKEN"):
                shutil.copytree(EXAMPLE, made[language] / name, ignore=shutil.ignore_patterns("out", "registro*"))
            (made[language] / "BROKEN" / "enti" / "camera-di-prova" / "ente.toml").write_text("id = 3\n")
        return made[language]

    return of


def test_every_command_has_its_lines() -> None:
    assert set(LINES) == set(every_command())


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_line_of_any_command_is_in_the_other_language(
    merito: Callable[..., Result], place: Callable[[str], Path], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place(language))
    mixed = []
    for name, lines in LINES.items():
        for words in lines:
            told = merito("--lang", language, *name.split(), *words)
            output = " ".join(re.sub(r"[│╭╮╰╯─]", " ", told.output).split())
            if language == "en" and name in OF_THE_COMMAND and ITALIAN.search(output):
                mixed.append((name, *words, output[:200]))
            mixed += [(name, *words, said) for said in foreign(language) if said in output]
    assert mixed == []
