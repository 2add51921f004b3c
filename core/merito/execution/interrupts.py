"""Ctrl-C while a run ends: it has been heard once, and what is going on takes a moment to be whole."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def not_heard() -> Iterator[None]:
    """A further Ctrl-C changes nothing until the end. It reaches the main thread alone: another has nothing to do."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
