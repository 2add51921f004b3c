"""What the program says: every sentence of the code has its English, with the same values, and what is compiled is new."""

import ast
import gettext
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

pytest.importorskip("babel")

from attrs import evolve
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import merito
from merito import Message, Ref, plain, say

ROOT = Path(__file__).parents[3]
FAKE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Elenca i regolamenti installati."
msgstr "Zeigt die Satzungen."

msgid "Usage:"
msgstr "Verwendung:"

msgid "{path}: non è una cartella"
msgstr "{path} ist kein Ordner"

msgid "{n} prova non vale"
msgid_plural "{n} prove non valgono"
msgstr[0] "{n} Prüfung gilt nicht"
msgstr[1] "{n} Prüfungen gelten nicht"
"""
IN_GERMAN = """
import sys
from click.testing import CliRunner
from merito.cli import app

for words in (["regulations", "--help"], ["run", sys.argv[1]]):
    print(CliRunner().invoke(app, ["--lang", "de", *words]).output, end="")
"""


def made() -> Any:
    """The program that renews the catalogues."""
    spec = importlib.util.spec_from_file_location("make_catalogue", ROOT / "docs" / "make_catalogue.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CATALOGUES = made().catalogues()
names = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


@names
def test_a_catalogue_has_what_the_code_says_and_nothing_else(path: Path) -> None:
    assert made().po_of(made().renewed(path)) == path.read_bytes(), "python docs/make_catalogue.py"


@names
def test_the_compiled_catalogue_is_that_of_its_text(path: Path) -> None:
    assert made().mo_of(path.read_bytes()) == path.with_suffix(".mo").read_bytes(), "python docs/make_catalogue.py"


def entries(path: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The sentences of a catalogue with their translations."""
    with path.open("rb") as file:
        for one in read_po(file):
            if one.id:
                yield (
                    tuple(one.id if one.pluralizable else (one.id,)),
                    tuple(one.string if one.pluralizable else (one.string,)),
                )


@names
def test_every_sentence_of_a_catalogue_is_translated(path: Path) -> None:
    assert [said for said, told in entries(path) if not all(told)] == []


@names
def test_a_translation_has_no_value_that_its_sentence_does_not_have(path: Path) -> None:
    """A library's own sentence may be told with fewer."""
    for said, told in entries(path):
        known = set().union(*map(places, said))
        for text in told:
            assert places(text) <= known, text
            assert path.parts[-3] == "it" or places(text) in map(places, said), text


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_value_of_a_sentence_has_the_name_of_a_part_of_a_message() -> None:
    taken = {"many", "number", "context"}
    assert [sentences for sentences in made().said().values() if taken & set().union(*map(places, sentences))] == []


def test_a_third_language_is_one_file_and_no_code(tmp_path: Path) -> None:
    package, installed = tmp_path / "merito", Path(merito.__file__).parent
    folder = package / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for one in installed.iterdir():
        if one.name != "locale":
            (package / one.name).symlink_to(one)
    (folder / "merito.po").write_text(FAKE, encoding="utf-8")
    with (folder / "merito.po").open("rb") as text, (folder / "merito.mo").open("wb") as compiled:
        write_mo(compiled, read_po(text))
    missing = str(tmp_path / "x")
    told = subprocess.run(
        [sys.executable, "-c", IN_GERMAN, missing],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert told.startswith("Verwendung: merito regulations")
    assert "Zeigt die Satzungen." in told
    assert told.endswith(f"\n{missing} ist kein Ordner\n")
    failed = [say("{n} prova non vale", many="{n} prove non valgono", number="n", n=n) for n in (1, 2)]
    reader = evolve(plain, catalogue=gettext.translation("merito", package / "locale", ["de"]))
    assert list(map(reader, failed)) == ["1 Prüfung gilt nicht", "2 Prüfungen gelten nicht"]


def test_nobody_reads_a_message_but_a_reader() -> None:
    message = say("il file {file} non c'è", file=Ref("file", "rules.toml"))
    with pytest.raises(TypeError):
        str(message)
    with pytest.raises(TypeError):
        f"{message}"
    with pytest.raises(TypeError):
        "file" in message  # type: ignore[operator]  # noqa: B015
    assert not hasattr(Message, "__contains__")
    assert plain(message) == "il file rules.toml non c'è"


def test_a_context_tells_apart_equal_sentences() -> None:
    catalogue = Catalog(locale="en", fuzzy=False)
    catalogue.add("chiuso", "closed", context="condizione")
    catalogue.add("chiuso", "shut", context="ufficio")

    class Told(gettext.NullTranslations):
        def pgettext(self, context: str, message: str) -> str:
            return str(catalogue.get(message, context).string)

    reader = evolve(plain, catalogue=Told())
    assert [reader(say("chiuso", context=one)) for one in ("condizione", "ufficio")] == ["closed", "shut"]


def test_every_message_of_the_code_gives_the_values_of_its_sentence() -> None:
    wrong = [
        f"{path.name}:{node.lineno}"
        for folder in made().CODE
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and not _fits(node)
    ]
    assert wrong == []


def _fits(said: ast.Call) -> bool:
    """Whether a call of `say` has a constant sentence, and exactly its values."""
    given = {one.arg: one.value for one in said.keywords}
    many = given.pop("many", None)
    sentences = [one.value for one in (*said.args, *filter(None, [many])) if isinstance(one, ast.Constant)]
    deciding = given.get("number")
    values = given.keys() - {"number", "context"}
    wanted = set().union(*map(places, map(str, sentences)))
    if isinstance(deciding, ast.Constant):
        wanted = wanted | {str(deciding.value)}
    unpacked = None in given  # `**shared`: verify looks at the messages that are made
    fits = values - {None} <= wanted if unpacked else wanted == values
    return len(sentences) == 1 + (many is not None) and fits
