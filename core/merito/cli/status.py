"""`merito status`: phases, deadlines and missing acts of all enti."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated

from attrs import frozen
from click.exceptions import Exit

from merito.cli.options import (
    PATIENCE,
    AsOfOption,
    EnteOption,
    JobsOption,
    NoOwnRulesOption,
    PathArgument,
    PatienceOption,
    YearOption,
    processes_of,
)
from merito.comparison.enti import years_text
from merito.cycle import run as run_cycle
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.language import in_words
from merito.model.messages import say
from merito.terminal.console import ERRORS, OPERATION, console, in_lines, one_line, tell_of_no_ente
from merito.terminal.options import Option
from merito.terminal.run_table import days_text
from merito.terminal.status import dated_lines
from merito.wording.rules_told import own_rules_lines
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import full_names
from merito.workspace.selection import select

Lines = tuple[tuple[date | None, str], ...]


def status(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    due_within: Annotated[
        int | None,
        Option(
            "--due-within", say("Solo quanto è scaduto o scade entro tanti giorni, per data."), say("GIORNI"), min=0
        ),
    ] = None,
    jobs: JobsOption = "1",
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
) -> None:
    """Show the state of every ente: phases, deadlines, missing acts. Nothing is written."""
    processes = processes_of(jobs)
    chosen = select(path, ente, year, as_of)
    terminal = console()
    unread = {name: len(error.messages) for name, error in chosen.broken.items()}
    look = Look(
        root=chosen.workspace.root,
        as_of=chosen.as_of,
        say=partial(_stands, due_within),
        failed=_unusable,
        faulty=_faulty,
        patience=patience,
        refused=_refused,
    )
    refused: dict[str, Sequence[str]] = {}
    found: dict[str, Lines] = {}
    own, days = list[str](), set[date]()
    faulty = False
    for one, stands in looked_at(tasks_without(chosen, no_own_rules), look, chosen.workspace, processes):
        if stands.refused:
            refused[one.ente] = stands.refused
        elif stands.problems:
            unread[one.ente] = stands.problems
            faulty = faulty or stands.faulty
        else:
            found[one.ente] = stands.lines
            days |= {stands.as_of} if stands.as_of else set()
            own += [f"{one.ente}: {text}" for text in stands.own_rules]
    years, day = years_text(chosen.years), days_text(days or {chosen.as_of})
    terminal.print(
        in_lines(in_words(say("Ciclo della performance {years}, al {as_of}", years=years, as_of=day))), soft_wrap=True
    )
    for text in own:
        terminal.print(one_line(text), soft_wrap=True)
    lines = [(due, f"{name}: {text}") for name in chosen.enti for due, text in found.get(name, ())]
    if due_within is not None:
        lines.sort(key=lambda line: line[0] or date.max)
    for _, text in lines:
        terminal.print(one_line(text), soft_wrap=True)
    for name, problems in unread.items():
        terminal.print(
            in_lines(
                in_words(
                    say(
                        "{name}: non si legge: {problems}, da vedere con merito check",
                        name=name,
                        problems=in_words(say("{n} problema", many="{n} problemi", number="n", n=problems)),
                    )
                )
            ),
            soft_wrap=True,
        )
    for name, why in refused.items():
        for text in why:
            terminal.print(one_line(f"{name}: {text}"), soft_wrap=True)
    stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
    if faulty:
        raise Exit(OPERATION)
    if stray or unread or refused:
        raise Exit(ERRORS)


@frozen
class _Stands:
    """The state of an ente: its lines with their days, or how many problems prevent it from being read.

    `refused` says why its own rules do not run.
    """

    as_of: date | None = None
    lines: Lines = ()
    own_rules: tuple[str, ...] = ()
    problems: int = 0
    faulty: bool = False
    refused: Sequence[str] = ()


def _unusable(why: Sequence[str]) -> _Stands:
    return _Stands(problems=len(why))


def _faulty(why: Sequence[str]) -> _Stands:
    return _Stands(problems=len(why), faulty=True)


def _refused(why: Sequence[str]) -> _Stands:
    return _Stands(refused=why)


def _stands(due_within: int | None, opened: Opened) -> _Stands:
    record, stack = run_cycle(opened.course), opened.course.stack
    names = full_names(opened.config, record.dossier.year)
    lines = tuple(dated_lines(record, stack.rulebook, due_within, stack.inputs, names))
    return _Stands(record.as_of, lines, tuple(own_rules_lines(stack)))
