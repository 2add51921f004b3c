"""How often Python looks for cycles of dead objects, in a process that runs enti and ends."""

import gc

ROWS_BETWEEN_SWEEPS = 100_000


def seldom_swept() -> None:
    """Has it look more seldom: modules stay to the end, rows live as long as their ente, and refer to no later."""
    gc.freeze()
    gc.set_threshold(ROWS_BETWEEN_SWEEPS)
    gc.enable()
