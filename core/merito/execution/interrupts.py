"""Ctrl-C while a run ends: it has been noticed already, and the present work needs a moment to complete."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def not_heard() -> Iterator[None]:
    """A further Ctrl-C has no effect inside. Only the main thread receives it: in any other nothing is needed."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
