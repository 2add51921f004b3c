"""Phase c: the state of the plan during the year."""

from merito.cycle.answers import latest
from merito.cycle.walk import Walk
from merito.model.acts import Phase


def monitoring(walk: Walk) -> None:
    """Asks how the indicators stand."""
    walk.add(latest(walk.ask("merito_monitor", Phase.MONITORING)), "merito_monitor")
