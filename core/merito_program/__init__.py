"""The program `merito` from its first moment on: while its modules are imported, Ctrl-C ends it as the system does.

Nothing has been done by then, so there is nothing to tell. It stands apart: Python imports `merito` before any module
in it, and that takes the longest.
"""

import signal


def main() -> None:
    """Entry point of the program."""
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from merito.cli import main as run  # noqa: PLC0415 (not before Ctrl-C is dealt with)

    run(signal.default_int_handler if heard else None)
