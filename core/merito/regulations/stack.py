"""A stack of layers and the typed calls of its hooks, module by module."""

import traceback
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from types import ModuleType

import pluggy
from attrs import field, frozen

from merito.contract import hookspecs
from merito.contract.declared_parameters import Parameter
from merito.contract.faults import OWN, PluginFaultError
from merito.contract.hookspecs import PROJECT
from merito.contract.identity import Interpreter, Regulation
from merito.contract.inputs import Inputs
from merito.contract.parameters import MissingParameterError
from merito.contract.rulebook import Rulebook
from merito.contract.step import Step
from merito.declarations.texts import Text
from merito.model.results import Results
from merito.regulations.callers import Caller, NoRowError, declared, functions
from merito.regulations.checks import MARKER, marks_of
from merito.regulations.fingerprint import fingerprint, fingerprint_of
from merito.regulations.raised import is_of_the_rule, raised


@frozen(kw_only=True)
class Layer:
    """One layer: its modules and what it declares. `label` is its Italian name.

    `place` is the folder of its package, or of an ente's own rules; `own_files` are the hashes of these as read, and
    `runs` says whether their code runs or is only declared. `interpreters` and `governing_body` are those of its
    regulation.
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
    runs: bool = True
    interpreters: tuple[Interpreter, ...] = ()
    governing_body: str = ""

    @cached_property
    def carried(self) -> frozenset[str]:
        """The ids that its code cites, that a parameter implements, or that are data: gates, acts, offices."""
        marked = {one for module in self.modules for ids in marks_of(module).values() for one in ids}
        as_data = {rule.id for rule in self.rulebook.rules.values() if rule.gate or rule.deadline}
        return frozenset(
            marked | as_data | self.inputs.held_to | {one.rule for one in self.parameters.values() if one.rule}
        )

    @cached_property
    def fingerprint(self) -> str:
        """The hash of its files; blank if it has none."""
        if self.own_files or self.place is None:
            return fingerprint_of(self.own_files)
        return fingerprint(self.place)


SERVICE = "service"


@frozen
class Blocked:
    """A parameter without a value that a rule asked for: in which module, in which function."""

    plugin: str
    function: str
    parameter: Parameter


@frozen
class Answer:
    """The answer of one layer to a hook: rows, or None; and the functions that were blocked."""

    layer: str
    results: Results | None
    blocked: tuple[Blocked, ...] = ()

    @property
    def given(self) -> bool:
        return self.results is not None or bool(self.blocked)


@frozen(eq=False)
class Stack:
    """The layers of an ente from the national base up, with all their declarations combined."""

    layers: tuple[Layer, ...]
    regulation: Regulation
    rulebook: Rulebook
    parameters: Mapping[str, Parameter]
    inputs: Inputs
    _callers: dict[str, list[tuple[str, list[Caller]]]] = field(factory=dict, repr=False)

    @property
    def own_files(self) -> Mapping[str, str]:
        """Hashes of the ente's own rules, by file; empty if it has none."""
        return self.layers[-1].own_files

    @property
    def own_rules_run(self) -> bool:
        """Whether the ente has rules of its own whose code runs, and is not only declared."""
        return bool(self.own_files) and self.layers[-1].runs

    @cached_property
    def unused(self) -> frozenset[str]:
        """The tables that no layer uses; empty if the regulation does not say it, or own rules may read any."""
        said = [layer.inputs.uses for layer in self.layers if layer.name in (self.regulation.name, OWN)]
        if not said[0] or (self.own_rules_run and not said[-1]):
            return frozenset()
        used = {name for layer in self.layers for name in (*layer.inputs.uses, *layer.inputs.tables)}
        return frozenset(self.inputs.tables) - used

    @cached_property
    def days_of_nobody(self) -> bool:
        """Whether no layer above the national base, which divides nothing, says that it uses the table of service.

        False if one of them does not say what it uses: it may read any.
        """
        above = [layer.inputs.uses for layer in self.layers[1:]]
        return all(above) and not any(SERVICE in uses for uses in above)

    @cached_property
    def manager(self) -> pluggy.PluginManager:
        """The one plugin manager of this stack."""
        manager = _Manager(PROJECT)
        manager.add_hookspecs(hookspecs)
        for layer in self.layers:
            for module in layer.modules:
                manager.register(module, name=f"{layer.name}:{module.__name__}")
        manager.check_pending()
        return manager

    def call(self, hook: str, step: Step) -> tuple[Answer, ...]:
        """The answer of every layer to a hook, from the national base up; other tools and years are not called."""
        return tuple(self._ask(layer, callers, hook, step) for layer, callers in self.callers_of(hook))

    def from_the_top(self, hook: str, step: Step) -> Iterator[Answer]:
        """The same from the latest layer down, each called when its answer is needed: what is replaced does not run."""
        for layer, callers in reversed(self.callers_of(hook)):
            yield self._ask(layer, callers, hook, step)

    def callers_of(self, hook: str) -> list[tuple[str, list[Caller]]]:
        """The functions of each layer that implement a hook, from the national base up."""
        if hook not in self._callers:
            known = getattr(self.manager.hook, hook)
            self._callers[hook] = [(layer.name, list(_callers(layer, hook, known))) for layer in self.layers]
        return self._callers[hook]

    @staticmethod
    def _ask(layer: str, callers: list[Caller], hook: str, step: Step) -> Answer:
        given: list[Results] = []
        blocked: list[Blocked] = []
        for one in callers:
            if not one.asked(step):
                continue
            try:
                key = (one.function, hook, step.tool)
                rows = step.memory.given(key, step, partial(one.answers, hook), MissingParameterError)
            except MissingParameterError as missing:
                blocked += [Blocked(one.plugin, one.name, parameter) for parameter in missing.parameters]
                continue
            except NoRowError as wrong:
                raise PluginFaultError(one.plugin, one.name, wrong.args[0]) from wrong
            except BaseException as error:
                if not is_of_the_rule(error):
                    raise
                why = raised(error, one.place)
                raise PluginFaultError(one.plugin, one.name, why, traceback.format_exc()) from error
            if rows is not None:
                given.append(rows)
        return Answer(layer, step.memory.rows.together(given), tuple(blocked))


class _Manager(pluggy.PluginManager):
    """Examines only names with the marker of a hook: a module has many others."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        marked = hasattr(vars(plugin).get(name), MARKER)
        return super().parse_hookimpl_opts(plugin, name) if marked else None


def _callers(layer: Layer, hook: str, known: pluggy.HookCaller) -> Iterator[Caller]:
    yield from declared(layer.name, layer.rulebook, hook)
    yield from functions(layer.name, layer.place, layer.modules, layer.rulebook, known)
