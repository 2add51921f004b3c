"""The modules of an ente's own rules, imported from the hashed bytes; nothing is written next to them."""

import ast
import hashlib
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType

from attrs import frozen

from merito.contract.faults import OWN, Fault, PluginError
from merito.model.messages import Code, Message, say
from merito.numbers.context import held_decimals
from merito.regulations.checks import OWN_PACKAGE
from merito.regulations.fingerprint import fingerprint_of
from merito.regulations.own.files import PYTHON, OwnFiles
from merito.regulations.raised import is_of_the_rule

OPEN_ROOMS = ("merito", "merito.kit", "merito.numbers")
SHORT = 16


def import_problems(own: OwnFiles, foreign: set[str]) -> list[Fault]:
    """Imports that the code of a folder may not use, and invalid Python."""
    return [
        Fault(OWN, f"{name}{PYTHON}", problem, own.name)
        for name in own.modules
        for problem in _of_module(own, name, foreign)
    ]


def _of_module(own: OwnFiles, name: str, foreign: set[str]) -> Iterator[Message]:
    try:
        tree = ast.parse(own.content[f"{name}{PYTHON}"])
    except SyntaxError as error:
        yield say("non è Python che si possa leggere: riga {line}: {why}", line=error.lineno or 1, why=error.msg)
        return
    except (ValueError, RecursionError, MemoryError) as error:
        yield say("non è Python che si possa leggere: {error}", error=error)
        return
    for level, module in _imports(tree):
        first = module.split(".")[0]
        if level == 0 and (first in foreign or (module.startswith("merito.") and module not in OPEN_ROOMS)):
            yield say(
                "importa {module}; le regole di un ente importano solo {rooms} e il proprio regolamento",
                module=Code(module),
                rooms=OPEN_ROOMS,
            )
        elif level == 0 and module in own.modules:
            yield say(
                "importa {module}; un altro modulo della cartella si importa con: from .{module2} import ...",
                module=Code(module),
                module2=module,
            )
        elif level > 1 or (level and first and first not in own.modules):
            yield say("importa {value}, che non è nella cartella", value=Code("." * level + module))


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The imports of a module, each with the number of leading dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def imported(own: OwnFiles) -> tuple[ModuleType, ...]:
    """The modules of a folder. Raises PluginError with those that cannot be imported."""
    place = hashlib.sha256(str(own.folder.resolve()).encode(errors="surrogateescape")).hexdigest()
    package = f"{OWN_PACKAGE}{place[:12]}_{fingerprint_of(own.hashes)[:SHORT]}"
    if not any(isinstance(one, _Finder) and one.package == package for one in sys.meta_path):
        sys.meta_path.append(_Finder(package, own))
    modules, problems = [], []
    for name in own.modules:
        try:
            with held_decimals():
                modules.append(import_module(f"{package}.{name}"))
        except BaseException as error:
            if not is_of_the_rule(error):
                raise
            what = say("non si può caricare: {error}", error=repr(error))
            problems.append(Fault(OWN, f"{name}{PYTHON}", what, own.name))
    if problems:
        raise PluginError(problems)
    return tuple(modules)


@frozen(eq=False)
class _Finder(MetaPathFinder, Loader):
    """Finds the modules of one folder, under the name of a package of their own."""

    package: str
    own: OwnFiles

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self.package:
            return spec_from_loader(fullname, self, is_package=True)
        around, _, name = fullname.rpartition(".")
        if around != self.package or name not in self.own.modules:
            return None
        spec = spec_from_loader(fullname, self, origin=str(self.own.folder / f"{name}{PYTHON}"))
        assert spec is not None
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ == self.package:
            return
        name = f"{module.__name__.rpartition('.')[2]}{PYTHON}"
        exec(compile(self.own.content[name], str(self.own.folder / name), "exec"), module.__dict__)
