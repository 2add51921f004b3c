"""An ente's own `rules.py`: the last layer, loaded only when its config names it."""

import ast
import hashlib
import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from merito.declarations.identity import Regulation
from merito.declarations.inputs import Inputs
from merito.declarations.rules import read_rulebook
from merito.declarations.sections import PluginError
from merito.regulations.checks import module_problems
from merito.regulations.stack import Layer
from merito.rulebook import Rulebook

OPEN_ROOMS = ("merito", "merito.numbers")


def load_local_rules(
    path: Path, regulation: Regulation, below: tuple[Layer, ...], regulation_modules: Iterable[str]
) -> Layer:
    """The layer of one ente; its citations stand in `local_rules.toml` beside it. Raises PluginError."""
    owner = f"{path.parent.name}/{path.name}"
    problems: list[str] = []
    rulebook = read_rulebook(
        path.with_name("local_rules.toml"), path.with_name("local_interpretations.toml"), owner, problems
    )
    whole = Rulebook()
    for layer in below:
        whole = whole.plus(layer.rulebook)
    problems += [
        f"{owner}: local_rules.toml [{identifier}]: the id stands in a layer below already"
        for identifier in rulebook.rules
        if identifier in whole.rules
    ]
    foreign = {module.split(".")[0] for module in regulation_modules} - {
        regulation.package.split(".")[0],
        "merito",
    }
    problems += _import_problems(path, owner, foreign)
    if problems:
        raise PluginError(problems)
    module = _imported(path, owner)
    problems += module_problems(module, owner, whole.plus(rulebook))
    if problems:
        raise PluginError(problems)
    return Layer(
        name="ente",
        label=f"regole dell'ente ({path.name})",
        modules=(module,),
        rulebook=rulebook,
        parameters={},
        inputs=Inputs(),
        version=f"{owner} {_hash(path)}",
        place=path,
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _import_problems(path: Path, owner: str, foreign: set[str]) -> list[str]:
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except (SyntaxError, ValueError) as error:
        return [f"{owner}: is not Python that can be read: {error}"]
    return [
        f"{owner}: imports {name!r}; an ente's rules import `merito`, `merito.numbers` and their own regulation only"
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


def _imported(path: Path, owner: str) -> ModuleType:
    name = f"merito_local_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}_{_hash(path)}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError([f"{owner}: is not a Python file"])
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise PluginError([f"{owner}: cannot be loaded: {error!r}"]) from error
    return module
