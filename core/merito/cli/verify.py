"""`merito verify`: the conformance suite over a plugin."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from merito.cli.options import names_folder
from merito.contract.faults import PluginError
from merito.terminal.console import ERRORS, console, stop
from merito.workspace.common import installed_regulations
from merito.workspace.own_rules import OwnRulesError, own_rules_at

if TYPE_CHECKING:
    from merito.testing.conformance import Subject

NEEDS = "merito verify needs hypothesis and pytest: pip install 'merito[author]'"


def verify(
    regulation: Annotated[
        str,
        typer.Argument(help="A regulation that is installed, or the folder of an ente that has rules of its own."),
    ],
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases", help="Folder of its worked cases; default: tests/cases or tests/NAME/cases near it or here."
        ),
    ] = None,
    examples: Annotated[int, typer.Option("--examples", min=1, help="How many enti each property is tried on.")] = 50,
) -> None:
    """Prove a plugin: its code, its citations, its cases, and what must hold of any ente."""
    try:
        import hypothesis  # noqa: F401, PLC0415 (an extra)

        from merito.testing.cases import CaseError  # noqa: PLC0415 (heavy: only here)
        from merito.testing.conformance import run_all, shown, subject_of  # noqa: PLC0415
        from merito.testing.own_rules import own_subject  # noqa: PLC0415
    except ModuleNotFoundError as error:
        stop(f"{NEEDS} ({error.name} is missing)")
    try:
        known = installed_regulations()
        if names_folder(regulation, known):
            if cases is not None:
                stop("--cases: the cases of an ente's own rules are in the folder `cases` beside them")
            subject = own_subject(own_rules_at(Path(regulation)), examples, known)
        else:
            subject = subject_of(regulation, cases, examples)
    except (PluginError, CaseError, OwnRulesError) as error:
        stop(str(error))
    terminal, wrong, untried = console(), 0, 0
    terminal.print(Text(f"{regulation}: {len(subject.own.rulebook.rules)} rules, {len(subject.cases)} worked cases"))
    for told in run_all(subject):
        state = "FAILS" if told.problems else "?    " if told.untried else "holds"
        terminal.print(Text(f"{state}  {told.check}: {shown(told.check)}"), soft_wrap=True)
        for problem in (*told.problems, *([f"not tried: {told.untried}"] if told.untried else [])):
            terminal.print(Text(f"       {problem}"), soft_wrap=True)
        wrong += bool(told.problems)
        untried += bool(told.untried)
    if untried and not subject.cases:
        terminal.print(Text(_where(subject, untried)), soft_wrap=True)
    if wrong:
        terminal.print(Text(f"{wrong} checks fail"))
        raise typer.Exit(ERRORS)


def _where(subject: "Subject", untried: int) -> str:
    """Where the cases were looked for, and what to do."""
    name, (by_name, *others) = subject.own.name, subject.looked_in
    places = f"tests/cases or tests/{name}/cases near {subject.own.place} or here" if others else by_name
    what_to_do = "write them there" if subject.own.own_files else "name their folder with --cases"
    return f"{untried} checks were not tried: no worked cases of {name} in {places}; {what_to_do}"
