"""Imports the code of a plugin with instrumentation of `/`, `**` and the iteration over sets.

Python silently gives a float for `1 / 3`, and the order of a set of texts depends on PYTHONHASHSEED. Here each quotient
that is a float is recorded with its line. Every set that the code iterates over, joins, makes a sequence of, or sorts
by a key is put in order, forwards or backwards. Those of several elements are counted: without any, both orders agree.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from attrs import define, field

QUOTIENT, ORDERED = "__merito_quotient__", "__merito_ordered__"
DIVISIONS: Mapping[type[ast.operator], str] = {ast.Div: "/", ast.Pow: "**"}
IN_ORDER = frozenset(("list", "tuple", "iter", "enumerate", "zip", "map", "filter", "reversed"))
BY_A_KEY = frozenset(("sorted", "min", "max"))  # among equals, the first one stands first
IN_ORDER_OF = frozenset(("join", "fromkeys", "extend"))
SETS = (set, frozenset)


@define(eq=False)
class Watched:
    """What is recorded while the code of a package runs; `backwards` is the order of its sets.

    `sets` counts those of several elements that were put in order, and `at_import` says whether a module did as it was
    imported.
    """

    backwards: bool
    floats: dict[str, str] = field(factory=dict)
    sets: int = 0
    at_import: bool = False

    def quotient(self, sign: str, at: str, one: object, other: object) -> object:
        found = one / other if sign == "/" else one**other  # type: ignore[operator]
        if isinstance(found, float):
            self.floats.setdefault(at, f"{one!r} {sign} {other!r}")
        return found

    def ordered(self, some: Iterable[object]) -> Iterable[object]:
        if not isinstance(some, SETS):
            return some
        self.sets += len(some) > 1
        return sorted(some, key=repr, reverse=self.backwards)


def watch(package: str, watched: Watched) -> None:
    """From here on, modules of a package are imported with instrumentation. The process should end with it."""
    sys.meta_path.insert(0, _Finder(package, watched))


@define(eq=False)
class _Finder(MetaPathFinder):
    package: str
    watched: Watched

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self.package and not name.startswith(f"{self.package}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(spec.loader.name, spec.loader.path, self.watched)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, watched: Watched) -> None:
        super().__init__(name, path)
        self.watched = watched

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(self.get_data(self.path), self.path)
        return compile(ast.fix_missing_locations(_Watching(self.path).visit(tree)), self.path, "exec")

    def exec_module(self, module: ModuleType) -> None:
        known: Mapping[str, Callable[..., object]] = {
            QUOTIENT: self.watched.quotient,
            ORDERED: self.watched.ordered,
        }
        vars(module).update(known)
        before = self.watched.sets
        super().exec_module(module)
        self.watched.at_import |= self.watched.sets != before


class _Watching(ast.NodeTransformer):
    """Replaces quotients and iterations by calls."""

    def __init__(self, path: str) -> None:
        self.file = path.replace("\\", "/").rpartition("/")[2]

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        sign = DIVISIONS.get(type(node.op))
        return self._quotient(node, sign, node.left, node.right) if sign else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        sign = DIVISIONS.get(type(node.op))
        if not sign or not isinstance(node.target, ast.Name):
            return node
        read = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
        return ast.copy_location(ast.Assign([node.target], self._quotient(node, sign, read, node.value)), node)

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        node.iter = _ordered(node.iter)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.iter = _ordered(node.iter)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = _ordered(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        plain = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        by_a_key = plain in BY_A_KEY and any(one.arg == "key" for one in node.keywords)
        if plain in IN_ORDER or method in IN_ORDER_OF or by_a_key:
            node.args = [one if isinstance(one, ast.Starred) else _ordered(one) for one in node.args]
        return node

    def _quotient(self, node: ast.BinOp | ast.AugAssign, sign: str, one: ast.expr, other: ast.expr) -> ast.Call:
        at = ast.Constant(f"{self.file}:{node.lineno}")
        call = ast.Call(ast.Name(QUOTIENT, ast.Load()), [ast.Constant(sign), at, one, other], [])
        return ast.copy_location(call, node)


def _ordered(node: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Call(ast.Name(ORDERED, ast.Load()), [node], []), node)
