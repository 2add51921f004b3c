"""Phase a: the cascade of objectives and indicators."""

from merito.cycle.answers import latest
from merito.cycle.walk import Walk
from merito.model.acts import Phase


def objectives(walk: Walk) -> None:
    """Asks for the cascade."""
    walk.add(latest(walk.ask("merito_cascade", Phase.OBJECTIVES)), "merito_cascade")
