"""Finds regulations by their entry points and builds the stack of an ente, each once."""

from importlib.metadata import entry_points
from pathlib import Path

from merito.contract.faults import PluginError, near
from merito.contract.identity import Regulation
from merito.contract.inputs import Inputs
from merito.contract.parameters import Parameter
from merito.contract.rulebook import Rulebook
from merito.regulations.competence import competence_problems, with_competence
from merito.regulations.declared import input_problems
from merito.regulations.loading import BASE, Available, load
from merito.regulations.local import declared_local_rules, load_local_rules
from merito.regulations.own_files import OwnFiles, read_own_files
from merito.regulations.stack import Layer, Stack

GROUP = "merito.regulations"


class NameRefusedError(PluginError):
    """A regulation that is not installed, or whose name two distributions claim."""


class Regulations:
    """The regulations installed on this machine. Stacks are built when they are asked for, and kept."""

    def __init__(self, common: Inputs) -> None:
        self._common = common
        self._layers: dict[str, tuple[Regulation, Layer]] = {}
        self._stacks: dict[tuple[str, str, bool], Stack] = {}
        self._found: dict[str, tuple[Available, ...]] | None = None

    def installed(self) -> dict[str, tuple[Available, ...]]:
        """Who claims which name; a name with more than one claim cannot be used."""
        if self._found is None:
            claims: dict[str, dict[tuple[str, str], Available]] = {}
            for point in entry_points(group=GROUP):
                owner = point.dist.name if point.dist else "?"
                version = point.dist.version if point.dist else "?"
                claim = Available(name=point.name, distribution=owner, version=version, entry_point=point)
                claims.setdefault(point.name, {}).setdefault((owner, point.value), claim)
            self._found = {name: tuple(found.values()) for name, found in sorted(claims.items())}
        return self._found

    def names(self) -> tuple[str, ...]:
        """Regulations that an ente may choose."""
        return tuple(name for name in self.installed() if name != BASE)

    def claim(self, name: str) -> Available:
        """The one distribution that offers a regulation. Raises NameRefusedError."""
        claims = self.installed().get(name, ())
        if not claims:
            known = self.names()
            raise NameRefusedError(
                [f"regulation {name!r} is not installed{near(name, known)}; installed: {', '.join(known) or 'none'}"]
            )
        if len(claims) > 1:
            owners = " and ".join(sorted(f"{claim.distribution} {claim.version}" for claim in claims))
            raise NameRefusedError(
                [f"regulation {name!r} is claimed by {owners}; uninstall one of them: neither is used"]
            )
        return claims[0]

    def stack(self, name: str, local: Path | None = None, run_own: bool = True) -> Stack:
        """National base, the regulation and, if named, an ente's own rules file. Raises PluginError.

        Without `run_own` the own rules are those that the files beside it declare: its code is not run.
        """
        own = read_own_files(local) if local else None
        key = (name, f"{own.path}:{own.hashes}" if own else "", run_own)
        if key not in self._stacks:
            self._stacks[key] = self._build(name, own, run_own)
        return self._stacks[key]

    def _build(self, name: str, own: OwnFiles | None, run_own: bool) -> Stack:
        base, base_layer = self._layer(BASE, ())
        regulation, layer = (base, base_layer) if name == BASE else self._layer(name, (base_layer,))
        layers = (base_layer,) if name == BASE else (base_layer, layer)
        if own is not None and not run_own:
            layers = (*layers, declared_local_rules(own, layers))
        elif own is not None:
            foreign = [claim.entry_point.module for claims in self.installed().values() for claim in claims]
            layers = (*layers, load_local_rules(own, regulation, layers, foreign))
        return put_together(layers, regulation, self._common)

    def _layer(self, name: str, below: tuple[Layer, ...]) -> tuple[Regulation, Layer]:
        if name not in self._layers:
            self._layers[name] = load(self.claim(name), below)
        return self._layers[name]


def put_together(layers: tuple[Layer, ...], regulation: Regulation, common: Inputs) -> Stack:
    """One stack of layers; what later layers declare is added to, or stands in place of, what is below."""
    rulebook, inputs, parameters = Rulebook(), common, dict[str, Parameter]()
    for layer in layers:
        rulebook, inputs = rulebook.plus(layer.rulebook), inputs.plus(layer.inputs)
        parameters.update(layer.parameters)
    stack = Stack(layers, regulation, with_competence(rulebook, layers), parameters, inputs)
    problems = [problem for layer in layers for problem in input_problems(layer, inputs, parameters)]
    problems += [problem for layer in layers for problem in competence_problems(layer, inputs.acts)]
    if problems:
        raise PluginError(problems)
    return stack
