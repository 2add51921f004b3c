"""Loads one installed regulation: its identity, its data files and its modules, each held against the others."""

import importlib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from attrs import frozen

from merito.contract.faults import PluginError, near
from merito.contract.identity import ENTE_KINDS, Regulation
from merito.contract.parameters import Parameter
from merito.contract.rulebook import Rulebook
from merito.declarations.parameters import read_parameters
from merito.declarations.read_inputs import read_inputs
from merito.declarations.rules import read_rulebook
from merito.declarations.sections import data_file
from merito.declarations.texts import read_texts
from merito.numbers.context import held_decimals
from merito.regulations.checks import module_problems
from merito.regulations.citations import article_problems
from merito.regulations.old_form import moved
from merito.regulations.raised import is_of_the_rule
from merito.regulations.stack import Layer

BASE = "national"
DATA_FILES = ("rules.toml", "interpretations.toml", "parameters.toml", "inputs.toml", "text.toml")


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
    rulebook = read_rulebook(files["rules.toml"], files["interpretations.toml"], name, problems)
    label = "norma nazionale" if name == BASE else f"regolamento {name}"
    parameters = read_parameters(files["parameters.toml"], name, label, rulebook, problems)
    inputs = read_inputs(files["inputs.toml"], name, problems)
    whole = Rulebook()
    for layer in below:
        whole = whole.plus(layer.rulebook)
        problems += _clashes(name, layer, rulebook, parameters)
    whole = whole.plus(rulebook)
    problems += _dangling(name, rulebook, whole)
    problems += _editions(regulation, rulebook, parameters)
    modules = tuple(_imported(module, name, problems) for module in regulation.modules)
    for module in modules:
        if module is not None:
            problems += module_problems(module, name, whole)
    layer = Layer(
        name=name,
        label=label,
        modules=tuple(module for module in modules if module),
        rulebook=rulebook,
        parameters=parameters,
        inputs=inputs,
        texts=read_texts(files["text.toml"], name, problems),
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


def _imported(module: str, owner: str, problems: list[str]) -> ModuleType | None:
    try:
        with held_decimals():
            return importlib.import_module(module)
    except BaseException as error:
        if not is_of_the_rule(error):
            raise
        problems.append(f"{owner}: module {module!r} cannot be imported: {error!r}{moved(error)}")
        return None


def _clashes(name: str, below: Layer, rulebook: Rulebook, parameters: dict[str, Parameter]) -> list[str]:
    problems = [
        f"{name}: {identifier!r} is an id of {below.name} already; every id stands in one layer"
        for identifier in (*rulebook.rules, *rulebook.interpretations)
        if identifier in below.rulebook.rules or identifier in below.rulebook.interpretations
    ]
    for key, parameter in parameters.items():
        lower = below.parameters.get(key)
        if lower is None:
            continue
        if lower.regulation_may_set is None:
            problems.append(f"{name}: parameters.toml [{key}]: {below.name} does not let a regulation set it")
        elif lower.kind != parameter.kind:
            problems.append(f"{name}: parameters.toml [{key}]: is a {lower.kind} in {below.name}")
        else:
            problems += [
                f"{name}: parameters.toml [{key}]: {dated.value} is outside {below.name}'s limits: "
                f"{lower.regulation_may_set}"
                for dated in parameter.values
                if not lower.regulation_may_set.allows(dated.value)
            ]
    return problems


def _dangling(name: str, rulebook: Rulebook, whole: Rulebook) -> list[str]:
    problems: list[str] = []
    for rule in rulebook.rules.values():
        if rule.implements and rule.implements not in whole.rules:
            problems.append(
                f"{name}: rules.toml [{rule.id}]: implements {rule.implements!r}, which no layer has"
                f"{near(rule.implements, whole.rules)}"
            )
        problems += [
            f"{name}: rules.toml [{rule.id}]: interpretation {reading!r} is in no layer"
            f"{near(reading, whole.interpretations)}"
            for reading in rule.interpretations
            if reading not in whole.interpretations
        ]
        known = (*whole.rules, *whole.interpretations)
        problems += [
            f"{name}: rules.toml [{rule.id}]: bears {borne!r}, no rule and no interpretation{near(borne, known)}"
            for asked in (rule.gate, rule.deadline)
            for borne in (asked.bears if asked else ())
            if borne not in known
        ]
    return problems


def _editions(regulation: Regulation, rulebook: Rulebook, parameters: dict[str, Parameter]) -> Iterator[str]:
    """Editions that are named and are none of the regulation's."""
    known = [one.name for one in regulation.editions]
    named = [(f"rules.toml [{rule.id}]", name) for rule in rulebook.rules.values() for name in rule.editions]
    named += [(f"parameters.toml [{key}]", name) for key, one in parameters.items() for name in one.by_edition]
    for where, name in named:
        if name not in known:
            yield f"{regulation.name}: {where}: there is no edition {name!r}{near(name, known)}"


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places and Path(places[0]).is_dir() else None
