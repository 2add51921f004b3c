"""Checks a layer's acts, offices, bodies and proceedings against the rules, readings and acts of all layers."""

from collections.abc import Iterable, Iterator

from merito.contract.faults import near
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.regulations.stack import Layer


def register_problems(layer: Layer, inputs: Inputs, rulebook: Rulebook) -> Iterator[str]:
    """Rules, readings and kinds of act that are named and that no layer declares."""
    for where, rules, readings, acts in _named(layer.inputs):
        told = f"{layer.name}: inputs.toml [{where}]"
        for what, names, known in (
            ("rule", rules, rulebook.rules),
            ("reading", readings, rulebook.interpretations),
            ("act", acts, inputs.acts),
        ):
            for name in dict.fromkeys(names):
                if name not in known:
                    yield f"{told}: there is no {what} {name!r}{near(name, known)}"


def _named(own: Inputs) -> Iterator[tuple[str, Iterable[str], Iterable[str], Iterable[str]]]:
    """What each table names: its rules, its readings, its kinds of act."""
    for kind in own.acts.values():
        yield f"acts.{kind.kind}", sorted(kind.held_to), (), ()
    for office in own.offices.values():
        yield f"offices.{office.name}", sorted(office.held_to), office.readings, office.kinds
    for body in own.bodies.values():
        yield f"bodies.{body.name}", (body.rule,), (), filter(None, (body.appointed_by,))
    for one in own.proceedings.values():
        yield f"proceedings.{one.name}", sorted(one.held_to), sorted(one.readings), one.kinds
