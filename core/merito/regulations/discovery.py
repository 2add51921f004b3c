"""Finds regulations by their entry points and builds the stack of an ente, each once."""

from importlib.metadata import Distribution, entry_points
from typing import ClassVar

from attrs import evolve

from merito.contract.declared_parameters import Parameter
from merito.contract.faults import Fault, PluginError
from merito.contract.identity import Regulation
from merito.contract.inputs import Inputs
from merito.model.messages import Code, Message, nearly, say
from merito.regulations.competence import (
    competence_problems,
    deciding_bodies,
    tools_with_competence,
    with_competence,
)
from merito.regulations.declared import input_problems, register_problems, twice_declared
from merito.regulations.layer_files import rulebook_of
from merito.regulations.loading import BASE, Available, load
from merito.regulations.named_bodies import body_problems, inputs_with_codes, rules_with_codes, with_governing_body
from merito.regulations.own import (
    Own,
    OwnFiles,
    UntrustedError,
    declared_own_rules,
    load_own_rules,
    read_own_files,
    refusal,
)
from merito.regulations.printed import form_problems
from merito.regulations.stack import Layer, Stack
from merito.regulations.unloaded import Unloaded, UnloadedStack, unloaded, unloaded_stack

GROUP = "merito.regulations"
UNKNOWN = "?", "?"
INSTALLED_ALONE = Own()


class NameRefusedError(PluginError):
    """A regulation that is not installed, or whose name two distributions claim."""

    exit_code: ClassVar[int] = 1


class Regulations:
    """The regulations installed on this machine. Stacks are built on demand, and kept."""

    def __init__(self, common: Inputs) -> None:
        self._common = common
        self._layers: dict[str, tuple[Regulation, Layer]] = {}
        self._stacks: dict[tuple[object, ...], Stack] = {}
        self._unloaded: dict[str, Unloaded | None] = {}
        self._found: dict[str, tuple[Available, ...]] | None = None

    def installed(self) -> dict[str, tuple[Available, ...]]:
        """Which distributions claim which name; a name with more than one claim cannot be used."""
        if self._found is None:
            claims: dict[str, dict[tuple[str, str], Available]] = {}
            read: dict[int, tuple[str, str]] = {}
            for point in entry_points(group=GROUP):
                owner, version = _owner(point.dist, read) if point.dist else UNKNOWN
                claim = Available(name=point.name, distribution=owner, version=version, entry_point=point)
                claims.setdefault(point.name, {}).setdefault((owner, point.value), claim)
            self._found = {name: tuple(found.values()) for name, found in sorted(claims.items())}
        return self._found

    def names(self) -> tuple[str, ...]:
        """Regulations that an ente may choose; the national base only with rules of its own."""
        return tuple(sorted(self.installed(), key=lambda name: (name == BASE, name)))

    def claim(self, name: str) -> Available:
        """The one distribution that offers a regulation. Raises NameRefusedError."""
        claims = self.installed().get(name, ())
        if not claims:
            known = self.names()
            raise NameRefusedError([nearly(_not_installed(name, known), name, known)])
        if len(claims) > 1:
            owners = tuple(sorted(f"{claim.distribution} {claim.version}" for claim in claims))
            told = say(
                "il regolamento {name} è di più distribuzioni ({owners}): disinstallarne una, non se ne usa nessuna",
                name=Code(name),
                owners=owners,
            )
            raise NameRefusedError([told])
        return claims[0]

    def stack(self, name: str, own: Own = INSTALLED_ALONE, run_own: bool = True) -> Stack:
        """National base, the regulation and, if the ente names a folder, its own rules. Raises PluginError.

        Without `run_own` the own rules are those declared by the data files of the folder: its code is not run. It
        runs only if its bytes, as read here, are trusted. Raises UntrustedError.
        """
        files = read_own_files(own.folder) if own.folder else None
        if files is not None and run_own and (why := refusal(own, files)):
            raise UntrustedError([*self._declared_badly(name, own, files), why])
        hashes = tuple(files.hashes.items()) if files else ()
        key = (name, own.kind, own.governing_body, files and files.name, hashes, run_own)
        if key not in self._stacks:
            self._stacks[key] = self._build(name, own, files, run_own)
        return self._stacks[key]

    def unloaded(self, name: str, own: Own = INSTALLED_ALONE) -> UnloadedStack | None:
        """National base, regulation and own rules by their files alone, of which none is imported.

        None if these do not tell. Raises PluginError, and UntrustedError for own rules that may not run.
        """
        files = read_own_files(own.folder) if own.folder else None
        if files is not None and (why := refusal(own, files)):
            raise UntrustedError([why])
        layers = [self._unloaded_layer(one) for one in dict.fromkeys((BASE, name))]
        known = [layer for layer in layers if layer is not None]
        return unloaded_stack(known, self._common, files) if len(known) == len(layers) else None

    def _unloaded_layer(self, name: str) -> Unloaded | None:
        if name not in self._unloaded:
            self._unloaded[name] = unloaded(self.claim(name))
        return self._unloaded[name]

    def _declared_badly(self, name: str, own: Own, files: OwnFiles) -> tuple[Fault | Message | str, ...]:
        """What is wrong with the data files of own rules that do not run."""
        try:
            self._build(name, own, files, run_own=False)
        except PluginError as error:
            return error.faults
        return ()

    def _build(self, name: str, own: Own, files: OwnFiles | None, run_own: bool) -> Stack:
        base, base_layer = self._layer(BASE, ())
        regulation, layer = (base, base_layer) if name == BASE else self._layer(name, (base_layer,))
        layers = (base_layer,) if name == BASE else (base_layer, layer)
        if files is not None:
            foreign = [claim.entry_point.module for claims in self.installed().values() for claim in claims]
            made = load_own_rules(files, regulation, layers, foreign) if run_own else declared_own_rules(files, layers)
            layers = (*layers, evolve(made, governing_body=own.governing_body))
        if own.kind:
            title = f"{regulation.title}, con le regole proprie dell'ente"
            regulation = evolve(regulation, title=title, ente_kind=own.kind, governing_body=own.governing_body)
        try:
            return put_together(layers, regulation, self._common)
        except PluginError as error:
            if files is None:
                raise
            raise PluginError(
                one.within(files.name) if isinstance(one, Fault) else one for one in error.faults
            ) from None

    def _layer(self, name: str, below: tuple[Layer, ...]) -> tuple[Regulation, Layer]:
        if name not in self._layers:
            self._layers[name] = load(self.claim(name), below)
        return self._layers[name]


