"""Finds what the program says and compiles its catalogues: `python docs/make_catalogue.py`.

Every `say("...")` of the code, with its `many` and its `context`, and every `t("...")` of the window's templates, is
an entry of each catalogue of `core/merito/locale` but the Italian one, which is the source. Entries that nobody says
any more are removed; new ones are left empty, to be translated. What an office writes in its acts (findings, reasons,
explanations) is Italian: the English catalogue has only those of its sentences that were translated, and another
language has all of them. Sentences of libraries stand in them by hand, with the comment `click` or `tomli`: they are
English, so Italian translates them too.
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).parents[1]
CODE = (ROOT / "core", ROOT / "plugins")
LOCALE = ROOT / "core" / "merito" / "locale"
ENGINE = ROOT / "core" / "merito"
OFFICE = ("cycle", "explanation", "kit", "model", "outputs", "page", "wording")
OF_ACTS = (*(ENGINE / name for name in OFFICE), ROOT / "plugins")
SAY, ON_PAGE = "say", "t"
TEMPLATES = ROOT / "core" / "merito" / "window" / "templates"
CODED = ("STATES", "PHASES", "SEVERITIES", "SUM_PARTS", "PHASE_STATES", "PHASE_WORDS", "STANDINGS")
SOURCE, OF_COMMANDS = "it", "en"
OF_LIBRARIES = ("click", "tomli")
WIDTH = 120
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
Found = tuple[tuple[str, ...], str | None]


def said_in(source: str) -> Iterator[Found]:
    """The sentences of some code: one, or two for a number that decides, and the context."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == SAY and node.args:
            more = {one.arg: _text(one.value) for one in node.keywords if one.arg in ("many", "context")}
            one = _text(node.args[0])
            if one:
                yield (one, more["many"]) if more.get("many") else (one,), more.get("context")  # type: ignore[misc]


def said_on_page(source: str) -> Iterator[Found]:
    """The sentences of a template of the window."""
    for _, _, sentence in extract_from_ast(Environment(autoescape=True).parse(source), (ON_PAGE,)):
        one = sentence[0] if isinstance(sentence, tuple) else sentence
        if one:
            yield (one,), None


def coded_in(source: str) -> Iterator[Found]:
    """The words for the codes of results (states, phases), which commands say in the language that is asked for."""
    for node in ast.parse(source).body:
        named = {getattr(one, "id", "") for one in node.targets} if isinstance(node, ast.Assign) else set[str]()
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and named & set(CODED):
            yield from (((text,), None) for one in node.value.values if (text := _text(one)))


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said(besides: tuple[Path, ...] = ()) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """The sentences of the whole code but some folders, by the first of them and the context."""
    found: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for folder in CODE:
        for path in sorted(folder.rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            left_out = any(path.is_relative_to(one) for one in besides)
            for sentences, context in (*coded_in(source), *(() if left_out else said_in(source))):
                known = found.get((sentences[0], context), ())
                found[sentences[0], context] = max(known, sentences, key=len)
    for path in sorted(TEMPLATES.glob("*.html")):
        for sentences, context in said_on_page(path.read_text(encoding="utf-8")):
            found.setdefault((sentences[0], context), sentences)
    return found


def renewed(path: Path) -> Catalog:
    """A catalogue with what is said now, and the translations that it has."""
    language = path.parts[-3]
    with path.open("rb") as file:
        before = read_po(file, locale=language)
    wanted = {} if language == SOURCE else said(OF_ACTS if language == OF_COMMANDS else ())
    of_acts = said() if language == OF_COMMANDS else {}
    for one in before:
        first = one.id[0] if isinstance(one.id, tuple) else one.id
        if first and any((one.string, *one.string)) and (first, one.context) in of_acts:
            wanted[first, one.context] = of_acts[first, one.context]
        sentences = one.id if isinstance(one.id, tuple) else (one.id,)
        if one.id and set(OF_LIBRARIES) & set(one.auto_comments):
            wanted[sentences[0], one.context] = sentences
    made = Catalog(
        locale=language,
        header_comment="# What merito says, in another language: the source language is Italian.",
        project="merito",
        fuzzy=False,
    )
    made.mime_headers = [("Plural-Forms", before.plural_forms)]  # what babel thinks of a language changes
    for (one, context), sentences in sorted(wanted.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        known = before.get(one, context)
        many = len(sentences) > 1
        blank: tuple[str, ...] | str = ("",) * made.num_plurals if many else ""
        fits = known is not None and isinstance(known.string, tuple) is many
        comments = known.auto_comments if known else ()
        made.add(
            sentences if many else one,
            known.string if known and fits else blank,
            context=context,
            auto_comments=comments,
        )
    return made


def po_of(catalogue: Catalog) -> bytes:
    """The text of a catalogue; without dates, so that it depends on its sentences alone."""
    out = io.BytesIO()
    write_po(out, catalogue, width=WIDTH, omit_header=False)
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Report-Msgid')
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(dated))


def mo_of(po: bytes) -> bytes:
    """The compiled catalogue of its text."""
    out, read = io.BytesIO(), read_po(io.BytesIO(po))
    read.creation_date = read.revision_date = NO_DAY
    write_mo(out, read)
    return out.getvalue()


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/merito.po"))


def main() -> None:
    for path in catalogues():
        po = po_of(renewed(path))
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(mo_of(po))
        empty = po.count(b'msgstr ""\n\n') + po.count(b'msgstr[0] ""\n')
        sys.stdout.write(f"{path.relative_to(ROOT)}: {empty} to translate\n")


if __name__ == "__main__":
    main()
