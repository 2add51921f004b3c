"""What the code of a plugin must not contain: numbers of its regulation, floats, clock, files, randomness."""

import ast
from collections.abc import Iterator

from merito.model.messages import Code, Message, say
from merito.testing.conformance.faults import Found
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


def numbers_in_parameters(subject: Subject) -> Iterator[Found]:
    """Every number of the regulation is in `parameters.toml`: the code may contain 0, 1, 2, 12, 100 and dates."""
    for module in subject.modules:
        for node in _outside_dates(module.tree):
            value = _number(node)
            if value is not None and value not in PLAIN and EXCUSE not in module.lines[node.lineno - 1]:  # type: ignore[attr-defined]
                yield say(
                    "{at}: il numero {value} sta nel codice; scriverlo in parameters.toml con il suo articolo, "
                    "o dire nella riga perché non è del regolamento: {excuse} ...",
                    at=module.at(node),
                    value=str(value),
                    excuse=EXCUSE,
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


def no_float(subject: Subject) -> Iterator[Found]:
    """Rules are exact: no `float`, no `round`, no decimal point in the code."""
    for module in subject.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield say(
                    '{at}: {value} è un float; una frazione si scrive "2/3" in parameters.toml',
                    at=module.at(node),
                    value=str(node.value),
                )
            elif isinstance(node, ast.Name) and node.id in IMPRECISE:
                yield say(
                    "{at}: {id} non è esatto; per quozienti e arrotondamenti c'è merito.numbers",
                    at=module.at(node),
                    id=node.id,
                )
            elif isinstance(node, ast.ImportFrom | ast.Import) and "math" in _imported(node):
                yield say("{at}: math dà dei float; c'è merito.numbers", at=module.at(node))


def no_clock_no_files(subject: Subject) -> Iterator[Found]:
    """A rule uses only its `Step`: no clock, files or randomness, and only tables named in `[uses]`."""
    for module in subject.modules:
        for node in ast.walk(module.tree):
            why = _reaches_out(node)
            if why:
                yield say(
                    "{at}: {why}; una regola guarda solo il suo Step (la data dell'esecuzione è step.as_of)",
                    at=module.at(node),
                    why=why,
                )
            if isinstance(node, ast.Attribute) and node.attr in subject.stack.unused and _of_dossier(node):
                yield say(
                    "{at}: legge la tabella {attr}; nominarla in [uses] di inputs.toml",
                    at=module.at(node),
                    attr=Code(node.attr),
                )


def _of_dossier(node: ast.Attribute) -> bool:
    return ast.unparse(node.value).rpartition(".")[2].endswith("dossier")


def _reaches_out(node: ast.AST) -> Message | None:
    if isinstance(node, ast.Import | ast.ImportFrom):
        outside = _imported(node) & ROOMS
        return say("importa {outside}", outside=tuple(sorted(outside))) if outside else None
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in OUTSIDE | CHANGING:
            return say("chiama {name}", name=name)
        if isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            return say("legge l'orologio ({attr})", attr=node.func.attr)
    return None


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.partition(".")[0] for name in names}


def only_the_contract(subject: Subject) -> Iterator[Found]:
    """A plugin imports only `merito`, `merito.kit` and `merito.numbers` from the core, and no other plugin."""
    assert subject.own.place is not None
    own = subject.own.place.name
    for module in subject.modules:
        for name, node in _from_imports(module):
            outside = name.startswith("merito.") and name not in CONTRACT
            other = name.startswith("merito_") and name.partition(".")[0] != own
            if outside or other:
                yield say(
                    "{at}: importa {name}; le regole prendono soltanto merito, merito.kit, merito.numbers e se stesse",
                    at=module.at(node),
                    name=name,
                )


def _from_imports(module: Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", node
