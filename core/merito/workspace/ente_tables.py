"""Reads the tables of one ente and year: its own, those of the year, its rows of the common ones; and checks them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from merito.contract.declared_parameters import Parameter
from merito.kit.service import beginnings, holds
from merito.model.columns import Table
from merito.model.looked_at import Remark
from merito.model.messages import say
from merito.regulations import Stack
from merito.workspace.about_people import leave_out_doubtful
from merito.workspace.acts_and_tools import place_acts, resolve_declared
from merito.workspace.amendments.reading import read_amendments
from merito.workspace.cells import CellError
from merito.workspace.columns import Read, read_rows, resolve_figures
from merito.workspace.config import Workspace
from merito.workspace.ente_config import EnteConfig
from merito.workspace.figure_kinds import FigureKinds, set_targets
from merito.workspace.files import ANYWHERE, known_tables, raw_tables, shown_path
from merito.workspace.model_rows import ModelRows
from merito.workspace.post_types import check_post_types
from merito.workspace.problems import Problems
from merito.workspace.raw import RawTable
from merito.workspace.references import Tables, check_dates, check_keys, resolve_references
from merito.workspace.returned_sheets import join_returned
from merito.workspace.shared import rows_hash

PRINTED, SERVICE = {"texts"}, "service"
"""Tables that change no figure under any regulation, and are printed on forms."""
NO = "Scrivere NO; se si tratta di altro, correggere «{other}»."


def read_tables(
    config: EnteConfig,
    workspace: Workspace,
    year_folder: Path,
    stack: Stack,
    made: ModelRows,
    problems: Problems,
    hashes: dict[str, str],
) -> dict[str, list[Read]]:
    """The rows of every table of an ente and year, by name; errors in them are problems."""
    tables = stack.inputs.tables
    rows: dict[str, list[Read]] = {}
    whole = True
    year = int(year_folder.name)
    own = config.locale
    for raws, scope, locale in (
        (raw_tables(config.folder, config.folder, workspace.root, config.encoding, problems, hashes), "ente", own),
        (raw_tables(year_folder, config.folder, workspace.root, config.encoding, problems, hashes), "year", own),
        (_shared_rows(workspace, config.id, year, tables, problems, hashes), ANYWHERE, workspace.locale or own),
    ):
        before = len(problems.found)
        known = known_tables(raws, tables, scope, problems)
        whole = whole and len(problems.found) == before
        for raw, table in known:
            read = read_rows(raw, table, locale, problems)
            whole = whole and read is not None
            if read is not None:
                rows.setdefault(table.name, []).extend(read)
    resolve_references(rows, tables, year, whole, problems)
    leave_out_doubtful(rows, stack.inputs, problems)
    resolve_declared(rows, rows, stack.inputs, whole, problems)
    check_keys(rows, tables, problems)
    check_dates(rows, tables, problems)
    join_returned(rows, tables, problems)
    check_never_yes(rows, tables, stack.parameters, year, problems)
    check_post_types(rows.get("positions", ()), problems)
    kinds = FigureKinds(rows, year)
    for name, read in rows.items():
        if any(column.kind == "figure" for column in tables[name].columns.values()):
            resolve_figures(read, tables[name], [kinds.of(name, row) for row in read], problems)
    set_targets(rows, year, problems)
    place_acts(rows, stack.inputs.acts, year, shown_path(year_folder, workspace.root), problems)
    read_amendments(rows, stack.inputs, year, whole, made, problems)
    for name in sorted((stack.unused - PRINTED) & rows.keys()):
        _not_used(rows[name], tables[name], stack, problems)
    if stack.days_of_nobody:
        _days_not_counted(rows.get(SERVICE, []), tables[SERVICE], problems)
    return rows


def _not_used(rows: list[Read], table: Table, stack: Stack, problems: Problems) -> None:
    """A table with rows that the regulation does not use is a remark, which stops nothing."""
    if rows:
        text = f"{rows[0].raw.source(0)}: il regolamento «{stack.regulation.name}» non usa la tabella «{table.label}»"
        told = f"{text}: le sue righe non cambiano nessuna sua cifra"
        source = rows[0].raw.source(0)
        problems.remark(Remark(text=told, subject=f"table:{table.name}", found="non usata", source=source))


def _days_not_counted(rows: list[Read], table: Table, problems: Problems) -> None:
    """Periods of service that no rule says it counts are a remark, which stops nothing."""
    if rows:
        source = rows[0].raw.source(0)
        told = say(
            "{source}: la tabella «{table}» dice chi è in servizio e quando, e nessuna regola dell'ente dichiara di "
            "contarne i giorni: chi c'è per una parte dell'anno ha il punteggio e il premio di chi c'è tutto l'anno. "
            "Se i giorni contano, chi scrive le regole dell'ente lo scrive nella regola, e la tabella in [uses] di "
            "inputs.toml; se non contano, chi tiene i dati lo conferma (tabella conferme)",
            source=source,
            table=table.label,
        )
        problems.remark(Remark(text=told, subject=f"table:{table.name}", found="non usata", source=source))


def _shared_rows(
    workspace: Workspace,
    ente: str,
    year: int,
    tables: Mapping[str, Table],
    problems: Problems,
    hashes: dict[str, str],
) -> Iterator[RawTable]:
    """The ente's rows of the common tables of its association."""
    for table in workspace.shared:
        raw = table.of(ente, year, tables.values(), workspace.year)
        if raw.rows:
            hashes[raw.file] = rows_hash(raw)
            for problem in table.problems.get(ente, ()):
                problems.add(problem)
            yield raw


def check_never_yes(
    rows: Tables, tables: Mapping[str, Table], parameters: Mapping[str, Parameter], year: int, problems: Problems
) -> None:
    """A yes is a problem if another column contains a word of the list; a blank then means no."""
    for name, read in rows.items():
        for column in tables[name].columns.values():
            for other, key in column.no_where.items():
                words = _words(parameters[key], year)
                for row in read:
                    if holds(row.values[other], words):
                        _hold_to_no(row, column.name, other, column.cites, parameters[key].label, problems)


def _hold_to_no(row: Read, column: str, other: str, cites: str, label: str, problems: Problems) -> None:
    if row.values[column]:
        head = row.heads.name(other)
        error = CellError(f"NO, perché «{head}» è «{row.values[other]}» ({label})", NO.format(other=head))
        problems.add(row.problem(column, "SI", error, cites))
    row.values[column] = False


def _words(parameter: Parameter, year: int) -> tuple[str, ...]:
    known = parameter.in_force("", date(year, 1, 1))
    listed = known.value if known else ()
    return beginnings(str(word) for word in listed) if isinstance(listed, Iterable) else ()
