"""`merito verify`: the conformance suite over a plugin."""

from pathlib import Path
from typing import Annotated

from click.exceptions import Exit
from rich.text import Text

from merito.cli.options import names_folder
from merito.cli.spoken import LacksExtraError
from merito.contract.faults import PluginError
from merito.terminal.console import ERRORS, console, stop
from merito.terminal.options import Argument, Option
from merito.workspace.common import installed_regulations
from merito.workspace.own_rules import OwnRulesError, own_rules_at

NEEDS = "merito verify needs hypothesis and pytest: pip install 'merito[author]' (missing: {})"


def verify(
    regulation: Annotated[
        str,
        Argument(help="A regulation that is installed, or the folder of an ente that has rules of its own."),
    ],
    cases: Annotated[
        Path | None,
        Option("--cases", help="Folder of its worked cases; default: tests/cases or tests/NAME/cases near it or here."),
    ] = None,
    examples: Annotated[int, Option("--examples", min=1, help="How many enti each property is tried on.")] = 50,
) -> None:
    """Check a plugin: its code, its citations, its cases, and what must hold of any ente."""
    try:
        import hypothesis  # noqa: F401, PLC0415 (an extra)

        from merito.testing.cases import CaseError  # noqa: PLC0415 (heavy: only here)
        from merito.testing.conformance import run_all, subject_of  # noqa: PLC0415
        from merito.testing.own_rules import own_subject  # noqa: PLC0415
        from merito.testing.told import InEnglish, InItalian, lines_of  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise LacksExtraError(NEEDS.format(error.name)) from error
    try:
        known = installed_regulations()
        if names_folder(regulation, known):
            if cases is not None:
                stop("--cases: i casi svolti delle regole di un ente stanno accanto a loro, nella cartella «cases»")
            subject = own_subject(own_rules_at(Path(regulation)), examples, known)
        else:
            subject = subject_of(regulation, cases, examples)
    except (PluginError, CaseError, OwnRulesError) as error:
        stop(str(error))
    words = InItalian() if subject.own.own_files else InEnglish()
    terminal, wrong, untried = console(), 0, 0
    terminal.print(Text(words.head(regulation, subject)), soft_wrap=True)
    for told in run_all(subject):
        for line in lines_of(told, words):
            terminal.print(Text(line), soft_wrap=True)
        wrong += bool(told.problems)
        untried += bool(told.untried)
    if untried and not subject.cases:
        terminal.print(Text(words.where(subject, untried)), soft_wrap=True)
    if wrong:
        terminal.print(Text(words.end(wrong)))
        raise Exit(ERRORS)
