"""A plugin to be verified: its layer, the syntax trees of its code, and its worked cases."""

import ast
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from merito.contract.proceedings import CONTRARY
from merito.kit.differentiation import CHOICES
from merito.model.messages import say
from merito.regulations import Layer, Regulations, Stack, own_paths
from merito.testing.case_files import cases_in
from merito.testing.cases import Case, CaseError

UP = 3  # how far above its package the tests of a plugin may be


@frozen(kw_only=True)
class Module:
    """One file of a plugin's code."""

    path: Path
    lines: tuple[str, ...]
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """The position of a piece of code: `prizes.py:12`."""
        return f"{self.path.name}:{getattr(node, 'lineno', 1)}"


@frozen(kw_only=True)
class Subject:
    """A plugin, or an ente's own rules, to be verified. `examples` says how many enti each property is tried on.

    `since` is the first year of own rules; that of a plugin is in its editions. `looked_in` is where cases were
    searched. `seen` and `ran` are cases and drawn enti that have run, for later checks; a case is identified by its
    whole content.
    """

    regulations: Regulations
    stack: Stack
    cases: tuple[Case, ...]
    examples: int = 20
    since: int | None = None
    looked_in: tuple[Path, ...] = ()
    seen: dict[str, object] = field(factory=dict, eq=False, repr=False)
    ran: dict[object, object] = field(factory=dict, init=False, eq=False, repr=False)

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
        """Every text constant in the code, every name of an argument, and what the kit asks: ids, keys, choices."""
        nodes = [node for module in self.modules for node in ast.walk(module.tree)]
        texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        as_data = {word for one in self.own.inputs.proceedings.values() if one.readings for word in CONTRARY}
        arguments = {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg}
        of_the_kit = {choice for name in arguments & CHOICES.keys() for choice in CHOICES[name]}
        return frozenset(texts | as_data | arguments | of_the_kit)


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
    if cases is not None and not cases.is_dir():
        raise CaseError(say("{folder}: non c'è questa cartella di casi", folder=str(cases)))
    looked_in = (cases,) if cases else _by_custom(place, regulation)
    found = next(filter(None, (_cases_of(regulation, folder) for folder in looked_in if folder.is_dir())), ())
    return Subject(regulations=known, stack=stack, cases=found, examples=examples, looked_in=looked_in)


def _by_custom(place: Path | None, regulation: str) -> tuple[Path, ...]:
    """`tests/cases` or `tests/<name>/cases`, next to the package or a little above; then in the current folder."""
    above = [place, *place.parents[:UP]] if place else []
    return tuple(
        one / "tests" / folder for one in (*above, Path()) for folder in (Path("cases"), Path(regulation, "cases"))
    )


def _cases_of(regulation: str, folder: Path) -> tuple[Case, ...]:
    return tuple(case for case in cases_in(folder) if case.regulation == regulation)
