"""Ctrl-C delayed while an entry is written to the register, and ignored while a run ends."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, current_thread, main_thread

AGAIN = 1.0


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


@contextmanager
def at_most(seconds: float) -> Iterator[Callable[[], bool]]:
    """Ends what is inside after so many seconds, as Ctrl-C does; gives whether that has happened. 0 is no limit.

    While Ctrl-C is not heard it is tried again. Only for the main thread, on a system with signals for threads.
    """
    over, done = Event(), Event()
    if not seconds or current_thread() is not main_thread() or not hasattr(signal, "pthread_kill"):
        yield over.is_set
        return
    main = main_thread().ident
    assert main is not None

    def ring() -> None:
        while not done.wait(AGAIN if over.is_set() else seconds):
            over.set()
            signal.pthread_kill(main, signal.SIGINT)

    def heard() -> bool:
        done.set()
        return over.is_set()

    thread = Thread(target=ring, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        done.set()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back until the end. Only the main thread receives it: in any other nothing is needed."""
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or before is None:
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
