"""The time limit for the rules of an ente."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

from merito.model.language import in_words
from merito.model.messages import Message, say

AGAIN = 1.0


class TooLongError(BaseException):
    """The time limit is exceeded. It is not caught by code that catches `Exception`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)

    @property
    def why(self) -> Message:
        """What ends the rules of the ente."""
        seconds = f"{self.args[0]:g}"
        return say("non ha finito in {seconds} secondi; --patience SECONDI ne concede di più", seconds=seconds)

    def __str__(self) -> str:
        return in_words(self.why)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooLongError in the code inside after so many seconds, and every second after that; never with 0.

    It needs the main thread and a system with SIGALRM; elsewhere, and in code outside Python, nothing is stopped.
    """
    if not seconds or not hasattr(signal, "SIGALRM") or current_thread() is not main_thread():
        yield
        return
    over = False

    def ring(_: int, __: FrameType | None) -> None:
        if over:
            return
        raise TooLongError(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
