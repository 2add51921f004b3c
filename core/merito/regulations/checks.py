"""Requirements for a module of a plugin: existing hooks, marked, with the signature of the contract."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from merito.contract import hookspecs
from merito.contract.faults import Fault
from merito.contract.rulebook import Rulebook
from merito.contract.step import Step
from merito.model.messages import Code, Message, nearly, say
from merito.model.results import TABLE_OF, ResultRows, Results

PREFIX = "merito_"
OWN_PACKAGE = "merito_own_"
MARKER = "merito_impl"
CONTRACT = "(step: Step) -> ResultRows"
OF_TOOLS = "merito_rewards"
GIVES_ROWS = (ResultRows, ResultRows | None)
VARIABLE = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


def hook_names() -> tuple[str, ...]:
    """Names of the hooks, in the order of the cycle."""
    return tuple(name for name in vars(hookspecs) if name.startswith(PREFIX))


def module_problems(module: ModuleType, plugin: str, rulebook: Rulebook) -> list[Fault]:
    """Every defect of a module's hooks and decorators, with what to do."""
    problems: list[Fault] = []
    for name, function in own_functions(module):
        where = f"{shown(module)}: {name}" if is_own(module) else f"{module.__name__}.{name}"
        if name.startswith(PREFIX) or hasattr(function, MARKER):
            problems += [Fault(plugin, where, problem) for problem in _hook_problems(name, function)]
        problems += [Fault(plugin, where, problem) for problem in _mark_problems(function, rulebook)]
    return problems


def is_own(module: ModuleType) -> bool:
    """Whether a module belongs to an ente's own rules, and to no package."""
    return module.__name__.startswith(OWN_PACKAGE)


def shown(module: ModuleType) -> str:
    """The name of a module; for an ente's own rules the name of its file."""
    return Path(str(module.__file__)).name if is_own(module) else module.__name__


def hook_of(name: str, function: Callable[..., object]) -> str:
    """The hook that a function implements: the one named by its marker (`specname`), otherwise that of its own name."""
    return (getattr(function, MARKER, None) or {}).get("specname") or name


def tool_of(function: Callable[..., object]) -> str | None:
    """The only tool that a function serves, if its `@rule` names one."""
    return getattr(function, "merito_tool", None)


def hooks_of(module: ModuleType) -> dict[str, str]:
    """The hook that each function of a module implements, by the name of the function."""
    return {
        name: hook_of(name, function)
        for name, function in own_functions(module)
        if hook_of(name, function) in hook_names()
    }


def marks_of(module: ModuleType) -> dict[str, tuple[str, ...]]:
    """The ids in the `@rule` of each function of a module."""
    return {
        name: tuple(function.merito_rules)
        for name, function in own_functions(module)
        if hasattr(function, "merito_rules")
    }


@cache
def own_functions(module: ModuleType) -> tuple[tuple[str, Any], ...]:
    """The functions that a module defines, and those that implement a hook, by name; found once."""
    return tuple(
        (name, value)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and (value.__module__ == module.__name__ or name.startswith(PREFIX))
    )


def _hook_problems(name: str, function: Callable[..., object]) -> Iterator[Message]:
    hook = hook_of(name, function)
    if hook not in hook_names():
        yield nearly(say("non c'è un hook {hook}", hook=Code(hook)), hook, hook_names())
        return
    if not hasattr(function, MARKER):
        yield say(
            'manca il nome della fase: si scrive @rule(..., hook="{hook}"); senza, la '
            "funzione non sarebbe mai chiamata",
            hook=hook,
        )
    if tool_of(function) and hook != OF_TOOLS:
        yield say(
            "@rule nomina lo strumento {function}: solo {of_tools} è chiesto strumento per strumento",
            function=Code(tool_of(function)),
            of_tools=OF_TOOLS,
        )
    if hook == OF_TOOLS and inspect.isgeneratorfunction(function) and not tool_of(function):
        yield say('dà righe per qualunque strumento: dire per quale, come in @rule(..., tool="annual")')
    if _as_in_the_contract(function):
        return
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    if [parameter.name for parameter in parameters] != ["step"]:
        taken = signature.replace(return_annotation=inspect.Signature.empty)
        yield say("la firma è {taken}; un hook prende esattamente {contract}", taken=taken, contract=CONTRACT)
        return
    if parameters[0].default is not inspect.Parameter.empty:
        yield say("«step» ha un valore predefinito, e non sarebbe mai dato; scrivere {contract}", contract=CONTRACT)
    hints = _hints(function)
    if hints is None or hints.get("step") is not Step or not _gives_rows(hints.get("return")):
        yield say("le annotazioni sono {signature}; scrivere {contract}", signature=signature, contract=CONTRACT)


def _as_in_the_contract(function: Callable[..., object]) -> bool:
    """Whether it is written `(step: Step) -> ResultRows`, as nearly all are: then nothing else need be checked."""
    code, written = getattr(function, "__code__", None), getattr(function, "__annotations__", {})
    return (
        code is not None
        and (code.co_argcount, code.co_kwonlyargcount, code.co_flags & VARIABLE) == (1, 0, 0)
        and code.co_varnames[0] == "step"
        and not hasattr(function, "__wrapped__")
        and getattr(function, "__defaults__", None) is None
        and written.get("step") is Step
        and written.get("return") in GIVES_ROWS
    )


def _hints(function: Callable[..., object]) -> dict[str, Any] | None:
    try:
        return get_type_hints(function)
    except (NameError, TypeError, AttributeError):
        return None


def _gives_rows(hint: object) -> bool:
    """Whether a return type is rows of results: an iterable of them, or `Results`; also with None ("not mine")."""
    kinds = [one for one in _either(hint) if one is not type(None)]
    return bool(kinds) and all(one is Results or _iterates_rows(one) for one in kinds)


def _iterates_rows(hint: object) -> bool:
    origin = get_origin(hint)
    rows = [one for argument in get_args(hint) if argument is not Ellipsis for one in _either(argument)]
    return isinstance(origin, type) and issubclass(origin, Iterable) and bool(rows) and set(rows) <= set(TABLE_OF)


def _either(hint: object) -> tuple[object, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _mark_problems(function: Callable[..., object], rulebook: Rulebook) -> Iterator[Message]:
    known = (*rulebook.rules, *rulebook.interpretations)
    for identifier in getattr(function, "merito_rules", ()):
        if identifier not in known:
            yield nearly(
                say("@rule({identifier}) non è né una regola né una lettura", identifier=Code(identifier)),
                identifier,
                known,
            )
