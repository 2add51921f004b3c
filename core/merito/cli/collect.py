"""`merito collect`: a workbook for each evaluator, and reading the points back."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated

from attrs import evolve
from click.exceptions import Exit
from rich.text import Text

from merito.cli.options import PATIENCE, AsOfOption, NoOwnRulesOption, PathArgument, PatienceOption, YearOption
from merito.collection.forms import Forms, forms
from merito.collection.hand_out import hand_out, set_apart
from merito.collection.kept import keep
from merito.collection.ledgers import NotKeptError
from merito.collection.model_form import FormError, read_model
from merito.collection.returned import Returned, points_text, read_back
from merito.collection.workbooks import Called
from merito.cycle import run as run_cycle
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.dossier import Dossier
from merito.numbers import counted
from merito.terminal.console import ERRORS, UNUSABLE, console, errors, stop
from merito.terminal.options import Option
from merito.terminal.selection import Selection, one_ente, select
from merito.wording.evaluators import evaluators_of
from merito.workspace.common import installed_regulations
from merito.workspace.dossiers import Opened
from merito.workspace.one_writer import one_writer
from merito.workspace.people_names import read_names
from merito.workspace.system_faults import fault_told

SHEETS = "schede"
BUSY = "un altro merito collect sta riportando i punti in questo spazio di lavoro: ripetere quando è finito"
MOST = 40


def collect(
    path: PathArgument,
    ente: Annotated[str | None, Option("--ente", help="The ente; may be left out where there is one.")] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    form: Annotated[
        Path | None,
        Option("--form", help="A CSV file of the rows that people are rated on, by person, role or category."),
    ] = None,
    out: Annotated[
        Path | None,
        Option("--out", help="Where the workbooks are written; default: schede/ENTE/YEAR beside merito.toml."),
    ] = None,
    read: Annotated[
        Path | None,
        Option("--read", help="A folder of workbooks that came back: their points enter the ratings."),
    ] = None,
    check: Annotated[bool, Option("--check", help="With --read: tell everything, and write nothing.")] = False,
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
) -> None:
    """Write a workbook for each evaluator, with their people and factors; or read them back with --read."""
    if check and read is None:
        stop("--check dice che cosa c'è nelle schede che tornano: serve --read")
    chosen, only = one_ente(select(path, [ente] if ente else None, year, as_of))
    root = chosen.workspace.root
    writes = read is not None and not check
    try:
        with one_writer(root / SHEETS, BUSY) if writes else nullcontext():
            evaluators = _evaluators(chosen, no_own_rules, patience)
            opened, asked, called = _asked(chosen, only, form, evaluators)
            if read is None:
                _give(asked, called, chosen, only, out, form)
            else:
                _take(asked, chosen, only, read, opened, check)
    except OSError as error:
        stop(fault_told(error, read or out or root))


def _evaluators(chosen: Selection, no_own_rules: bool, patience: float) -> Mapping[str, str]:
    """Who evaluates each person; an ente's own rules run in a separate process."""
    look = Look(
        root=chosen.workspace.root, as_of=chosen.as_of, say=_told_evaluators, failed=_unusable, patience=patience
    )
    ((_, (evaluators, why)),) = looked_at(tasks_without(chosen, no_own_rules), look, chosen.workspace)
    if why:
        stop(why, ERRORS)
    return evaluators


def _told_evaluators(opened: Opened) -> tuple[Mapping[str, str], str]:
    return evaluators_of(run_cycle(opened.course)), ""


def _unusable(why: Sequence[str]) -> tuple[Mapping[str, str], str]:
    return {}, "\n".join(why)


def _asked(
    chosen: Selection, ente: str, form: Path | None, evaluators: Mapping[str, str]
) -> tuple[Opened, Forms, Called]:
    """The rows for each evaluator, and the words for their ids and codes."""
    try:
        opened = chosen.opened(ente, installed_regulations())
        model = read_model(form, opened.config.locale) if form is not None else None
        dossier = opened.course.dossier
        names = read_names(opened.config, chosen.workspace.root, dossier.year)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    except FormError as error:
        stop(str(error))
    units = {unit.id: unit.name for unit in dossier.units}
    called = Called(names, units, opened.course.stack.inputs.printed.factors)
    return opened, forms(dossier, evaluators, _before(chosen, ente), model), called


