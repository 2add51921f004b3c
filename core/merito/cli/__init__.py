"""The commands, thin: they read, call the cycle and write. What an ente reads is Italian; help is English."""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

import typer

from merito.cli.adopt import adopt
from merito.cli.catalogue import acts, parameters, regulations, rules
from merito.cli.check import check
from merito.cli.diff import diff
from merito.cli.explain import explain
from merito.cli.history import history
from merito.cli.init import init
from merito.cli.new_year import new_year
from merito.cli.options import UNREADABLE, errors
from merito.cli.register import register
from merito.cli.run import run
from merito.cli.show import show
from merito.cli.status import status
from merito.workspace.system_faults import fault_told

app = typer.Typer(
    name="merito",
    help="Runs the Italian public performance cycle (D.Lgs. 150/2009), one plugin per regulation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (init, check, run, status, explain, history, show, diff, adopt, regulations, rules, parameters, acts):
    app.command()(command)
app.command(name="new-year")(new_year)
app.add_typer(register, name="register")


def main() -> None:
    """Entry point of the program `merito`. A terminal that lacks a character shows `?`, and goes on.

    What the system refuses outside of any ente (a folder, the terminal's own file) ends it with the reason.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as error:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (what could not be written is not tried again)
        with suppress(OSError):
            errors().print(fault_told(error, "uscita del programma"), markup=False, soft_wrap=True)
        sys.exit(UNREADABLE)
