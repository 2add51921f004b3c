"""What the code of a plugin must not contain: numbers of its regulation, floats, clock, files, randomness."""

import ast
from collections.abc import Iterator

from merito.testing.conformance.subject import Module, Subject

PLAIN = frozenset((0, 1, 2, 12, 100))  # none, one, a half, the months of a year, percent
EXCUSE = "# number:"
DATES = ("date", "Edition")
EXACT = ("Decimal", "Fraction")
IMPRECISE = frozenset(("float", "round", "complex"))
OUTSIDE = frozenset(("open", "input", "eval", "exec", "compile", "__import__", "breakpoint"))
CHANGING = frozenset(("hash", "id"))
CLOCK = frozenset(("today", "now", "utcnow", "fromtimestamp"))
ROOMS = frozenset(
    (
        *("asyncio", "ctypes", "glob", "http", "io", "locale", "multiprocessing", "os", "pathlib", "platform"),
        *("random", "requests", "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile"),
        *("threading", "time", "urllib", "uuid", "numpy", "pandas", "polars"),
    )
)
CONTRACT = ("merito.kit", "merito.numbers")


def numbers_in_parameters(subject: Subject) -> Iterator[str]:
    """Every number of the regulation is in `parameters.toml`: the code may contain 0, 1, 2, 12, 100 and dates."""
    for module in subject.modules:
        for node in _outside_dates(module.tree):
            value = _number(node)
            if value is not None and value not in PLAIN and EXCUSE not in module.lines[node.lineno - 1]:  # type: ignore[attr-defined]
                yield (
                    f"{module.at(node)}: the number {value} stands in the code; put it in parameters.toml with its "
                    f"article, or say in the line why it is none of the regulation's: `{EXCUSE} ...`"
                )


def _outside_dates(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree, without those in a date, in an edition or in an index of a sequence."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in DATES:
            continue
        if isinstance(child, ast.Slice) or (isinstance(node, ast.Subscript) and child is node.slice):
            continue
        yield from _outside_dates(child)


def _number(node: ast.AST) -> object:
    """The number that a node represents, also as the text of an exact number; None if there is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EXACT and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return None if not first.value.strip("0.") or first.value in map(str, PLAIN) else first.value
    return None


def no_float(subject: Subject) -> Iterator[str]:
    """Rules are exact: no `float`, no `round`, no decimal point in the code."""
    for module in subject.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield f'{module.at(node)}: {node.value} is a float; a fraction is written "2/3" in parameters.toml'
            elif isinstance(node, ast.Name) and node.id in IMPRECISE:
                yield f"{module.at(node)}: {node.id} is not exact; see merito.numbers for quotients and rounding"
            elif isinstance(node, ast.ImportFrom | ast.Import) and "math" in _imported(node):
                yield f"{module.at(node)}: math gives floats; see merito.numbers"


def no_clock_no_files(subject: Subject) -> Iterator[str]:
    """A rule uses only its `Step`: no clock, files or randomness, and only tables named in `[uses]`."""
    for module in subject.modules:
        for node in ast.walk(module.tree):
            why = _reaches_out(node)
            if why:
                yield f"{module.at(node)}: {why}; a rule looks at its Step alone (the date of the run is step.as_of)"
            if isinstance(node, ast.Attribute) and node.attr in subject.stack.unused and _of_dossier(node):
                yield f"{module.at(node)}: reads the table {node.attr!r}; name it in [uses] of inputs.toml"


def _of_dossier(node: ast.Attribute) -> bool:
    return ast.unparse(node.value).rpartition(".")[2].endswith("dossier")


def _reaches_out(node: ast.AST) -> str:
    if isinstance(node, ast.Import | ast.ImportFrom):
        outside = _imported(node) & ROOMS
        return f"imports {', '.join(sorted(outside))}" if outside else ""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in OUTSIDE | CHANGING:
            return f"calls {name}"
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            return f"reads the clock ({node.func.attr})"
    return ""


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.partition(".")[0] for name in names}


def only_the_contract(subject: Subject) -> Iterator[str]:
    """A plugin imports only `merito`, `merito.kit` and `merito.numbers` from the core, and no other plugin."""
    assert subject.own.place is not None
    own = subject.own.place.name
    for module in subject.modules:
        for name, node in _from_imports(module):
            outside = name.startswith("merito.") and name not in CONTRACT
            other = name.startswith("merito_") and name.partition(".")[0] != own
            if outside or other:
                yield f"{module.at(node)}: imports {name}; a plugin imports merito, its kit and numbers, and itself"


def _from_imports(module: Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", node
