"""Tests stand on public seams: what a user, an author or an office can reach; a few modules inside have a contract."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[2]
PUBLIC = {
    "merito",
    "merito.cli",  # the command line
    "merito.kit",
    "merito.numbers",
    "merito.testing",
    "merito.testing.adversary",
    "merito.testing.conformance",
}
INSIDE = {
    "merito.cycle.search": "the search of alternatives",
    "merito.execution.pool": "the processes of a run, which tests replace by their own",
    "merito.forms.templates": "a stranger's archive is refused, or filled as it was declared",
    "merito.model.messages": "a message is data until a reader writes it",
    "merito.model.publication": "the limits of the guard",
    "merito.outputs.xlsx": "the bytes of a workbook",
    "merito.publication": "the guard",
    "merito.publication.joining": "the guard: classes with few people",
    "merito.publication.known": "the guard: what several figures tell together",
    "merito.register.canonical": "equal values have equal bytes",
    "merito.register.store": "the chain of entries, and who alters it",
    "merito.regulations": "layers are found, refused and distinguished",
    "merito.workspace.workbooks": "cells of workbooks are read in a process apart",
}


def imported() -> Iterator[tuple[str, str]]:
    """Every module of merito that a test imports, with the file."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            yield from ((name, path.name) for name in names if name.split(".")[0] == "merito")


def test_no_test_imports_another_module_of_the_inside() -> None:
    known = PUBLIC | set(INSIDE)
    assert sorted({(name, file) for name, file in imported() if name not in known}) == []


def test_every_module_of_the_inside_that_is_listed_is_imported() -> None:
    assert set(INSIDE) - {name for name, _ in imported()} == set()
