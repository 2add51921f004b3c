"""The entry point of the program: while its modules are imported, Ctrl-C ends it silently.

Nothing has been done by then, so there is nothing to report.
"""

import signal


def main() -> None:
    """Entry point of the program."""
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from merito.cli import main as run  # noqa: PLC0415 (not before Ctrl-C is dealt with)

    run(signal.default_int_handler if heard else None)


if __name__ == "__main__":
    main()
