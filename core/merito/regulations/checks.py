"""What a module of a plugin must look like: hooks that exist, marked, with the signature of the contract."""

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from merito import hookspecs
from merito.declarations.sections import near
from merito.model.results import Results
from merito.rulebook import Rulebook
from merito.step import Step

PREFIX = "merito_"
MARKER = "merito_impl"
CONTRACT = "(step: Step) -> Results | None"


def hook_names() -> tuple[str, ...]:
    """Names of the hooks, in the order of the cycle."""
    return tuple(name for name in vars(hookspecs) if name.startswith(PREFIX))


def module_problems(module: ModuleType, plugin: str, rulebook: Rulebook) -> list[str]:
    """Every defect of a module's hooks and marks, in English, with what to do."""
    problems: list[str] = []
    for name, function in _functions(module):
        where = f"{plugin}: {module.__name__}.{name}" if module.__package__ else f"{plugin}: {name}"
        if name.startswith(PREFIX) or hasattr(function, MARKER):
            problems += [f"{where}: {problem}" for problem in _hook_problems(name, function)]
        problems += [f"{where}: {problem}" for problem in _mark_problems(function, rulebook)]
    return problems


def marks_of(module: ModuleType) -> dict[str, tuple[str, ...]]:
    """The ids that `@rule` ties to each function of a module."""
    return {
        name: tuple(function.merito_rules) for name, function in _functions(module) if hasattr(function, "merito_rules")
    }


def _functions(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if inspect.isfunction(value) and (value.__module__ == module.__name__ or name.startswith(PREFIX)):
            yield name, value


def _hook_problems(name: str, function: Callable[..., object]) -> Iterator[str]:
    if name not in hook_names():
        yield f"there is no hook {name!r}{near(name, hook_names())}"
        return
    if not hasattr(function, MARKER):
        yield "the hook lacks its marker: put @hookimpl above it, or it would never be called"
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    if [parameter.name for parameter in parameters] != ["step"]:
        yield f"the signature is {signature}; a hook takes exactly {CONTRACT}"
        return
    if parameters[0].default is not inspect.Parameter.empty:
        yield f"`step` has a default argument, and would never be given; write {CONTRACT}"
    hints = _hints(function)
    if hints is None or hints.get("step") is not Step or not _is_optional_results(hints.get("return")):
        yield f"the annotations are {signature}; write {CONTRACT}"


def _hints(function: Callable[..., object]) -> dict[str, Any] | None:
    try:
        return get_type_hints(function)
    except (NameError, TypeError, AttributeError):
        return None


def _is_optional_results(hint: object) -> bool:
    return get_origin(hint) in (Union, UnionType) and set(get_args(hint)) == {Results, type(None)}


def _mark_problems(function: Callable[..., object], rulebook: Rulebook) -> Iterator[str]:
    known = (*rulebook.rules, *rulebook.interpretations)
    for identifier in getattr(function, "merito_rules", ()):
        if identifier not in known:
            yield f"@rule({identifier!r}) is no rule and no interpretation of this stack{near(identifier, known)}"
