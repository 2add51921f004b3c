"""Detects a plugin in the old form: it is refused when it is loaded, with the page that describes the new one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import merito.kit as kit
from merito.model.messages import Message, say

PAGE = "docs/versions.md, «From the old form»"
SETTLED = ("paid", "payable", "withheld", "alternative")
NOT_THERE = re.compile(r"cannot import name '(\w+)' from 'merito(?:\.kit)?'")
RENAMED = {"Held": "Holding", "Expected": "ExpectedEvaluators"}
MONEY = ("Reward", "FundLine")
MADE, GIVEN = (
    re.compile(rf"\b(?:{'|'.join(MONEY)})\s*\(".encode()),
    re.compile(rf"\b(?:{'|'.join(SETTLED)})\s*=".encode()),
)
BASIS, RESULTS = re.compile(rb"\bBasis\s*\("), re.compile(rb"\bresults\s*=")
ASKED_OPEN = re.compile(rb"\]\s*\.\s*open\b")


def code_of(module: ModuleType) -> bytes:
    """The source of a module of a package; empty if it is no Python file."""
    path = Path(module.__file__ or "")
    return path.read_bytes() if path.suffix == ".py" and path.is_file() else b""


def old_form(text: bytes) -> Iterator[Message]:
    """Every place of some source that is written in the old form."""
    if _is_suspect(text):
        for node in ast.walk(ast.parse(text)):
            for what in _of_call(node) if isinstance(node, ast.Call) else _of_attribute(node):
                yield say("riga {line}: {what}; leggere {page}", line=getattr(node, "lineno", 1), what=what, page=PAGE)


def _is_suspect(text: bytes) -> bool:
    """Whether it must be examined node by node, which is slow; hardly any source does."""
    return (
        (MADE.search(text) and GIVEN.search(text)) is not None
        or (BASIS.search(text) and RESULTS.search(text)) is not None
        or ASKED_OPEN.search(text) is not None
        or text.count(b"Reward(") > text.count(b"rests_on=")
    )


def moved(what: Message, error: BaseException) -> Message:
    """What an error is, with the new place of a name that an import did not find."""
    found = NOT_THERE.match(str(error)) if isinstance(error, ImportError) else None
    name = RENAMED.get(found[1], found[1]) if found else ""
    if name not in kit.__all__:
        return what
    return say("{what}; scrivere from merito.kit import {name} e leggere {page}", what=what, name=name, page=PAGE)


def _of_call(node: ast.Call) -> Iterator[Message]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    given = {one.arg for one in node.keywords}
    if name == "Basis" and "results" in given:
        yield say("un Basis non ha «results»: la riga dice su che cosa poggia, rests_on=(line, score)")
    if name == "Reward" and not {"rests_on", None} & given:
        yield say("un Reward dice su che cosa poggia, rests_on=(line, score), oppure () se su nulla")
    if name in MONEY and (settled := [one for one in SETTLED if one in given]):
        yield say("a un {name} si dà {settled}, che trova il motore", name=name, settled=tuple(settled))


def _of_attribute(node: ast.AST) -> Iterator[Message]:
    reading = isinstance(node, ast.Attribute) and node.attr == "open" and isinstance(node.value, ast.Subscript)
    if reading and _is_readings(node.value.value):  # type: ignore[attr-defined]
        yield say("una regola chiede la scelta di una lettura, non se è aperta: step.choose(...)")


def _is_readings(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "readings"
