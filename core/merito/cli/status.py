"""`merito status`: where the enti stand, from their last results; for one ente, or with `--now`, computed."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated

import click
from attrs import frozen
from click.exceptions import Exit

from merito.cli.chosen_enti import ListOption, RegulationOption, StateOption, narrowed, nobody_told, with_list
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
from merito.comparison.enti import years_text
from merito.comparison.stands import stands_from_record, stands_from_results
from merito.cycle import run as run_cycle
from merito.execution.look import Look, looked_at, tasks_without
from merito.execution.run_file import FAILED, is_at_work, last_run, run_at
from merito.model.language import in_words
from merito.model.messages import say
from merito.outputs.json_text import json_text
from merito.outputs.own_folder import SUMMARY
from merito.outputs.standing import BAD_DATA, NOT_TRUSTED, OF_THE_OPERATION, PLUGIN_FAULT
from merito.outputs.writer import result_folder
from merito.terminal.console import ERRORS, OK, OPERATION, console, errors, in_common, one_line, tell_of_no_ente
from merito.terminal.last_run import LastRun
from merito.terminal.options import Option
from merito.terminal.run_table import days_text
from merito.terminal.status import dated_lines
from merito.terminal.status_table import Stands, in_their_order, print_status
from merito.wording.rules_told import own_rules_lines
from merito.workspace.common import installed_regulations
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import full_names
from merito.workspace.selection import Selection, select

Lines = tuple[tuple[date | None, str], ...]
VERSION = 2


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
    now: Annotated[
        bool, Option("--now", say("Calcola, come fa con --as-of; senza, si leggono gli ultimi risultati."))
    ] = False,
    regulation: RegulationOption = None,
    state: StateOption = None,
    listed: ListOption = None,
    jobs: JobsOption = "1",
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
    debug: DebugOption = False,
    as_json: Annotated[bool, Option("--json", say("JSON, con la sua versione, in luogo del testo."))] = False,
) -> None:
    """Show where the enti stand. Nothing is written."""
    processes = processes_of(jobs)
    chosen = select(path, with_list(ente, listed), year, as_of)
    chosen = narrowed(chosen, chosen.workspace.out, regulation, state)
    count = len(chosen.homes) + len(chosen.broken)
    if not count:
        errors().print(one_line(nobody_told(failed=False)), soft_wrap=True)
        raise Exit(OK)
    detail = not as_json and (bool(ente) or count == 1 or due_within is not None)
    out, asked = chosen.workspace.out, now or as_of is not None
    last = LastRun({}) if asked or not chosen.whole else LastRun(run_at(out), is_at_work(out))
    computes = asked or not _any_results(chosen)
    if not detail and not computes:
        rows = _from_results(chosen)
        _print(rows, chosen, None, as_json, last)
        stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
        raise Exit(max(_code([row.state for row in rows], stray), last.code))
    look = Look(
        root=chosen.workspace.root,
        as_of=chosen.as_of,
        say=partial(_stands, detail, due_within, chosen.as_of),
        failed=partial(_unusable, BAD_DATA),
        faulty=partial(_unusable, PLUGIN_FAULT),
        refused=partial(_unusable, NOT_TRUSTED),
        patience=patience,
        debug=debug,
    )
    found = {name: _unusable(BAD_DATA, error.messages) for name, error in chosen.broken.items()}
    tasks = tasks_without(chosen, no_own_rules)
    found |= {one.ente: stands for one, stands in looked_at(tasks, look, chosen.workspace, processes)}
    if detail:
        _print_detail(found, chosen, by_day=due_within is not None)
        last.tell()
    else:
        rows = [_row(chosen, name, found[name]) for name in (*chosen.broken, *chosen.enti)]
        _print(rows, chosen, chosen, as_json, last)
        for text in in_common((name, text) for name, one in found.items() for text in one.own_rules if not as_json):
            console().print(one_line(text), soft_wrap=True)
    stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
    raise Exit(max(_code([one.state for one in found.values()], stray), last.code))


@frozen
class _Found:
    """An ente that was computed: its lines with their days, or its row; or its state and why it could not be."""

    state: str = ""
    lines: Lines = ()
    own_rules: tuple[str, ...] = ()
    as_of: date | None = None
    row: Stands | None = None
    causes: tuple[str, ...] = ()


def _unusable(state: str, why: Sequence[str]) -> _Found:
    return _Found(state, causes=tuple(why))


def _stands(detail: bool, due_within: int | None, asked: date, opened: Opened) -> _Found:
    record, stack = run_cycle(opened.course), opened.course.stack
    told = tuple(own_rules_lines(stack))
    if not detail:
        return _Found(own_rules=told, row=stands_from_record(record, stack.inputs))
    names = full_names(opened.config, record.dossier.year)
    past = record.as_of < asked
    return _Found(
        lines=tuple(dated_lines(record, stack.rulebook, due_within, stack.inputs, names, past=past)),
        own_rules=told,
        as_of=record.as_of,
    )


def _row(chosen: Selection, name: str, found: _Found) -> Stands:
    if found.row is not None:
        return found.row
    listed = next(one for one in chosen.listed if one.id == name)
    return Stands(
        ente=name,
        name=listed.name,
        year=chosen.year_of(name),
        regulation=listed.regulation,
        state=found.state,
        causes=found.causes,
    )


def _any_results(chosen: Selection) -> bool:
    out, last = chosen.workspace.out, last_run(chosen.workspace.out)
    return any((result_folder(out, one, chosen.year_of(one)) / SUMMARY).is_file() for one in chosen.enti) or any(
        (one, chosen.year_of(one)) in last for one in chosen.enti
    )


def _from_results(chosen: Selection) -> list[Stands]:
    out, mine = chosen.workspace.out, {*chosen.broken, *chosen.homes}
    last = last_run(out)
    causes = {
        of: (str(entry["state"]), tuple(cause["message"] for cause in entry["causes"]))
        for of, entry in last.items()
        if entry["outcome"] == FAILED and of[0] in mine and of[1] == chosen.year_of(of[0])
    }
    causes |= {(name, chosen.year_of(name)): (BAD_DATA, error.messages) for name, error in chosen.broken.items()}
    enti = tuple(one for one in chosen.listed if one.id in mine)
    return stands_from_results(out, chosen.years[0], chosen.as_of, enti, causes, installed_regulations())


def _print(rows: Sequence[Stands], chosen: Selection, computed: Selection | None, as_json: bool, last: LastRun) -> None:
    if as_json:
        told = [one.as_json() for one in in_their_order(rows)]
        day = chosen.as_of.isoformat() if computed else None
        click.echo(json_text({"version": VERSION, "computed": day, "last_run": last.as_json(), "enti": told}), nl=False)
        return
    print_status(rows, years_text(chosen.years), chosen.as_of if computed else None, console())
    for text in in_common((row.ente, _cause(row)) for row in in_their_order(rows) if row.causes):
        errors().print(one_line(text), soft_wrap=True)
    last.tell()


def _cause(row: Stands) -> str:
    left = len(row.causes) - 1
    more = say("(e un altro problema)", many="(e altri {n} problemi)", number="n", n=left)
    return f"{row.causes[0]} {in_words(more)}" if left > 0 else row.causes[0]


def _print_detail(found: dict[str, _Found], chosen: Selection, by_day: bool) -> None:
    terminal, years = console(), years_text(chosen.years)
    day = days_text({one.as_of for one in found.values() if one.as_of} or {chosen.as_of})
    told = say("Ciclo della performance {years}, al {as_of}", years=years, as_of=day)
    terminal.print(one_line(told), soft_wrap=True)
    for name, one in found.items():
        for text in one.own_rules:
            terminal.print(one_line(f"{name}: {text}"), soft_wrap=True)
    lines = [(due, f"{name}: {text}") for name in chosen.enti for due, text in found[name].lines]
    if by_day:
        lines.sort(key=lambda line: line[0] or date.max)
    for _, text in lines:
        terminal.print(one_line(text), soft_wrap=True)
    for text in in_common((name, text) for name, one in found.items() for text in one.causes):
        errors().print(one_line(text), soft_wrap=True)


def _code(states: Sequence[str], stray: bool) -> int:
    """The exit code of enti in these states; a state without failure is none of those below."""
    if any(state in OF_THE_OPERATION for state in states):
        return OPERATION
    return ERRORS if stray or any(state in (BAD_DATA, NOT_TRUSTED) for state in states) else OK
