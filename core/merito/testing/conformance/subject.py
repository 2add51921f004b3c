"""A plugin under proof: its layer, the syntax trees of its code, and its worked cases."""

import ast
from functools import cached_property
from pathlib import Path

from attrs import frozen

from merito.regulations import Layer, Regulations, Stack, own_paths
from merito.testing.cases import Case, CaseError, cases_in

UP = 3  # how far above its package the tests of a plugin may lie


@frozen(kw_only=True)
class Module:
    """One file of a plugin's code."""

    path: Path
    lines: tuple[str, ...]
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Where a piece of code stands: `prizes.py:12`."""
        return f"{self.path.name}:{getattr(node, 'lineno', 1)}"


@frozen(kw_only=True)
class Subject:
    """A plugin, or an ente's own rules, under proof. `examples` is how many enti each property is tried on.

    `since` is the first year that own rules are for; that of a plugin is in its editions.
    """

    regulations: Regulations
    stack: Stack
    cases: tuple[Case, ...]
    examples: int = 20
    since: int | None = None

    @property
    def own(self) -> Layer:
        """The plugin's own layer."""
        return self.stack.layers[-1]

    @property
    def readable(self) -> tuple[Case, ...]:
        """The cases whose data can be read."""
        return tuple(case for case in self.cases if not case.refused)

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Every file of the package."""
        assert self.own.place is not None
        found = own_paths(self.own.place) if self.own.own_files else sorted(self.own.place.rglob("*.py"))
        texts = {path: path.read_text(encoding="utf-8") for path in found if path.suffix == ".py"}
        return tuple(
            Module(path=path, lines=tuple(text.splitlines()), tree=ast.parse(text)) for path, text in texts.items()
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every text that stands alone in the code, and every name of an argument: ids, keys, choices."""
        nodes = [node for module in self.modules for node in ast.walk(module.tree)]
        texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        return frozenset(texts | {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg})


def subject_of(
    regulation: str, cases: Path | None = None, examples: int = 20, regulations: Regulations | None = None
) -> Subject:
    """The plugin of a regulation with its cases: those of a folder, or of the tests near its package.

    Raises PluginError on a plugin that cannot be loaded, CaseError on cases that cannot be read.
    """
    from merito.testing.enti import installed  # noqa: PLC0415

    known = regulations or installed()
    stack = known.stack(regulation)
    place = stack.layers[-1].place
    folders = [cases] if cases else list(_near(place, regulation)) if place else []
    if cases is not None and not cases.is_dir():
        raise CaseError(f"{cases}: there is no such folder of cases")
    found = tuple(case for folder in folders for case in cases_in(folder) if case.regulation == regulation)
    return Subject(regulations=known, stack=stack, cases=found, examples=examples)


def _near(place: Path, regulation: str) -> list[Path]:
    """Folders of cases by custom: `tests/cases` or `tests/<name>/cases`, beside the package or a little above."""
    above = [place, *place.parents[:UP]]
    found = [tests for one in above for tests in (one / "tests" / "cases", one / "tests" / regulation / "cases")]
    return [folder for folder in found if folder.is_dir()][:1]
