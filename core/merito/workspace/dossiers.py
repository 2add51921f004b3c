"""Reads the dossier of one ente and year: config, settings, tables, each row with its position."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from attrs import evolve, fields, frozen

from merito.contract.bodies import BodyNames, with_bodies
from merito.contract.identity import Regulation
from merito.contract.parameters import Parameters
from merito.cycle.course import Course
from merito.model.acts import Act
from merito.model.dossier import Dossier, Ente, Given
from merito.model.looked_at import Remark
from merito.model.rows import Rows
from merito.model.source import Source
from merito.regulations import Regulations, Stack
from merito.workspace.acts_in_time import in_their_time
from merito.workspace.adopted_readings import read_readings
from merito.workspace.another_regulation import of_another
from merito.workspace.called_bodies import with_own_names
from merito.workspace.cells import is_year
from merito.workspace.columns import Read
from merito.workspace.competent_acts import ActsAt
from merito.workspace.config import CYCLE_FILE, ENTE_FILE, Workspace
from merito.workspace.cycle_file import read_cycle, settings_files
from merito.workspace.default_day import Unasked, last_day
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.ente_tables import read_tables
from merito.workspace.files import may_hold, shown_path
from merito.workspace.given_sums import read_given
from merito.workspace.heads import suggestion
from merito.workspace.model_rows import ModelRows, to_model
from merito.workspace.problems import BadDataError, Problem, Problems
from merito.workspace.settings import read_settings
from merito.workspace.sheets_out import sheets_out
from merito.workspace.supposed import Asked, supposing
from merito.workspace.system_faults import unreadable_is_bad_data
from merito.workspace.written import WrittenFiles

DOSSIER_TABLES = {attribute.name for attribute in fields(Dossier)}


@frozen(kw_only=True)
class Opened:
    """An ente ready to run: its config, the start of its walk, the hashes of its inputs, its files for quotation.

    `empty` are the tables with headers but no rows, by their Italian labels.
    """

    config: EnteConfig
    course: Course
    hashes: Mapping[str, str]
    written: WrittenFiles
    empty: tuple[str, ...] = ()


def open_ente(
    folder: Path,
    workspace: Workspace,
    regulations: Regulations,
    year: int,
    as_of: date,
    provisional: bool = False,
    asked: tuple[Asked, ...] = (),
    run_own: bool = True,
) -> Opened:
    """Everything about one ente and year; values `asked` by a simulation override those of its files.

    Without `run_own` its own rules are only declared: their code is not run. A past year whose day was not asked for is
    opened at its last one (`default_day`).

    Raises BadDataError with all errors in its data, and PluginError for errors in its plugin.
    """
    with unreadable_is_bad_data(workspace.root):
        opened = _opened(folder, workspace, regulations, year, as_of, provisional, run_own)
        if isinstance(as_of, Unasked) and year < as_of.year and (day := last_day(opened.course)) < as_of:
            if any(act.takes_effect > day for act in opened.course.dossier.acts):
                opened = _opened(folder, workspace, regulations, year, day, provisional, run_own)
            else:
                opened = evolve(opened, course=evolve(opened.course, as_of=day))
    return evolve(opened, course=supposing(opened.course, asked)) if asked else opened


def changed_meanwhile(folder: Path, workspace: Workspace, what: str) -> BadDataError:
    """The error that a config has changed meanwhile: results might be elsewhere, or code run next to other enti."""
    source = Source(shown_path(folder / ENTE_FILE, workspace.root), 0)
    message = f"{what} durante l'esecuzione: eseguire di nuovo"
    return BadDataError((Problem(source=source, message=message),))


def no_year(folder: Path, workspace: Workspace, year: int) -> Problem:
    """The error that an ente has no folder of a year, with the years that it has."""
    there = sorted(
        one.name for one in folder.iterdir() if one.is_dir() and one.name.isdecimal() and is_year(int(one.name))
    )
    years = f"Ci sono: {', '.join(there)}. " if there else ""
    remedy = f"{years}merito new-year prepara l'anno che segue un altro."
    source = Source(shown_path(folder / str(year), workspace.root), 0)
    return Problem(source=source, message=f"manca la cartella dell'anno {year}", remedy=remedy)


def _opened(
    folder: Path,
    workspace: Workspace,
    regulations: Regulations,
    year: int,
    as_of: date,
    provisional: bool,
    run_own: bool,
) -> Opened:
    config = read_ente(folder, workspace)
    ente_file = shown_path(folder / "ente.toml", workspace.root)
    stack = _stack(config, regulations, ente_file, run_own)
    edition = _edition(stack.regulation, year, ente_file)
    problems, hashes = Problems(config.faults), {ente_file: config.digest}
    stack = with_own_names(stack, config, ente_file, problems)
    names = BodyNames(stack.inputs.bodies, config.name, stack.regulation.ente_kind)
    if config.own.folder is not None:
        for name, digest in stack.own_files.items():
            hashes[shown_path(config.own.folder / name, workspace.root)] = digest
    year_folder = folder / str(year)
    if not year_folder.is_dir():
        raise BadDataError((no_year(folder, workspace, year),))
    cycle = read_cycle(year_folder / CYCLE_FILE, config.folder, workspace.root, problems, hashes)
    files = settings_files(config, workspace, ente_file, cycle)
    made = ModelRows(stack.inputs.tables)
    rows = read_tables(config, workspace, year_folder, stack, made, problems, hashes)
    acts = ActsAt(
        acts={act.id: act for act in with_bodies(_read_acts(rows, stack), names, ())},
        kinds=stack.inputs.acts,
        unread=_unread_acts(rows, stack, problems),
        year=year,
        as_of=as_of,
    )
    settings = read_settings(files, stack, acts, problems, edition)
    readings = read_readings(files, stack, acts, problems)
    given = {
        section: read_given(cycle.shown, section, cycle.data.get(section, {}), known, problems)
        for section, known in (("funds", stack.inputs.funds), ("figures", stack.inputs.figures))
    }
    if problems:
        another = of_another(config, ente_file, year_folder, cycle.data, stack, regulations)
        raise BadDataError((*filter(None, (another,)), *sorted(problems.found, key=_place)))
    read = _dossier(config, stack, year, rows, made, given, tuple(problems.remarks))
    people = (one.id for one in read.people)
    out = sheets_out(year_folder, workspace.root, hashes)
    read = evolve(read, acts=with_bodies(read.acts, names, people), sheets_out=out)
    dossier = in_their_time(read, stack.inputs.acts)
    course = Course(
        stack=stack,
        dossier=dossier,
        parameters=Parameters(declared=stack.parameters, settings=settings, edition=edition, year=year),
        readings=readings,
        as_of=as_of,
        provisional=provisional,
    )
    written = WrittenFiles(
        root=workspace.root,
        config=config,
        year=year,
        year_of_workspace=workspace.year,
        tables=stack.inputs.tables,
        hashes=hashes,
    )
    empty = tuple(stack.inputs.tables[name].label for name, read in rows.items() if not read)
    return Opened(config=config, course=course, hashes=hashes, written=written, empty=empty)


def _place(problem: Problem) -> tuple[str, str, int]:
    return problem.source.file, problem.source.sheet, problem.source.row


def _stack(config: EnteConfig, regulations: Regulations, shown: str, run_own: bool) -> Stack:
    if config.regulation not in regulations.names():
        known = regulations.names()
        problem = Problem(
            source=Source(shown, 0),
            message="«regulation»",
            found=config.regulation,
            expected=f"uno dei regolamenti installati: {', '.join(known) or 'nessuno'}",
            remedy=suggestion(config.regulation, known),
        )
        raise BadDataError((problem,))
    return regulations.stack(config.regulation, config.own, run_own)


def _edition(regulation: Regulation, year: int, shown: str) -> str:
    edition = regulation.edition_of(year)
    if edition is None:
        known = ", ".join(
            f"{one.name} (dal {one.since}{f' al {one.until}' if one.until else ''})" for one in regulation.editions
        )
        message = f"nessuna edizione del regolamento «{regulation.name}» governa il ciclo {year}; ci sono: {known}"
        raise BadDataError((Problem(source=Source(shown, 0), message=message),))
    return edition.name


def _unread_acts(rows: Mapping[str, list[Read]], stack: Stack, problems: Problems) -> Callable[[str], bool]:
    """Whether an act may exist although it could not be read: its row is wrong, or its file."""
    wrong = {problem.source.file for problem in problems.found}
    files = "acts" not in rows and any(may_hold("acts", file, stack.inputs.tables) for file in wrong)
    known = {row.values["id"] for row in rows.get("acts", ())}
    return lambda identifier: files or identifier in known


def _read_acts(rows: dict[str, list[Read]], stack: Stack) -> list[Act]:
    """The acts that could be read; one with a wrong cell is none, and `unread` knows its id."""
    table = stack.inputs.tables["acts"]
    made = (cast(Act, to_model(row, table)) for row in rows.get("acts", ()))
    return [act for act in made if None not in (act.date, act.kind, act.body, act.outcome, act.acting)]


def _dossier(
    config: EnteConfig,
    stack: Stack,
    year: int,
    rows: dict[str, list[Read]],
    made: ModelRows,
    given: dict[str, list[Given]],
    remarks: tuple[Remark, ...],
) -> Dossier:
    ente = Ente(id=config.id, name=config.name, regulation=config.regulation, kind=stack.regulation.ente_kind)
    common: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, read in rows.items():
        target = common if name in DOSSIER_TABLES else extra
        target[name] = made.of(name, read)
    return Dossier(
        ente=ente,
        year=year,
        funds=Rows(given["funds"]),
        figures=Rows(given["figures"]),
        tables=extra,
        remarks=remarks,
        **common,
    )
