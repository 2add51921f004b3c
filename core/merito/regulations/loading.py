"""Loads one installed regulation: its identity, its data files and its modules, checked against each other."""

import importlib
import re
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from attrs import evolve, frozen

from merito.contract.faults import PluginError, near
from merito.contract.identity import ENTE_KINDS, Regulation
from merito.declarations.sections import data_file
from merito.numbers.context import held_decimals
from merito.regulations.checks import module_problems
from merito.regulations.citations import article_problems
from merito.regulations.layer_files import DATA_FILES, read_layer, rulebook_of
from merito.regulations.old_form import moved
from merito.regulations.raised import is_of_the_rule
from merito.regulations.stack import Layer

BASE = "national"
NO_RULES = re.compile(r"__main__|conftest|tests?|test_.*")


@frozen(kw_only=True)
class Available:
    """An entry point in the group: the name it claims, its distribution and version."""

    name: str
    distribution: str
    version: str
    entry_point: EntryPoint


def load(claim: Available, below: tuple[Layer, ...]) -> tuple[Regulation, Layer]:
    """A regulation and its layer over those below. Raises PluginError with all that is wrong in it."""
    name = claim.name
    regulation = _loaded(claim)
    package = regulation.package
    problems: list[str] = _identity_problems(regulation)
    if problems:
        raise PluginError(problems)
    files = {data: data_file(package, data) for data in DATA_FILES}
    label = "norma nazionale" if name == BASE else f"regolamento {name}"
    editions = () if name == BASE else tuple(one.name for one in regulation.editions)  # national rules have no editions
    declared = read_layer(files, name, label, below, editions, problems)
    modules = _modules(regulation, problems)
    whole = rulebook_of((*below, declared))
    for module in modules:
        problems += module_problems(module, name, whole)
    layer = evolve(
        declared,
        modules=modules,
        version=f"{claim.distribution} {claim.version}",
        place=_folder(package),
        interpreters=regulation.interpreters,
        governing_body=regulation.governing_body,
    )
    problems += article_problems(layer)
    if problems:
        raise PluginError(problems)
    return regulation, layer


def _loaded(claim: Available) -> Regulation:
    try:
        with held_decimals():
            regulation = claim.entry_point.load()
    except BaseException as error:
        if not is_of_the_rule(error):
            raise
        raise PluginError(
            [f"{claim.name}: the entry point {claim.entry_point.value!r} cannot be loaded: {error!r}{moved(error)}"]
        ) from error
    if not isinstance(regulation, Regulation):
        raise PluginError([f"{claim.name}: the entry point {claim.entry_point.value!r} is no merito.Regulation"])
    if regulation.name != claim.name:
        raise PluginError(
            [f"{claim.name}: the entry point loads a regulation that calls itself {regulation.name!r}; use one name"]
        )
    return regulation


def _identity_problems(regulation: Regulation) -> list[str]:
    name, problems = regulation.name, []
    if name != BASE and regulation.ente_kind not in ENTE_KINDS:
        problems.append(
            f"{name}: ente_kind is {regulation.ente_kind!r}, not one of {', '.join(ENTE_KINDS)}"
            f"{near(regulation.ente_kind, ENTE_KINDS)}; national rules bind by kind of ente"
        )
    for attribute in ("modules", "acts", "editions", "interpreters"):
        if not isinstance(getattr(regulation, attribute), tuple):
            problems.append(f"{name}: {attribute} must be a tuple, with a comma behind its only item")
    if find_spec(regulation.package) is None:
        problems.append(f"{name}: package {regulation.package!r} cannot be found; it holds the data files")
    return problems


def _modules(regulation: Regulation, problems: list[str]) -> tuple[ModuleType, ...]:
    """Every module of the package by its dotted name, without tests; then those that the regulation names elsewhere."""
    found = {module.__name__: module for module in _within(regulation.package, regulation.name, problems)}
    for name in regulation.modules:
        elsewhere = name != regulation.package and not name.startswith(f"{regulation.package}.")
        if elsewhere and (module := _imported(name, regulation.name, problems)):
            found[name] = module
    return tuple(found.values())


def _within(package: str, owner: str, problems: list[str]) -> Iterator[ModuleType]:
    """A package, its modules and those of its sub-packages, however deep."""
    around = _imported(package, owner, problems)
    if around is None:
        return
    yield around
    for one in iter_modules(getattr(around, "__path__", ())):
        name = f"{package}.{one.name}"
        if NO_RULES.fullmatch(one.name):
            continue
        if one.ispkg:
            yield from _within(name, owner, problems)
        elif module := _imported(name, owner, problems):
            yield module


def _imported(module: str, owner: str, problems: list[str]) -> ModuleType | None:
    try:
        with held_decimals():
            return importlib.import_module(module)
    except BaseException as error:
        if not is_of_the_rule(error):
            raise
        problems.append(f"{owner}: module {module!r} cannot be imported: {error!r}{moved(error)}")
        return None


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places and Path(places[0]).is_dir() else None
