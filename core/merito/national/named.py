"""Checks the names that an ente lists in a parameter: a misspelled name would silently drop a check."""

from collections.abc import Collection, Iterator

from merito import Finding, Step
from merito.kit import listed, told


def unknown_named(step: Step, key: str, known: Collection[str], what: str) -> Iterator[Finding]:
    """A warning on names in a parameter's list that do not exist; `what` they should be (Italian)."""
    strange = [str(one) for one in step.parameters.list(key).value if one not in known]
    if strange:
        yield told("warning", step.rule, f"il parametro {key} nomina ciò che non è {what}: {listed(strange)}")
