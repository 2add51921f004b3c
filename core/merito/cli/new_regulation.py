"""`merito new-regulation`: a plugin that is complete, installable and tested, with everything still to be decided."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from merito.contract.faults import near
from merito.contract.identity import ENTE_KINDS
from merito.terminal.console import console, stop
from merito.testing.starter import Named, StarterError, in_checkout, name_problem, near_names, outside
from merito.workspace.cells import is_year
from merito.workspace.common import installed_regulations
from merito.workspace.system_faults import fault_told


def new_regulation(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and _: as an ente will name it.")],
    here: Annotated[bool, typer.Option("--here", help="As plugins/NAME of the checkout of merito in --into.")] = False,
    into: Annotated[
        Path, typer.Option("--into", help="Where the folder merito-NAME is made (with --here: the checkout).")
    ] = Path(),
    kind: Annotated[str, typer.Option("--kind", help=f"The kind of body: {', '.join(ENTE_KINDS)}.")] = ENTE_KINDS[0],
    year: Annotated[
        int | None, typer.Option("--year", help="The first year that the regulation governs; default: this year.")
    ] = None,
) -> None:
    """Write a new plugin with placeholder rules: it is installed, tested and run at once; then make it yours."""
    taken = tuple(installed_regulations().installed())
    if problem := name_problem(name, taken):
        stop(problem)
    if kind not in ENTE_KINDS:
        stop(f"--kind {kind!r}: not one of {', '.join(ENTE_KINDS)}{near(kind, ENTE_KINDS)}")
    first = year or date.today().year
    if not is_year(first):
        stop(f"--year {year}: no year that a cycle may have")
    try:
        written = (in_checkout if here else outside)(Named(name), into, kind, first)
    except StarterError as error:
        stop(str(error))
    except OSError as error:
        stop(fault_told(error, into))
    told = [f"{len(written.files)} files written in {written.base}; now:", *(f"  {one}" for one in written.next_steps)]
    told += [f"note: {other!r}, which is installed, has a name near to {name!r}" for other in near_names(name, taken)]
    console().print(Text("\n".join(told)), soft_wrap=True)
