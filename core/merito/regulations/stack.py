"""A stack of layers and the typed calls of its hooks, module by module."""

import traceback
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pluggy
from attrs import field, frozen

from merito import hookspecs
from merito.declarations.identity import Interpreter, Regulation
from merito.declarations.inputs import Inputs
from merito.declarations.texts import Text
from merito.hookspecs import PROJECT
from merito.model.results import Results
from merito.numbers.context import held_decimals
from merito.parameters import MissingParameterError, Parameter
from merito.regulations.fingerprint import fingerprint, fingerprint_of
from merito.regulations.raised import is_of_the_rule, raised
from merito.rulebook import Rulebook
from merito.step import Step


class PluginFaultError(Exception):
    """A plugin did what no rule may do (it raised, or gave rows that do not hold): the run of its ente stops."""

    def __init__(self, plugin: str, hook: str, message: str, detail: str = "") -> None:
        super().__init__(f"{plugin}: {hook}: {message}")
        self.plugin, self.hook, self.detail = plugin, hook, detail
        self.messages = (str(self),)


@frozen(kw_only=True)
class Layer:
    """One layer: its modules and what it declares. `label` is what an ente reads (Italian).

    `place` is the folder of its package; `own_files` are the hashes of an ente's own rules, as they were read.
    `interpreters` and `governing_body` are those of its regulation.
    """

    name: str
    label: str
    modules: tuple[ModuleType, ...]
    rulebook: Rulebook
    parameters: Mapping[str, Parameter]
    inputs: Inputs
    texts: tuple[Text, ...] = ()
    version: str
    place: Path | None = None
    own_files: Mapping[str, str] = field(factory=dict)
    interpreters: tuple[Interpreter, ...] = ()
    governing_body: str = ""

    @cached_property
    def fingerprint(self) -> str:
        """The hash of its files; blank where they are no files."""
        return fingerprint(self.place) if self.place else fingerprint_of(self.own_files)


@frozen
class Blocked:
    """A parameter without value that a module asked for, in one hook."""

    plugin: str
    hook: str
    parameter: Parameter


@frozen
class Answer:
    """What one layer said to a hook: rows, or None; and the modules that were blocked."""

    layer: str
    results: Results | None
    blocked: tuple[Blocked, ...] = ()

    @property
    def given(self) -> bool:
        return self.results is not None or bool(self.blocked)


def shown(module: ModuleType) -> str:
    """A module by its name; an ente's own rules by their file."""
    return module.__name__ if module.__package__ else Path(str(module.__file__)).name


@frozen
class Caller:
    """One module's implementation of a hook: by what name it is told, and the folder it stands in."""

    plugin: str
    place: Path
    hook: pluggy.HookCaller

    def answers(self, step: Step) -> list[object]:
        """What it says for a step."""
        with held_decimals():
            return list(self.hook(step=step))


@frozen(eq=False)
class Stack:
    """The layers of an ente from the national base up, with everything that they declare put together."""

    layers: tuple[Layer, ...]
    regulation: Regulation
    rulebook: Rulebook
    parameters: Mapping[str, Parameter]
    inputs: Inputs
    _callers: dict[str, list[tuple[str, list[Caller]]]] = field(factory=dict, repr=False)

    @property
    def own_files(self) -> Mapping[str, str]:
        """Hashes of the ente's own rules, by file; none where it has no such rules."""
        return self.layers[-1].own_files

    @property
    def own_rules_run(self) -> bool:
        """Whether the ente has rules of its own whose code runs, and is not only declared."""
        return bool(self.own_files and self.layers[-1].modules)

    @cached_property
    def unused(self) -> frozenset[str]:
        """The tables that no layer uses; none where the regulation does not say it, or own rules may read any."""
        regulation = next(layer for layer in self.layers if layer.name == self.regulation.name)
        if not regulation.inputs.uses or self.own_rules_run:
            return frozenset()
        used = {name for layer in self.layers for name in (*layer.inputs.uses, *layer.inputs.tables)}
        return frozenset(self.inputs.tables) - used

    @cached_property
    def manager(self) -> pluggy.PluginManager:
        """The one plugin manager of this stack."""
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(hookspecs)
        for layer in self.layers:
            for module in layer.modules:
                manager.register(module, name=f"{layer.name}:{module.__name__}")
        manager.check_pending()
        return manager

    def call(self, hook: str, step: Step) -> tuple[Answer, ...]:
        """What every layer says to a hook, from the national base up."""
        return tuple(self._ask(layer, callers, hook, step) for layer, callers in self._callers_of(hook))

    def _callers_of(self, hook: str) -> list[tuple[str, list[Caller]]]:
        if hook not in self._callers:
            modules = [module for layer in self.layers for module in layer.modules]
            self._callers[hook] = [
                (
                    layer.name,
                    [
                        Caller(
                            f"{layer.name}:{shown(module)}",
                            Path(str(module.__file__)).parent,
                            self.manager.subset_hook_caller(hook, [other for other in modules if other is not module]),
                        )
                        for module in layer.modules
                        if hasattr(module, hook)
                    ],
                )
                for layer in self.layers
            ]
        return self._callers[hook]

    @staticmethod
    def _ask(layer: str, callers: list[Caller], hook: str, step: Step) -> Answer:
        total: Results | None = None
        blocked: list[Blocked] = []
        for one in callers:
            try:
                key = (one.plugin, hook, step.tool)
                answers = step.memory.given(key, step, one.answers, MissingParameterError)
            except MissingParameterError as missing:
                blocked += [Blocked(one.plugin, hook, parameter) for parameter in missing.parameters]
                continue
            except BaseException as error:
                if not is_of_the_rule(error):
                    raise
                raise PluginFaultError(one.plugin, hook, raised(error, one.place), traceback.format_exc()) from error
            for answer in answers:
                if not isinstance(answer, Results):
                    raise PluginFaultError(one.plugin, hook, f"gave {type(answer).__name__}, not Results or None")
                total = answer if total is None else total.plus(answer)
        return Answer(layer, total, tuple(blocked))
