"""The entry point of the program: while its modules are imported, Ctrl-C ends it silently.

Nothing has been done by then, so there is nothing to report. It is a separate package because Python imports `merito`
before any module in it, which takes longest. Garbage collection is off meanwhile, since modules stay until the end.
Processes started by a run import this package too, and call nothing in it.
"""

import gc
import signal
import sys


def main() -> None:
    """Entry point of the program."""
    gc.disable()
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from merito_program.compiled import keep_methods  # noqa: PLC0415 (not before Ctrl-C is dealt with)

    compiled = keep_methods()
    from merito.cli import main as run  # noqa: PLC0415 (nor before that)

    try:
        run(signal.default_int_handler if heard else None)
    finally:
        compiled.keep()
        gc.freeze()  # at its end Python would look through all that is left for cycles, a tenth of a cold start


def _starts_for_enti() -> bool:
    many = sys.modules.get("multiprocessing.process")
    return many is not None and many.parent_process() is not None


if _starts_for_enti():
    from merito_program.compiled import keep_methods

    keep_methods()
