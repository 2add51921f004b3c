"""The layer of an installed regulation by its files alone: nothing of it is imported, so nothing of it can fail."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from merito.contract.faults import OWN, Fault
from merito.contract.inputs import Inputs
from merito.declarations.read_inputs import read_inputs
from merito.declarations.sections import Readable
from merito.regulations.fingerprint import fingerprint
from merito.regulations.loading import Available
from merito.regulations.own.files import OwnFiles

INPUTS = "inputs.toml"
Identity = tuple[str, str, str]
"""What distinguishes a layer from another: its name, its version, the hash of its files."""


@frozen
class Unloaded:
    """A layer that is not loaded: who it is, and the tables and columns that it declares."""

    identity: Identity
    inputs: Inputs


@frozen
class UnloadedStack:
    """Who the layers below own rules are, and the tables of all layers with those of the core."""

    identities: tuple[Identity, ...]
    inputs: Inputs


def unloaded(claim: Available) -> Unloaded | None:
    """The layer in the package of an entry point; None if it is not a folder there, or its files are not in order.

    A regulation may name another package, which only loading it tells. Its hash is then another one, too.
    """
    place = _package(claim.entry_point.module)
    if place is None:
        return None
    inputs = _inputs(place / INPUTS, claim.name)
    if inputs is None:
        return None
    version = f"{claim.distribution} {claim.version}"
    return Unloaded((claim.name, version, fingerprint(place)), inputs)


def unloaded_stack(layers: Iterable[Unloaded], common: Inputs, own: OwnFiles | None) -> UnloadedStack | None:
    """The layers from the base up, with the tables of own rules; None if the file of these is not in order."""
    identities, inputs = list[Identity](), common
    for layer in layers:
        identities.append(layer.identity)
        inputs = inputs.plus(layer.inputs)
    if own is not None:
        of_own = _inputs(own.held(INPUTS), OWN)
        if of_own is None:
            return None
        inputs = inputs.plus(of_own)
    return UnloadedStack(tuple(identities), inputs)


def _inputs(file: Readable, owner: str) -> Inputs | None:
    problems = list[Fault]()
    inputs = read_inputs(file, owner, problems)
    return None if problems else inputs


def _package(module: str) -> Path | None:
    """The folder of the package in which a module is, or that it is itself. Nothing is imported."""
    top, *rest = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    places = [Path(one) for one in (spec.submodule_search_locations or ())] if spec else []
    if len(places) != 1:
        return None
    whole = places[0].joinpath(*rest)
    place = whole if whole.is_dir() else whole.parent
    return place if place.is_dir() else None
