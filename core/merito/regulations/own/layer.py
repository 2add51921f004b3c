"""The layer of an ente's own rules, with its code or only its declarations."""

from collections.abc import Iterable

from attrs import evolve

from merito.contract.faults import OWN, Fault, PluginError
from merito.contract.identity import Regulation
from merito.regulations.checks import hooks_of, marks_of, module_problems
from merito.regulations.citations import article_problems
from merito.regulations.fingerprint import fingerprint_of
from merito.regulations.layer_files import DATA_FILES, read_layer, rulebook_of
from merito.regulations.own.files import OwnFiles
from merito.regulations.own.modules import import_problems, imported
from merito.regulations.stack import Layer

SHORT = 16


def load_own_rules(
    own: OwnFiles, regulation: Regulation, below: tuple[Layer, ...], regulation_modules: Iterable[str]
) -> Layer:
    """The layer of one ente, which cites its own rules. Raises PluginError with all that is wrong."""
    layer, problems = _declared(own, below)
    foreign = {module.split(".")[0] for module in regulation_modules} - {
        regulation.package.split(".")[0],
        "merito",
    }
    unfit = import_problems(own, foreign)
    _refuse(own, [*problems, *unfit])
    modules, whole = imported(own), rulebook_of((*below, layer))
    problems += [problem for module in modules for problem in module_problems(module, OWN, whole)]
    _refuse(own, problems)
    with_rules = tuple(module for module in modules if hooks_of(module) or marks_of(module))
    return evolve(layer, modules=with_rules, runs=True)


def declared_own_rules(own: OwnFiles, below: tuple[Layer, ...]) -> Layer:
    """The layer of one ente as its data files declare it: none of its code is run. Raises PluginError."""
    layer, problems = _declared(own, below)
    _refuse(own, problems)
    return layer


def _declared(own: OwnFiles, below: tuple[Layer, ...]) -> tuple[Layer, list[Fault]]:
    problems: list[Fault] = []
    files = {name: own.held(name) for name in DATA_FILES}
    read = read_layer(files, OWN, f"regole dell'ente ({own.name})", below, (), problems)
    digest = fingerprint_of(own.hashes)
    layer = evolve(read, version=f"{own.name} {digest[:SHORT]}", own_files=own.hashes, place=own.folder, runs=False)
    return layer, [*problems, *article_problems(layer)]


def _refuse(own: OwnFiles, problems: list[Fault]) -> None:
    if problems:
        raise PluginError(problem.within(own.name) for problem in dict.fromkeys(problems))
