"""`merito check`: reads and checks without computing."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from attrs import frozen
from click.exceptions import Exit

from merito.cli.options import (
    PATIENCE,
    AsOfOption,
    EnteOption,
    NoOwnRulesOption,
    PathArgument,
    PatienceOption,
    YearOption,
)
from merito.cycle import look
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.language import in_words
from merito.model.messages import say
from merito.terminal.console import ERRORS, OPERATION, console, in_common, one_line, tell_of_no_ente
from merito.terminal.finding_lines import finding_lines
from merito.wording.missing import not_evaluated, not_returned, not_written
from merito.wording.office import office_reader
from merito.wording.rules_told import own_rules_lines
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import read_names
from merito.workspace.problems import BadDataError
from merito.workspace.selection import select


def check(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
) -> None:
    """Read everything and check parameters and plan, without computing."""
    chosen = select(path, ente, year, as_of)
    looking = Look(
        root=chosen.workspace.root,
        as_of=chosen.as_of,
        say=partial(_checked, chosen.workspace.root),
        failed=_unusable,
        faulty=_faulty,
        patience=patience,
    )
    answers = {
        one.ente: told for one, told in looked_at(tasks_without(chosen, no_own_rules), looking, chosen.workspace)
    }
    checked = [(name, _unusable(error.messages)) for name, error in chosen.broken.items()]
    checked += [(name, answers[name]) for name in chosen.enti]
    terminal = console()
    for text in in_common((name, text) for name, one in checked if one.unread for text in one.told):
        terminal.print(one_line(text), soft_wrap=True)
    for name, one in checked:
        for text in () if one.unread else one.told:
            terminal.print(one_line(f"{name}: {text}"), soft_wrap=True)
    stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
    if any(one.faulty for _, one in checked):
        raise Exit(OPERATION)
    if stray or any(one.wrong for _, one in checked):
        raise Exit(ERRORS)


@frozen
class _Checked:
    told: Sequence[str]
    wrong: bool
    unread: bool = False
    faulty: bool = False


def _unusable(why: Sequence[str]) -> _Checked:
    return _Checked(why, wrong=True, unread=True)


def _faulty(why: Sequence[str]) -> _Checked:
    return _Checked(why, wrong=True, unread=True, faulty=True)


def _checked(root: Path, opened: Opened) -> _Checked:
    looked, stack, dossier = look(opened.course), opened.course.stack, opened.course.dossier
    findings, as_of = looked.findings, opened.course.as_of
    try:
        names = read_names(opened.config, root, opened.course.dossier.year)
        unread: tuple[str, ...] = ()
    except BadDataError as error:
        names, unread = {}, error.messages
    people = {person: one.full for person, one in names.items()}
    labels = {key: one.label for key, one in stack.parameters.items()}
    read = office_reader(opened.course.dossier, stack.inputs, people, stack.rulebook, labels)
    told = [line.text for line in finding_lines(findings, stack.rulebook, read=read)] or [
        in_words(say("dati leggibili, nessun rilievo"))
    ]
    told += [
        read(one)
        for one in (
            *not_evaluated(dossier, as_of, stack.inputs),
            *not_returned(dossier, as_of),
            *not_written(dossier, as_of, looked.gates, looked.deadlines, stack.inputs),
        )
    ]
    told += [in_words(say("avviso: {one}: si mostrano le matricole", one=one)) for one in unread]
    if opened.empty:
        told.append(in_words(say("tabelle ancora vuote: {empty}", empty=tuple(opened.empty))))
    return _Checked([*own_rules_lines(stack), *told], any(finding.severity == "error" for finding in findings))
