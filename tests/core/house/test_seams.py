"""Tests stand on public seams: what a user, an author or an office can reach; a few modules inside have a contract."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).parents[2]
CORE = TESTS.parent / "core"
PUBLIC = {
    "merito",
    "merito.cli",  # the command line
    "merito.kit",
    "merito.numbers",
    "merito.testing",
    "merito.testing.adversary",
    "merito.testing.conformance",
    "merito.testing.conformance.properties",
}
INSIDE = {
    "merito.cycle.search": "the search of alternatives",
    "merito.execution.pool": "the processes of a run, which tests replace by their own",
    "merito.forms.templates": "a stranger's archive is refused, or filled as it was declared",
    "merito.outputs.xlsx": "the bytes of a workbook",
    "merito.publication": "the guard",
    "merito.publication.joining": "the guard: classes with few people",
    "merito.publication.known": "the guard: what several figures tell together",
    "merito.register.canonical": "equal values have equal bytes",
    "merito.register.store": "the chain of entries, and who alters it",
    "merito.regulations": "layers are found, refused and distinguished",
    "merito.workspace.workbooks.set_apart": "cells of workbooks are read in a process apart",
    "merito.workspace.workbooks.spreadsheets": "every cut or swollen workbook is refused",
}
MOST = 12


def imported() -> Iterator[tuple[str, str]]:
    """Every module of merito that a test imports or replaces a part of, with the file."""
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from ((name, path.name) for name in _named(node) if name.split(".")[0] == "merito")


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names):
            yield from (one.name for one in names)
        case ast.ImportFrom(str(module), names, 0) if module.split(".")[0] == "merito":
            known = import_module(module)
            within = [one.name for one in names if isinstance(getattr(known, one.name, known), ModuleType)]
            yield from (f"{module}.{one}" for one in within)
            yield from [module] if len(within) < len(names) else []
        case ast.Call(ast.Attribute(_, "setattr"), [ast.Constant(str(replaced)), *_]):
            yield _module_of(replaced)


def _module_of(name: str) -> str:
    """The module of a name with dots."""
    parts = name.split(".")
    while len(parts) > 1 and not any((CORE / one).exists() for one in ("/".join(parts), "/".join(parts) + ".py")):
        parts.pop()
    return ".".join(parts)


def test_no_test_imports_another_module_of_the_inside() -> None:
    known = PUBLIC | set(INSIDE)
    assert sorted({(name, file) for name, file in imported() if name not in known}) == []


def test_few_modules_of_the_inside_have_tests_of_their_own() -> None:
    assert len(INSIDE) <= MOST


def test_every_module_of_the_inside_that_is_listed_is_imported() -> None:
    assert set(INSIDE) - {name for name, _ in imported()} == set()
