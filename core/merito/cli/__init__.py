"""The commands. They are thin: they read, call the cycle and write. What an ente reads is Italian.

Help and errors of the command line are Italian too (`italian.toml`), English with `--lang en`.

A command is imported when it is called or shown in a help, not otherwise.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from merito.cli.declared import command_of
from merito.cli.language import ITALIAN
from merito.cli.spoken import SpokenCommand, SpokenGroup
from merito.execution.sweeps import seldom_swept
from merito.terminal.console import outputs_that_last
from merito.version import __version__

MODULES = {
    "init": "merito.cli.init",
    "check": "merito.cli.check",
    "run": "merito.cli.run",
    "status": "merito.cli.status",
    "forms": "merito.cli.forms",
    "explain": "merito.cli.explain",
    "history": "merito.cli.history",
    "show": "merito.cli.show",
    "diff": "merito.cli.diff",
    "adopt": "merito.cli.adopt",
    "regulations": "merito.cli.regulations",
    "rules": "merito.cli.rules",
    "parameters": "merito.cli.parameters",
    "acts": "merito.cli.regulations",
    "new-year": "merito.cli.new_year",
    "collect": "merito.cli.collect",
    "trust": "merito.cli.trust",
    "verify": "merito.cli.verify",
    "new-regulation": "merito.cli.new_regulation",
    "register": "merito.cli.register",
}
INTERRUPTED = 130
DOES = "Runs the Italian public performance cycle (D.Lgs. 150/2009), one plugin per regulation."
VERSION = "Prints the version of merito, and ends."
LANG = "The language of help and of errors on options: it, en; also MERITO_LANG."
Handler = Callable[[int, FrameType | None], Any]
Command = SpokenCommand | SpokenGroup


class Commands(Mapping[str, Command]):
    """The commands by their names, each imported when first needed."""

    def __getitem__(self, name: str) -> Command:
        if name not in MODULES:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


class Program(SpokenGroup):
    """`merito`, with its commands."""

    def __init__(self) -> None:
        language = click.Option(["lang", "--lang"], default=ITALIAN, help=LANG)
        version = click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version_told, help=VERSION
        )
        super().__init__("merito", params=[version, language], help=DOES, no_args_is_help=True)
        self.commands = Commands()  # type: ignore[assignment]  # nobody adds to them


def _version_told(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"merito {__version__}")
        ctx.exit()


@cache
def _command(name: str) -> Command:
    """The function or group with the name of the command, from its module."""
    found = getattr(import_module(MODULES[name]), name.replace("-", "_"))
    return found if isinstance(found, SpokenGroup) else command_of(name, found)


app = Program()


def main(on_interrupt: Handler | None = None) -> None:
    """Runs the program `merito`; from here on Ctrl-C calls `on_interrupt`, if given.

    System errors outside of any ente (a folder, the terminal's own file) end it with the reason.
    """
    seldom_swept()
    outputs_that_last()
    try:
        try:
            if on_interrupt is not None:
                signal.signal(signal.SIGINT, on_interrupt)
            app()
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing remains to be done
            sys.stdout.flush()
    except OSError as error:
        _end_refused(error)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _end_refused(error: OSError) -> NoReturn:
    from merito.terminal.console import UNREADABLE, errors  # noqa: PLC0415 (only where something is wrong)
    from merito.workspace.system_faults import fault_told  # noqa: PLC0415

    with suppress(OSError):
        sys.stdout.close()
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (what could not be written is not tried again)
    with suppress(OSError):
        errors().print(fault_told(error, "uscita del programma"), markup=False, soft_wrap=True)
    sys.exit(UNREADABLE)
