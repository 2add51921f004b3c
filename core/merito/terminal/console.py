"""The terminal of a command, and its exit."""

from typing import NoReturn

from click.exceptions import Exit
from rich.console import Console

from merito.contract.faults import PluginError
from merito.regulations import PluginFaultError
from merito.workspace.problems import BadDataError

OK, ERRORS, UNREADABLE = 0, 1, 2
UNUSABLE = (BadDataError, PluginError, PluginFaultError)


def console() -> Console:
    return Console(highlight=False)


def errors() -> Console:
    return Console(stderr=True, highlight=False)


def stop(message: str, code: int = UNREADABLE) -> NoReturn:
    """Prints the reason on standard error and ends the program."""
    errors().print(message, markup=False, soft_wrap=True)
    raise Exit(code)
