"""What a check tells: a finding with its rule, its subject and the rows it rests on."""

from collections.abc import Iterable

from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.results import Finding, Severity

MOST_TOLD = 10


def told(
    severity: Severity,
    rule_id: str,
    message: str,
    subject: str = "",
    *,
    phase: Phase = Phase.OBJECTIVES,
    tool: str | None = None,
    inputs: tuple[object, ...] = (),
) -> Finding:
    """One finding, in Italian, about a subject written with its table (`indicator:STR-001`)."""
    return Finding(
        severity=severity,
        phase=phase,
        rule=rule_id,
        message=message,
        subject=subject,
        tool=tool,
        basis=Basis(inputs=inputs),
    )


def listed(ids: Iterable[str]) -> str:
    """How many ids, and which: all of a few, the first of many."""
    every = list(ids)
    shown = ", ".join(every[:MOST_TOLD])
    return f"{len(every)} ({shown}{', ...' if len(every) > MOST_TOLD else ''})"
