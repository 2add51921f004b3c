"""An ente's own `rules.py`: the last layer, loaded only when its config names it."""

import ast
import hashlib
from collections.abc import Iterable
from types import ModuleType

from attrs import evolve

from merito.contract.faults import PluginError
from merito.contract.identity import Regulation
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.declarations.rules import read_rulebook
from merito.numbers.context import held_decimals
from merito.regulations.checks import module_problems
from merito.regulations.old_form import moved
from merito.regulations.own_files import OwnFiles
from merito.regulations.raised import is_of_the_rule
from merito.regulations.stack import Layer

OPEN_ROOMS = ("merito", "merito.kit", "merito.numbers")
OPEN = "`merito`, `merito.kit`, `merito.numbers`"
SHORT = 16


def load_local_rules(
    own: OwnFiles, regulation: Regulation, below: tuple[Layer, ...], regulation_modules: Iterable[str]
) -> Layer:
    """The layer of one ente; its citations stand in `local_rules.toml` beside it. Raises PluginError."""
    layer, problems = _declared(own, below)
    foreign = {module.split(".")[0] for module in regulation_modules} - {
        regulation.package.split(".")[0],
        "merito",
    }
    _refuse([*problems, *_import_problems(own, foreign)])
    module = _imported(own)
    _refuse(module_problems(module, own.owner, _below(below).plus(layer.rulebook), own.code))
    return evolve(layer, modules=(module,))


def declared_local_rules(own: OwnFiles, below: tuple[Layer, ...]) -> Layer:
    """The layer of one ente as its data files declare it: none of its code is run. Raises PluginError."""
    layer, problems = _declared(own, below)
    _refuse(problems)
    return layer


def _declared(own: OwnFiles, below: tuple[Layer, ...]) -> tuple[Layer, list[str]]:
    owner, whole = own.owner, _below(below)
    problems: list[str] = []
    rulebook = read_rulebook(own.rules, own.readings, owner, problems)
    problems += [
        f"{owner}: local_rules.toml [{identifier}]: the id stands in a layer below already"
        for identifier in rulebook.rules
        if identifier in whole.rules
    ]
    layer = Layer(
        name="ente",
        label=f"regole dell'ente ({own.path.name})",
        modules=(),
        rulebook=rulebook,
        parameters={},
        inputs=Inputs(),
        version=f"{owner} {_hash(own)[:SHORT]}",
        own_files=own.hashes,
    )
    return layer, problems


def _refuse(problems: list[str]) -> None:
    if problems:
        raise PluginError(problems)


def _below(layers: tuple[Layer, ...]) -> Rulebook:
    whole = Rulebook()
    for layer in layers:
        whole = whole.plus(layer.rulebook)
    return whole


def _hash(own: OwnFiles) -> str:
    return own.hashes[own.path.name]


def _import_problems(own: OwnFiles, foreign: set[str]) -> list[str]:
    try:
        tree = ast.parse(own.code, filename=str(own.path))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return [f"{own.owner}: is not Python that can be read: {error}"]
    owner = own.owner
    return [
        f"{owner}: imports {name!r}; an ente's rules import {OPEN} and their own regulation only"
        for name in _imports(tree)
        if name.split(".")[0] in foreign or (name.startswith("merito.") and name not in OPEN_ROOMS)
    ]


def _imports(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "." * node.level)
    return names


def _imported(own: OwnFiles) -> ModuleType:
    """The module of the very bytes that were hashed; nothing is written beside them."""
    place = hashlib.sha256(str(own.path.resolve()).encode(errors="surrogateescape")).hexdigest()
    module = ModuleType(f"merito_local_{place[:12]}_{_hash(own)[:SHORT]}")
    module.__file__ = str(own.path)
    try:
        with held_decimals():
            exec(compile(own.code, str(own.path), "exec"), module.__dict__)
    except BaseException as error:
        if not is_of_the_rule(error):
            raise
        raise PluginError([f"{own.owner}: cannot be loaded: {error!r}{moved(error)}"]) from error
    return module