def _before(chosen: Selection, ente: str) -> Dossier | None:
    """The data of the previous year, if they exist and can be read."""
    home = chosen.homes[ente]
    if not (home.folder / str(home.year - 1)).is_dir():
        return None
    earlier = evolve(home, year=home.year - 1)
    end = min(chosen.as_of, date(home.year, 12, 31))
    try:
        opened = evolve(chosen, homes={ente: earlier}, as_of=end).opened(ente, installed_regulations())
    except UNUSABLE:
        return None
    return opened.course.dossier


def _give(asked: Forms, called: Called, chosen: Selection, ente: str, out: Path | None, form: Path | None) -> None:
    """Writes missing workbooks; an existing one may contain points, and is kept."""
    year = chosen.homes[ente].year
    folder = out or chosen.workspace.root / SHEETS / ente / str(year)
    given = hand_out(folder, ente, year, asked, called)
    _told_left(asked)
    for line in given.told:
        errors().print(Text(line), soft_wrap=True)
    for path in given.there:
        errors().print(Text(f"{path}: c'è già, e può avere dei punti: non si tocca"), soft_wrap=True)
    sheets, people = counted(given.written, "scheda scritta", "schede scritte"), len(asked.owners)
    told = f"{sheets} in {folder}, una per valutatore: {counted(people, 'persona', 'persone')} da valutare"
    console().print(Text(told), soft_wrap=True)
    if given.written:
        same = f" --form {form}" if form else ""
        _say([f"quando tornano: merito collect {chosen.workspace.root} --ente {ente}{same} --read {folder}"])
    if given.there:
        raise Exit(ERRORS)


def _take(asked: Forms, chosen: Selection, ente: str, folder: Path, opened: Opened, check: bool) -> None:
    """Reports what was returned, and writes the points only if no workbook has an error."""
    if not folder.is_dir():
        stop(f"{folder}: non è una cartella")
    found = read_back(folder, ente, chosen.homes[ente].year, asked)
    for problem in found.problems:
        errors().print(Text(str(problem)), soft_wrap=True)
    _told_left(asked)
    _told_missing(found, asked)
    if found.problems:
        wrong = counted(len(found.problems), "cosa non torna", "cose non tornano")
        stop(f"{wrong}: nessun punto è stato scritto. Correggere le schede e ripetere", ERRORS)
    _told_outdated(found, check)
    if found.changed:
        _say([f"punti diversi da quelli che ci sono: {len(found.changed)}", *_first(points_text(found.changed))])
    new, same = len(found.new), len(found.given) - len(found.new) - len(found.changed)
    told = f"{counted(new, 'punteggio nuovo', 'punteggi nuovi')}, {len(found.changed)} cambiati, {same} come prima"
    if check or not (found.new or found.changed):
        _say([f"{told}: nulla è stato scritto"])
        return
    home, config = chosen.homes[ente], opened.config
    try:
        files = keep(found.given, home, chosen.workspace.root, home.year, ente, config.locale, config.encoding)
    except NotKeptError as error:
        stop(f"{error}. Nessun punto è stato scritto", ERRORS)
    _say([f"{told}: scritti in {'; '.join(files)}", f"poi: merito check {chosen.workspace.root} --ente {ente}"])


def _told_left(asked: Forms) -> None:
    by_reason: dict[str, list[str]] = {}
    for person, why in asked.left.items():
        by_reason.setdefault(why, []).append(person)
    for why, people in by_reason.items():
        _say([f"{', '.join(people[:MOST])}{', ...' if len(people) > MOST else ''}: {why}"])


def _told_outdated(found: Returned, check: bool) -> None:
    """Sheets of people who are no longer evaluators: their points are ignored, and the files are set aside."""
    for one in found.outdated:
        has = f", e i suoi punti ({one.points}) non si leggono" if one.points else ""
        where = "" if check else f": messa da parte in {set_apart(one.path)}"
        told = f"{one.path}: è la scheda di «{one.evaluator}», a cui non si chiede più nessuna valutazione{has}{where}"
        errors().print(Text(told), soft_wrap=True)


def _told_missing(found: Returned, asked: Forms) -> None:
    """Who has not answered, and which rows are blank."""
    for evaluator in found.silent:
        people = len({one.person.id for one in asked.asked[evaluator]})
        _say([f"manca la scheda di {evaluator} ({counted(people, 'persona', 'persone')})"])
    if found.blank:
        rows = counted(len(found.blank), "riga senza punti", "righe senza punti")
        _say([f"{rows}: {'; '.join(_first(one.told for one in found.blank))}"])


def _first(told: Iterable[str]) -> list[str]:
    lines = list(told)
    return lines if len(lines) <= MOST else [*lines[:MOST], f"e altre {len(lines) - MOST}"]


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        console().print(Text(line), soft_wrap=True)
