"""What `run.json` says of the results of an ente, from their `summary.json`."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from merito.model.record import NOTHING_COMPUTED
from merito.outputs.standing import standing_of

SUMS = ("allocated", "net_paid", "payable", "withheld", "savings")


@frozen(kw_only=True)
class Facts:
    """The state of results in a word, with its reasons; the phases, and the letter of the first that is not over.

    `sums` are in euro as text, empty without funds. `inputs` is the hash of everything that determines the results,
    `results` that of their `summary.json`, which has those of all files.
    """

    name: str
    as_of: str
    state: str
    reasons: tuple[str, ...]
    phases: Mapping[str, str]
    phase: str
    sums: Mapping[str, str]
    findings: Mapping[str, int]
    overdue: int
    regulation: str
    edition: str
    versions: Mapping[str, str]
    inputs: str
    results: str


def facts_of(summary: Mapping[str, Any], inputs: str, results: str) -> Facts:
    """The facts in a summary that a run has just written, or found unchanged."""
    stands, measures = standing_of(summary), summary.get("measures", {})
    phases = {str(one["phase"]): str(one["state"]) for one in summary["phases"]}
    return Facts(
        name=str(summary["name"]),
        as_of=str(summary["as_of"]),
        state=stands.state,
        reasons=stands.reasons,
        phases=phases,
        phase=next((letter for letter, state in phases.items() if state not in ("done", *NOTHING_COMPUTED)), ""),
        sums={name: str(measures[name]) for name in SUMS if measures.get(name) is not None},
        findings={severity: int(count) for severity, count in summary["findings"].items()},
        overdue=int(measures.get("deadlines_overdue") or 0),
        regulation=str(summary["regulation"]),
        edition=str(summary["edition"]),
        versions={str(name): str(one) for name, one in summary["plugin"].items()},
        inputs=inputs,
        results=results,
    )
