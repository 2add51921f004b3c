"""The state of the plan during the year (art. 16 c. 1 d)."""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import monitored


@hookimpl
@rule("BG-16.1d")
def merito_monitor(step: Step) -> ResultRows:
    """Interim measures against interim targets, gaps and new forecasts."""
    yield from monitored(step.dossier, ("BG-16.1d",), step.as_of)
