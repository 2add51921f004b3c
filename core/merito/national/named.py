"""What an ente names in a list of a parameter, held against what there is: a slip of the pen would drop a check."""

from collections.abc import Collection, Iterator

from merito import Finding, Step
from merito.kit import listed, told


def unknown_named(step: Step, key: str, known: Collection[str], what: str) -> Iterator[Finding]:
    """A warning on names in the list of a parameter that name nothing; `what` they should be (Italian)."""
    strange = [str(one) for one in step.parameters.list(key).value if one not in known]
    if strange:
        yield told("warning", step.rule, f"il parametro {key} nomina ciò che non è {what}: {listed(strange)}")
