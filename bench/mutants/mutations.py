"""Small wrong changes to a piece of code, as a slip would make them, one at a time.

Only code that runs inside a function is changed. Texts are left alone, since no figure depends on them.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path

from attrs import frozen

BORDERS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OPPOSITES = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot}
OPPOSITES |= {ast.IsNot: ast.Is}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}
SIGNS |= {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}
NAMES = {
    "rounding": {
        "cents_down": "cents_half_up",
        "cents_half_up": "cents_down",
        "cents_up": "cents_down",
        "down": "up",
        "half_up": "down",
        "up": "down",
        "whole_down": "up",
        "split": "split_down",
    },
    "extreme": {"min": "max", "max": "min", "any": "all", "all": "any"},
}
ROUNDINGS = frozenset(NAMES["rounding"].values())
Change = tuple[str, ast.AST]


@frozen
class Mutant:
    """One wrong change: where it is, in which function, what was there and what replaces it.

    `lines` are those of its statement down to the change: a test that runs none of them cannot notice it.
    """

    file: str
    lines: tuple[int, int]
    function: str
    operator: str
    was: str
    becomes: str
    number: int  # the position of the change among all of the file

    @property
    def id(self) -> str:
        """Stable as long as the function's text is the same, wherever its lines are."""
        return f"{self.file}::{self.function}::{self.operator}::{self.was} -> {self.becomes}"


def mutants_of(path: Path, file: str) -> Iterator[Mutant]:
    """Every mutant of a file; of several that read the same in one function, the first."""
    seen: set[str] = set()
    for number, site in enumerate(_sites(ast.parse(path.read_text(encoding="utf-8")))):
        mutant = Mutant(file, site.lines, site.function, site.operator, _told(site.node), _told(site.new), number)
        if mutant.id not in seen:
            seen.add(mutant.id)
            yield mutant


def mutated(path: Path, number: int) -> ast.Module:
    """The syntax tree of a file with this change made."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    site = next(site for at, site in enumerate(_sites(tree)) if at == number)
    _replace(tree, site.node, ast.copy_location(site.new, site.node))
    return ast.fix_missing_locations(tree)


def _told(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]


@frozen(eq=False)
class _Site:
    """A node that can be changed, its place, the kind of change, and the node that replaces it."""

    node: ast.AST
    function: str
    lines: tuple[int, int]
    operator: str
    new: ast.AST


def _sites(tree: ast.Module) -> Iterator[_Site]:
    yield from _within(tree, "", 0, inside=False)


def _within(node: ast.AST, function: str, first: int, *, inside: bool) -> Iterator[_Site]:
    for child in _running(node):
        name, deeper = function, inside
        line = child.lineno if isinstance(child, ast.stmt) else first
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            name = f"{function}.{child.name}" if function else child.name
            deeper = inside or isinstance(child, ast.FunctionDef)
        elif isinstance(child, ast.Lambda):
            deeper = True
        if inside:
            lines = (line or child.lineno, getattr(child, "end_lineno", line))
            yield from (_Site(child, function, lines, operator, new) for operator, new in _changes(child))
        yield from _within(child, name, line, inside=deeper)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The children that run when the function is called and decide something: no annotation, decorator or text."""
    if isinstance(node, ast.JoinedStr | ast.Raise):
        return
    if isinstance(node, ast.FunctionDef):
        yield from node.body
    elif isinstance(node, ast.AnnAssign):
        yield from (node.value,) if node.value else ()
    else:
        yield from ast.iter_child_nodes(node)


def _changes(node: ast.AST) -> Iterator[Change]:
    for change in _BY_KIND.get(type(node), ()):
        yield from change(node)


def _compare(node: ast.Compare) -> Iterator[Change]:
    for at, operator in enumerate(node.ops):
        for kind, table in (("border", BORDERS), ("opposite", OPPOSITES)):
            if type(operator) in table:
                new = deepcopy(node)
                new.ops[at] = table[type(operator)]()
                yield kind, new


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    joined = (getattr(node, "left", node), getattr(node, "right", getattr(node, "value", node)))
    texts = (ast.JoinedStr, ast.Tuple, ast.List, ast.ListComp)
    if type(node.op) in SIGNS and not any(isinstance(one, texts) or _is_text(one) for one in joined):
        new = deepcopy(node)
        new.op = SIGNS[type(node.op)]()
        yield "arithmetic", new


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    new = deepcopy(node)
    new.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "and or", new
    for at in range(len(node.values)):
        left = [deepcopy(value) for place, value in enumerate(node.values) if place != at]
        yield "operand", left[0] if len(left) == 1 else ast.BoolOp(op=deepcopy(node.op), values=left)


def _unary(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield "negation", deepcopy(node.operand)


def _constant(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "constant", ast.Constant(node.value + 1)
        if node.value == 1:
            yield "constant", ast.Constant(0)


def _branch(node: ast.If | ast.IfExp) -> Iterator[Change]:
    new = deepcopy(node)
    new.test = ast.UnaryOp(op=ast.Not(), operand=new.test)
    if not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.BoolOp):
        yield "branch", new


def _filter(node: ast.comprehension) -> Iterator[Change]:
    for at in range(len(node.ifs)):
        new = deepcopy(node)
        del new.ifs[at]
        yield "filter", new


def _return(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "return", ast.Return(value=ast.Constant(None))


def _call(node: ast.Call) -> Iterator[Change]:
    called = node.func
    if isinstance(called, ast.Name) and called.id == "sorted":
        new = deepcopy(node)
        left = [one for one in new.keywords if one.arg != "reverse"]
        new.keywords = left if len(left) < len(node.keywords) else [*left, ast.keyword("reverse", ast.Constant(True))]
        yield "order", new
    if isinstance(called, ast.Attribute) and called.attr == "choose" and node.keywords:
        yield "reading", deepcopy(node.keywords[0].value)
        yield "reading", deepcopy(node.keywords[-1].value)


def _name(node: ast.Name) -> Iterator[Change]:
    for kind, table in NAMES.items():
        if node.id in table and isinstance(node.ctx, ast.Load):
            yield kind, ast.Name(table[node.id], ast.Load())


_BY_KIND: Mapping[type[ast.AST], tuple[Callable[..., Iterator[Change]], ...]] = {
    ast.Compare: (_compare,),
    ast.BinOp: (_arithmetic,),
    ast.AugAssign: (_arithmetic,),
    ast.BoolOp: (_boolean,),
    ast.UnaryOp: (_unary,),
    ast.Constant: (_constant,),
    ast.If: (_branch,),
    ast.IfExp: (_branch,),
    ast.comprehension: (_filter,),
    ast.Return: (_return,),
    ast.Call: (_call,),
    ast.Name: (_name,),
}
