"""The frequency of garbage collection in a process that runs enti and ends."""

import gc

ROWS_BETWEEN_SWEEPS = 100_000


def seldom_swept() -> None:
    """Reduces garbage collection: modules stay until the end, rows as long as their ente, and no cycles form later."""
    gc.freeze()
    gc.set_threshold(ROWS_BETWEEN_SWEEPS)
    gc.enable()
