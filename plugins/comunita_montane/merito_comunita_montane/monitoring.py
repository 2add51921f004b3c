"""Monitoring during the year: the indicators half-way (arts. 4 c. 1 c and 7 c. 1 a)."""

from datetime import date

from merito import Monitored, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import listed, monitored, told

RULES = ("BL-4.1", "BL-7.1ac")


@hookimpl
@rule("BL-7.1ac")
def merito_monitor(step: Step) -> ResultRows:
    """Interim measures against interim targets; after the year, targets that were never measured are listed."""
    rows = monitored(step.dossier, RULES, step.as_of)
    unseen = [row.indicator for row in rows if _unseen(row)]
    if not unseen or step.as_of <= date(step.dossier.year, 12, 31):
        yield from rows
        return
    why = f"indicatori con un obiettivo intermedio e nessun rilevamento in corso d'anno: {listed(unseen)}"
    yield from rows
    yield told("warning", "BL-7.1ac", why, phase=Phase.MONITORING)


def _unseen(row: Monitored) -> bool:
    return bool(row.target) and not row.measured
