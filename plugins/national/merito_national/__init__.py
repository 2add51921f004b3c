"""The base layer: D.Lgs. 150/2009 as a plugin like any other, found through its entry point."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from attrs import evolve

from merito import Basis, Finding, InForce, Intermediate, Message, Percent, Phase, Ref, Severity, Step, kit
from merito.numbers import HUNDRED, product, up


def noted(
    step: Step,
    severity: Severity,
    why: Message,
    subject: str = "",
    *,
    phase: Phase = Phase.OBJECTIVES,
    inputs: tuple[object, ...] = (),
    parameters: tuple[InForce[object], ...] = (),
    steps: tuple[Intermediate, ...] = (),
) -> Finding:
    """A finding of the running rule that rests on figures in force, or shows how it was computed."""
    basis = Basis(inputs=inputs, parameters=parameters, steps=steps)
    return evolve(kit.told(severity, step.rule, why, subject, phase=phase), basis=basis)


def refs_of(step: Step, ids: Iterable[str]) -> tuple[Ref, ...]:
    """References to rules and readings by their ids."""
    return tuple(Ref("reading" if one in step.interpretations else "rule", one) for one in ids)


def unknown_names(step: Step, key: str, known: Collection[str]) -> list[str]:
    """The names in a parameter's list that do not exist: a misspelled one would silently drop a check."""
    return [str(one) for one in step.parameters.list(key).value if one not in known]


def as_minimum(share: Fraction) -> Percent:
    """A share as a minimum that may be written: percent points, rounded up to the second decimal."""
    return Percent(up(product(HUNDRED, share), 2))
