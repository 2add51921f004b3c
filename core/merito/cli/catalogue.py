"""`merito regulations` and `merito rules`: what is installed, and what each regulation's rules are."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from merito.cli.options import ERRORS, console, installed_regulations, stop
from merito.declarations.sections import PluginError
from merito.rulebook import PHASES, STATUSES, Rule

BASE = "national"


def regulations() -> None:
    """List the regulations that are installed."""
    found = installed_regulations()
    table = Table("Name", "Title", "Editions", "Distribution")
    faults: list[str] = []
    for name, claims in found.installed().items():
        distribution = ", ".join(f"{claim.distribution} {claim.version}" for claim in claims)
        try:
            regulation = found.stack(name).regulation
        except PluginError as error:
            faults += error.messages
            table.add_row(Text(name), Text("refused"), "", Text(distribution))
            continue
        editions = ", ".join(edition.name for edition in regulation.editions)
        table.add_row(Text(name), Text(regulation.title), Text(editions), Text(distribution))
    console().print(table)
    if faults:
        stop("\n".join(faults), ERRORS)


def rules(
    regulation: Annotated[str, typer.Argument(help="Name of the regulation, as `merito regulations` lists it.")],
    phase: Annotated[str | None, typer.Option("--phase", help="Only the rules of one phase (a to f).")] = None,
    status: Annotated[str | None, typer.Option("--status", help=f"Only one of: {', '.join(STATUSES)}.")] = None,
) -> None:
    """List the rules of a regulation: article, what they say, and what the program does with them."""
    if phase is not None and phase not in PHASES:
        stop(f"there is no phase {phase!r}; phases: {', '.join(PHASES)}")
    if status is not None and status not in STATUSES:
        stop(f"there is no status {status!r}; one of: {', '.join(STATUSES)}")
    try:
        stack = installed_regulations().stack(regulation)
    except PluginError as error:
        stop("\n".join(error.messages))
    own = next(layer.rulebook for layer in stack.layers if layer.name == regulation)
    chosen = [rule for rule in own.rules.values() if phase in (None, rule.phase) and status in (None, rule.status)]
    table = Table("Regola", "Articolo", "Fase", "Che cosa dice", "Stato", title=stack.regulation.title)
    for rule in chosen:
        table.add_row(*map(Text, _row(rule)))
    console().print(table)
    counts = ", ".join(f"{sum(rule.status == one for rule in chosen)} {one}" for one in STATUSES)
    console().print(f"{len(chosen)} regole: {counts}", soft_wrap=True)


def _row(rule: Rule) -> tuple[str, str, str, str, str]:
    status = f"{rule.status}: {rule.reason}" if rule.reason else rule.status
    return rule.id, rule.article, rule.phase, rule.text, status