def _not_installed(name: str, known: tuple[str, ...]) -> Message:
    if not known:
        return say("il regolamento {name} non è installato, e non ce n'è nessuno", name=Code(name))
    return say("il regolamento {name} non è installato; ci sono: {known}", name=Code(name), known=known)


def _owner(of: Distribution, read: dict[int, tuple[str, str]]) -> tuple[str, str]:
    """Name and version of a distribution, whose file is read once for all its entry points."""
    if id(of) not in read:
        told = of.metadata
        read[id(of)] = told["Name"], told["Version"]
    return read[id(of)]


def put_together(layers: tuple[Layer, ...], regulation: Regulation, common: Inputs) -> Stack:
    """One stack of layers; what later layers declare is added to, or replaces, the declarations below."""
    inputs, parameters = common, dict[str, Parameter]()
    for layer in layers:
        if twice := list(twice_declared(layer, inputs)):
            raise PluginError(twice)
        inputs = inputs.plus(layer.inputs)
        parameters.update(layer.parameters)
    if unknown := [problem for layer in layers for problem in body_problems(layer, inputs.bodies)]:
        raise PluginError(unknown)
    inputs = inputs_with_codes(with_governing_body(inputs, layers), layers, regulation.ente_kind)
    layers = rules_with_codes(layers, inputs.bodies)
    inputs = tools_with_competence(inputs, layers)
    rulebook = with_competence(rulebook_of(layers), layers, inputs.bodies)
    decided = deciding_bodies(parameters, layers, inputs.bodies)
    stack = Stack(layers, regulation, rulebook, decided, inputs)
    problems = [problem for layer in layers for problem in input_problems(layer, inputs, parameters)]
    problems += [problem for layer in layers for problem in register_problems(layer, inputs, rulebook)]
    problems += [problem for layer in layers for problem in form_problems(layer, inputs, rulebook)]
    problems += [problem for layer in layers for problem in competence_problems(layer, inputs.acts)]
    if problems:
        raise PluginError(problems)
    return stack
