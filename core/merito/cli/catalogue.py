"""`merito regulations` and `merito rules`: what is installed, and what each regulation's rules are."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from merito.cli.options import ERRORS, console, installed_regulations, stop
from merito.declarations.sections import PluginError
from merito.rulebook import PHASES, STATUSES, Interpretation, Rule

STATUS_WORDS = {
    "computed": "calcolata",
    "checked": "controllata",
    "recorded": "registrata",
    "not modelled": "non modellata",
}


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
    phase: Annotated[str | None, typer.Option("--phase", help=f"Only one of: {', '.join(PHASES)}.")] = None,
    status: Annotated[str | None, typer.Option("--status", help=f"Only one of: {', '.join(STATUSES)}.")] = None,
    readings: Annotated[
        bool, typer.Option("--readings", help="The interpretations instead, with the choices they offer.")
    ] = False,
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
    if readings:
        for reading in own.interpretations.values():
            console().print(Text(_reading(reading)), soft_wrap=True)
        return
    chosen = [rule for rule in own.rules.values() if phase in (None, rule.phase) and status in (None, rule.status)]
    for rule in chosen:
        console().print(Text(_rule(rule)), soft_wrap=True)
    counts = ", ".join(f"{sum(rule.status == one for rule in chosen)} {STATUS_WORDS[one]}" for one in STATUSES)
    console().print(f"regole: {len(chosen)} ({counts})", soft_wrap=True)


def _rule(rule: Rule) -> str:
    phase = f"fase {rule.phase}" if rule.phase != PHASES[-1] else "incarichi e procedure"
    reason = f"\n  {rule.reason}" if rule.reason else ""
    return f"{rule.id}  {rule.article}  [{phase}, {STATUS_WORDS[rule.status]}]\n  {rule.text}{reason}"


def _reading(reading: Interpretation) -> str:
    adopted = ", da adottare con un atto dell'ente" if reading.must_adopt else ""
    lines = [f"{reading.id}  {reading.article}{adopted}", f"  {reading.unclear}"]
    for choice, text in reading.choices.items():
        lines.append(f"  {choice}{' (predefinita)' if choice == reading.default else ''}: {text}")
    return "\n".join(lines)
