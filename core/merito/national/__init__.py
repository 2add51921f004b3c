"""The base layer: D.Lgs. 150/2009 as a plugin like any other, found through its entry point."""

from collections.abc import Collection, Iterator

from attrs import evolve

from merito import Basis, Finding, InForce, Intermediate, Phase, Severity, Step, kit


def noted(
    step: Step,
    severity: Severity,
    why: str,
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


def unknown_named(step: Step, key: str, known: Collection[str], what: str) -> Iterator[Finding]:
    """A warning on names in a parameter's list that do not exist: a misspelled one would silently drop a check.

    `what` they should be (Italian).
    """
    strange = [str(one) for one in step.parameters.list(key).value if one not in known]
    if strange:
        why = f"il parametro {key} nomina ciò che non è {what}: {kit.listed(strange)}"
        yield kit.told("warning", step.rule, why)
