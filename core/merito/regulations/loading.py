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

from merito.contract.faults import Fault, PluginError
from merito.contract.identity import ENTE_KINDS, Regulation
from merito.declarations.sections import data_file
from merito.model.messages import Code, nearly, say
from merito.numbers.context import held_decimals
from merito.regulations.checks import module_problems
from merito.regulations.citations import article_problems
from merito.regulations.fit import ENGINE, unfit
from merito.regulations.layer_files import DATA_FILES, read_layer, rulebook_of
from merito.regulations.raised import is_of_the_rule
from merito.regulations.stack import Layer
from merito.version import __version__

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
    installed = {ENGINE: __version__, **dict(one.version.rsplit(" ", 1) for one in below if one.version)}
    if unmet := list(unfit(name, f"{claim.distribution} {claim.version}", claim.entry_point, installed)):
        raise PluginError(unmet)
    regulation = _loaded(claim)
    package = regulation.package
    problems: list[Fault] = _identity_problems(regulation)
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
        what = say(
            "l'entry point {entry} non si può caricare: {error}", entry=Code(claim.entry_point.value), error=repr(error)
        )
        raise PluginError([Fault(claim.name, "", what)]) from error
    if not isinstance(regulation, Regulation):
        what = say("l'entry point {entry} non è un merito.Regulation", entry=Code(claim.entry_point.value))
        raise PluginError([Fault(claim.name, "", what)])
    if regulation.name != claim.name:
        what = say(
            "l'entry point carica un regolamento che si chiama {name}: usare un nome solo", name=Code(regulation.name)
        )
        raise PluginError([Fault(claim.name, "", what)])
    return regulation


def _identity_problems(regulation: Regulation) -> list[Fault]:
    name, problems = regulation.name, list[Fault]()
    if name != BASE and regulation.ente_kind not in ENTE_KINDS:
        what = say(
            "ente_kind è {kind}, atteso uno tra {kinds}: le norme nazionali vincolano per tipo di ente",
            kind=Code(regulation.ente_kind),
            kinds=ENTE_KINDS,
        )
        problems.append(Fault(name, "", nearly(what, regulation.ente_kind, ENTE_KINDS)))
    for attribute in ("modules", "acts", "editions", "interpreters"):
        if not isinstance(getattr(regulation, attribute), tuple):
            what = say("{attribute} deve essere una tupla, con una virgola dopo l'unico elemento", attribute=attribute)
            problems.append(Fault(name, "", what))
    if find_spec(regulation.package) is None:
        what = say("il pacchetto {package} non si trova: contiene i file di dati", package=Code(regulation.package))
        problems.append(Fault(name, "", what))
    return problems


def _modules(regulation: Regulation, problems: list[Fault]) -> tuple[ModuleType, ...]:
    """Every module of the package by its dotted name, without tests; then those that the regulation names elsewhere."""
    found = {module.__name__: module for module in _within(regulation.package, regulation.name, problems)}
    for name in regulation.modules:
        elsewhere = name != regulation.package and not name.startswith(f"{regulation.package}.")
        if elsewhere and (module := _imported(name, regulation.name, problems)):
            found[name] = module
    return tuple(found.values())


def _within(package: str, owner: str, problems: list[Fault]) -> Iterator[ModuleType]:
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


def _imported(module: str, owner: str, problems: list[Fault]) -> ModuleType | None:
    try:
        with held_decimals():
            return importlib.import_module(module)
    except BaseException as error:
        if not is_of_the_rule(error):
            raise
        what = say("il modulo {module} non si può importare: {error}", module=Code(module), error=repr(error))
        problems.append(Fault(owner, "", what))
        return None


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places and Path(places[0]).is_dir() else None
