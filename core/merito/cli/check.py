"""`merito check`: reads and checks, and keeps nothing of what it computes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import click
from attrs import field, frozen
from click.exceptions import Exit

from merito.cli.chosen_enti import FEW, ListOption, RegulationOption, StateOption, narrowed, nobody_told, with_list
from merito.cli.options import (
    PATIENCE,
    AsOfOption,
    DebugOption,
    EnteOption,
    JobsOption,
    NoOwnRulesOption,
    PathArgument,
    PatienceOption,
    YearOption,
    processes_of,
)
from merito.cycle import look
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.language import in_words
from merito.model.messages import say
from merito.outputs.json_text import json_text
from merito.outputs.standing import BAD_DATA, NOT_TRUSTED, PLUGIN_FAULT, STANDINGS
from merito.terminal.console import ERRORS, OK, OPERATION, console, errors, in_common, one_line, tell_of_no_ente
from merito.terminal.finding_lines import finding_lines
from merito.terminal.options import Option
from merito.terminal.run_table import counts_in_words
from merito.wording.missing import not_evaluated, not_returned, not_written
from merito.wording.office import office_reader
from merito.wording.rules_told import own_rules_lines
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import read_names
from merito.workspace.problems import BadDataError
from merito.workspace.selection import select

READABLE = "readable"
NOTHING_FOUND = say("dati leggibili, nessun rilievo")
VERSION = 1


def check(
    path: PathArgument,
    ente: EnteOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    regulation: RegulationOption = None,
    state: StateOption = None,
    listed: ListOption = None,
    jobs: JobsOption = "1",
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
    debug: DebugOption = False,
    as_json: Annotated[bool, Option("--json", say("JSON, con la sua versione, in luogo del testo."))] = False,
) -> None:
    """Read everything and check parameters, plan and rules; no figure is kept."""
    processes = processes_of(jobs)
    chosen = select(path, with_list(ente, listed), year, as_of)
    chosen = narrowed(chosen, chosen.workspace.out, regulation, state)
    if not (chosen.homes or chosen.broken):
        errors().print(one_line(nobody_told(failed=False)), soft_wrap=True)
        raise Exit(OK)
    looking = Look(
        root=chosen.workspace.root,
        as_of=chosen.as_of,
        say=partial(_checked, chosen.workspace.root),
        failed=partial(_unusable, BAD_DATA),
        faulty=partial(_unusable, PLUGIN_FAULT),
        refused=partial(_unusable, NOT_TRUSTED),
        patience=patience,
        debug=debug,
    )
    tasks = tasks_without(chosen, no_own_rules)
    answers = {one.ente: told for one, told in looked_at(tasks, looking, chosen.workspace, processes)}
    checked = {name: _unusable(BAD_DATA, error.messages) for name, error in chosen.broken.items()}
    checked |= {name: answers[name] for name in chosen.enti}
    if as_json:
        enti = [one.as_json(name, chosen.year_of(name)) for name, one in checked.items()]
        of_no_ente = list(chosen.of_no_ente)
        click.echo(json_text({"version": VERSION, "enti": enti, "rows_of_no_ente": of_no_ente}), nl=False)
    else:
        _print(checked)
    stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
    if any(one.state == PLUGIN_FAULT for one in checked.values()):
        raise Exit(OPERATION)
    if stray or any(one.wrong for one in checked.values()):
        raise Exit(ERRORS)


@frozen
class _Checked:
    """What a check says of an ente: its state, READABLE or why it cannot be read, and the counts of its findings.

    `errors` are those lines of `told` that are errors; `others` how many are no findings: who is missing, empty tables.
    """

    state: str
    told: Sequence[str]
    findings: Mapping[str, int] = field(factory=dict)
    errors: Sequence[str] = ()
    others: int = 0

    @property
    def wrong(self) -> bool:
        return self.state != READABLE or bool(self.findings.get("error"))

    def as_json(self, ente: str, year: int) -> Mapping[str, object]:
        """The same for a program."""
        return {
            "ente": ente,
            "year": year,
            "state": self.state,
            "findings": dict(self.findings),
            "messages": list(self.told),
        }


def _unusable(state: str, why: Sequence[str]) -> _Checked:
    return _Checked(state, tuple(why))


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
    lines = finding_lines(findings, stack.rulebook, read=read)
    told = [line.text for line in lines] or [in_words(NOTHING_FOUND)]
    others = [
        read(one)
        for one in (
            *not_evaluated(dossier, as_of, stack.inputs),
            *not_returned(dossier, as_of),
            *not_written(dossier, as_of, looked.gates, looked.deadlines, stack.inputs),
        )
    ]
    others += [in_words(say("avviso: {one}: si mostrano le matricole", one=one)) for one in unread]
    if opened.empty:
        others.append(in_words(say("tabelle ancora vuote: {empty}", empty=tuple(opened.empty))))
    return _Checked(
        READABLE,
        [*own_rules_lines(stack), *told, *others],
        Counter(finding.severity for finding in findings),
        [line.text for line in lines if line.findings[0].severity == "error"],
        len(others),
    )


def _print(checked: Mapping[str, _Checked]) -> None:
    """Why enti cannot be read, on the error output; what is found in the others; and how many there are of each.

    Of many enti only errors are told in full, equal ones once, and how much else there is.
    """
    terminal = console()
    unread = [(name, text) for name, one in checked.items() if one.state != READABLE for text in one.told]
    for text in in_common(unread):
        errors().print(one_line(text), soft_wrap=True)
    readable = {name: one for name, one in checked.items() if one.state == READABLE}
    if len(checked) > FEW:
        for text in in_common((name, text) for name, one in readable.items() for text in one.errors):
            terminal.print(one_line(text), soft_wrap=True)
        for text in in_common((name, _counted(one)) for name, one in readable.items()):
            terminal.print(one_line(text), soft_wrap=True)
        terminal.print(one_line(say("di un ente per intero: la stessa riga con --ente ID")), soft_wrap=True)
    else:
        for name, text in ((name, text) for name, one in readable.items() for text in one.told):
            terminal.print(one_line(f"{name}: {text}"), soft_wrap=True)
    if len(checked) < 2:
        return
    states = Counter(one.state for one in checked.values())
    words = {READABLE: in_words(say("si leggono")), **STANDINGS}
    told = "; ".join(f"{word} {states[state]}" for state, word in words.items() if states[state])
    found = counts_in_words(sum((Counter(one.findings) for one in checked.values()), Counter[str]()))
    terminal.print(
        one_line(
            say(
                "{n} ente: {told}; rilievi: {found}",
                many="{n} enti: {told}; rilievi: {found}",
                number="n",
                n=len(checked),
                told=told,
                found=found or in_words(say("nessuno")),
            )
        ),
        soft_wrap=True,
    )


def _counted(one: _Checked) -> str:
    """How much a check says of an ente, in a line."""
    found = counts_in_words(one.findings)
    more = say("un'altra riga", many="altre {n} righe", number="n", n=one.others)
    return "; ".join((found or in_words(NOTHING_FOUND), *((in_words(more),) if one.others else ())))
