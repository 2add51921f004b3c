"""`merito new-regulation`: a complete, installable and tested plugin with placeholder rules."""

from datetime import date
from pathlib import Path
from typing import Annotated

from rich.text import Text

from merito.contract.faults import PluginError, near
from merito.contract.identity import ENTE_KINDS
from merito.terminal.console import console, stop
from merito.terminal.options import Argument, Option
from merito.testing.own_rules import wrapped_rules
from merito.testing.starter import Named, StarterError, in_checkout, name_problem, near_names, outside
from merito.workspace.cells import is_year
from merito.workspace.common import installed_regulations
from merito.workspace.own_rules import OwnRulesError, own_rules_at
from merito.workspace.system_faults import fault_told


def new_regulation(
    name: Annotated[str, Argument(help="Lower-case letters, digits and _: as an ente will name it.")],
    here: Annotated[bool, Option("--here", help="As plugins/NAME of the checkout of merito in --into.")] = False,
    into: Annotated[
        Path, Option("--into", help="Where the folder merito-NAME is made (with --here: the checkout).")
    ] = Path(),
    from_own: Annotated[
        Path | None,
        Option("--from", help="The folder of an ente: its own rules become the plugin."),
    ] = None,
    kind: Annotated[
        str | None, Option("--kind", help=f"The kind of body: {', '.join(ENTE_KINDS)}; default: the first.")
    ] = None,
    year: Annotated[
        int | None,
        Option("--year", help="The first year that the regulation governs; default: this year, or the ente's first."),
    ] = None,
) -> None:
    """Write a new plugin with placeholder rules, or with those of an ente, ready to install, test and run."""
    regulations = installed_regulations()
    taken = tuple(regulations.installed())
    if problem := name_problem(name, taken):
        stop(problem)
    if kind is not None and kind not in ENTE_KINDS:
        stop(f"--kind {kind!r}: not one of {', '.join(ENTE_KINDS)}{near(kind, ENTE_KINDS)}")
    if year is not None and not is_year(year):
        stop(f"--year {year}: no year that a cycle may have")
    if kind and from_own:
        stop("--kind: with --from it is that of the ente")
    try:
        own = own_rules_at(from_own) if from_own else None
        wrapped = wrapped_rules(own, regulations) if own else None
        of_kind = own.config.own.kind if own else kind or ENTE_KINDS[0]
        first = year or (own and own.since) or date.today().year
        written = (in_checkout if here else outside)(Named(name), into, of_kind, first, wrapped)
    except (StarterError, OwnRulesError, PluginError) as error:
        stop(str(error))
    except OSError as error:
        stop(fault_told(error, into))
    told = [f"{len(written.files)} files written in {written.base}; now:", *(f"  {one}" for one in written.next_steps)]
    told += [f"note: {other!r}, which is installed, has a name near to {name!r}" for other in near_names(name, taken)]
    console().print(Text("\n".join(told)), soft_wrap=True)
