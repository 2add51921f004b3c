"""`merito verify`: the conformance suite over a plugin."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from click.exceptions import Exit

from merito.cli.options import names_folder
from merito.contract.faults import PluginError
from merito.model.faults import LacksExtraError
from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.terminal.console import ERRORS, console, in_lines, stop
from merito.terminal.options import DIRECTORY, NUMBER, REGULATION, Argument, Option
from merito.workspace.common import installed_regulations
from merito.workspace.own_rules import OwnRulesError, own_rules_at

if TYPE_CHECKING:
    from merito.testing.conformance import Subject


def verify(
    regulation: Annotated[
        str,
        Argument(
            help=say("Un regolamento installato, o la cartella di un ente che ha regole proprie."), metavar=REGULATION
        ),
    ],
    cases: Annotated[
        Path | None,
        Option(
            "--cases",
            say("La cartella dei suoi casi svolti; se manca: tests/cases o tests/NOME/cases, lì accanto o qui."),
            DIRECTORY,
        ),
    ] = None,
    examples: Annotated[int, Option("--examples", say("Su quanti enti si prova ogni proprietà."), NUMBER, min=1)] = 50,
) -> None:
    """Check a plugin: its code, its citations, its cases, and what must hold of any ente."""
    try:
        import hypothesis  # noqa: F401, PLC0415 (an extra)

        from merito.testing.cases import CaseError  # noqa: PLC0415 (heavy: only here)
        from merito.testing.conformance import lines_of, run_all, subject_of  # noqa: PLC0415
        from merito.testing.own_rules import own_subject  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise LacksExtraError(
            say(
                "merito verify vuole hypothesis e pytest: pip install 'merito[author]' (manca {name})",
                name=error.name or "",
            )
        ) from error
    try:
        known = installed_regulations()
        if names_folder(regulation, known):
            if cases is not None:
                stop(
                    say("--cases: i casi svolti delle regole di un ente stanno accanto a loro, nella cartella «cases»")
                )
            subject = own_subject(own_rules_at(Path(regulation)), examples, known)
        else:
            subject = subject_of(regulation, cases, examples)
    except (PluginError, CaseError, OwnRulesError) as error:
        stop(str(error))
    terminal, wrong, untried = console(), 0, 0
    rules = say("{n} regola", many="{n} regole", number="n", n=len(subject.own.rulebook.rules))
    cases_told = say("{n} caso svolto", many="{n} casi svolti", number="n", n=len(subject.cases))
    head = say("{regulation}: {rules}, {cases}", regulation=regulation, rules=rules, cases=cases_told)
    terminal.print(in_lines(in_words(head)), soft_wrap=True)
    for found in run_all(subject):
        for line in lines_of(found):
            terminal.print(in_lines(line), soft_wrap=True)
        wrong += bool(found.problems)
        untried += bool(found.untried)
    if untried and not subject.cases:
        terminal.print(in_lines(in_words(_where(subject, untried))), soft_wrap=True)
    if wrong:
        failed = say("{n} prova non vale", many="{n} prove non valgono", number="n", n=wrong)
        terminal.print(in_lines(in_words(failed)))
        raise Exit(ERRORS)


def _where(subject: "Subject", untried: int) -> Message:
    """Where cases were searched, and what to do."""
    checks = say("{n} prova non si è fatta", many="{n} prove non si sono fatte", number="n", n=untried)
    name, (place, *others) = subject.own.name, subject.looked_in
    if subject.own.own_files or not others:
        return say("{checks}: in {place} non ci sono casi svolti; scriverli lì", checks=checks, place=str(place))
    return say(
        "{checks}: non ci sono casi svolti di {name} in tests/cases o tests/{name}/cases, "
        "accanto a {package} o qui; indicare la loro cartella con --cases",
        checks=checks,
        name=name,
        package=str(subject.own.place),
    )
