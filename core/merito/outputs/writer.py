"""Writes the results of an ente and year, complete, in their own folder, with the one to publish in it."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.messages import plain
from merito.model.record import Record
from merito.outputs.columns import OutCell, exact, percent
from merito.outputs.json_text import json_text, json_value
from merito.outputs.marks import MARK, mark_text, marked, simulation_json
from merito.outputs.measures import as_json, measured
from merito.outputs.own_folder import RESTS_ON, SUMMARY, is_of, read_json, refuse_others
from merito.outputs.publication_set import ToSite, about_people, publication_set, to_publish
from merito.outputs.republished import told_by_difference
from merito.outputs.result_tables import OutTable, result_tables
from merito.outputs.schema import VERSION
from merito.outputs.standing import Standing, standing
from merito.outputs.words import NO_TITLES, Words
from merito.outputs.workbook import workbook
from merito.outputs.written import Files
from merito.regulations import Stack
from merito.workspace.formats import FORMATS, XLSX
from merito.workspace.in_place import build_whole, rights_of, write_whole
from merito.workspace.spreadsheet_safe import csv_text

WORKBOOK = "results.xlsx"
APPLIED = ("table", "row", "column", "old", "new")
Pages = Callable[[tuple[OutTable, ...], ToSite], Mapping[str, str]]


def result_folder(out: Path, ente: str, year: int) -> Path:
    """The folder of the results of an ente and year."""
    return out / ente / str(year)


def no_pages(_: tuple[OutTable, ...], __: ToSite) -> Mapping[str, str]:
    """Results without a page."""
    return {}


@frozen
class WrittenResults:
    """The folder of the results, by path in it texts of its tables and of `summary.json`, hashes of every file.

    `disclosed` are the few people about whom its publication tells by the difference from the earlier one.
    """

    folder: Path
    texts: Mapping[str, str]
    hashes: Mapping[str, str]
    disclosed: tuple[str, ...] = ()


def write_record(
    record: Record,
    stack: Stack,
    out: Path,
    pages: Pages = no_pages,
    made_from: str = "",
    formats: Collection[str] = FORMATS,
    names: Mapping[str, str] = NO_TITLES,
) -> WrittenResults:
    """Writes every table and, last, `summary.json` next to the old results, then replaces these.

    They include the folder to publish. `pages` makes, from the tables and what is to be published, the texts of further
    files, by name. Without `xlsx` among the `formats` there is no workbook. `names` are those of persons, by id, for
    the workbook. `made_from` is the hash of everything that determines the results; it stands apart from the summary,
    which the same results have from other inputs too.
    """
    folder = result_folder(out, record.dossier.ente.id, record.dossier.year)
    ours = partial(refuse_others, ente=record.dossier.ente.id, year=record.dossier.year, simulated=record.simulated)
    ours(folder)
    tables, to_site = result_tables(record, stack), to_publish(record, stack.inputs)
    texts = {f"{table.name}.csv": csv_of(marked(table, record.simulation)) for table in tables}
    public = publication_set(record, to_site)
    beside = {} if record.simulation is None else {MARK: mark_text((record.simulation.mark,))}
    of_people = about_people(record.dossier.year, to_site)
    disclosed = told_by_difference(folder, texts | public, of_people, record.publication.fewest)
    hashes: dict[str, str] = {}

    def build(building: Path) -> None:
        files = Files(building)
        for name, text in texts.items():
            files.write(name, text)
        if tables and XLSX in formats:
            files.write(WORKBOOK, workbook(tables, Words.of(record, stack, names), record.simulation))
        for name, text in {**public, **pages(tables, to_site), **beside}.items():
            files.write(name, text)
        texts[SUMMARY] = json_text(summary(record, stack, tables) | files.of_files())
        files.write(RESTS_ON, json_text({"inputs": dict(sorted(record.hashes.items())), "made_from": made_from}))
        files.write(SUMMARY, texts[SUMMARY])
        hashes.update(files.hashes)

    build_whole(folder, build, ours)
    return WrittenResults(folder, texts, hashes, disclosed)


def mark_stale(out: Path, ente: str, year: int, why: str, as_of: date) -> None:
    """Records in the summary of earlier results that a later run failed; all files stay."""
    path = result_folder(out, ente, year) / SUMMARY
    data = read_json(path)
    if not is_of(data, ente, year):
        return
    data["stale"] = {"as_of": as_of.isoformat(), "reason": why}
    _, mode = rights_of()
    write_whole(path, json_text(data), mode)


def without_stale(content: bytes) -> bytes:
    """A `summary.json` as it was before `mark_stale`; anything else is returned unchanged."""
    try:
        data = json.loads(content)
        return json_text(data | {"stale": None}).encode() if data["stale"] else content
    except (ValueError, KeyError, TypeError, RecursionError):
        return content


def summary(record: Record, stack: Stack, tables: tuple[OutTable, ...]) -> dict[str, object]:
    """The content of `summary.json`."""
    dossier = record.dossier
    whole = record.results.grade("ente", dossier.ente.id)
    indicators = Counter(grade.state.value for grade in record.results.grades if grade.scope == "indicator")
    severities = Counter(one.severity for one in record.results.findings)
    return {
        "ente": dossier.ente.id,
        "name": dossier.ente.name,
        "year": dossier.year,
        "regulation": dossier.ente.regulation,
        "regulation_title": stack.regulation.title,
        "edition": record.edition,
        "plugin": dict(record.versions),
        "own_rules": dict(record.own_rules),
        "tables_version": VERSION,
        "as_of": record.as_of.isoformat(),
        "provisional": record.provisional,
        "simulation": simulation_json(record.simulation),
        "stale": None,
        "phases": _phases(record),
        "figures": {
            "ente": None
            if whole is None
            else {
                "grade": None if whole.value is None else str(percent(whole.value)),
                "exact": exact(whole.value),
                "if_zero": exact(whole.if_zero),
                "state": whole.state.value,
            },
            "indicators": dict(sorted(indicators.items())),
            "rows": {table.name: len(table.rows) for table in tables},
        },
        "measures": as_json(measured(record, stack.inputs)),
        "parameters_set": {
            value.key: {"value": json_value(value.value), "layer": value.layer} for value in record.parameters_set
        },
        "readings": {
            reading.id: {
                "choice": reading.choice,
                "act": reading.act,
                **({"agreed": reading.agreed} if reading.agreed else {}),
                **({"supposed": True} if reading.supposed else {}),
            }
            for reading in record.readings
            if reading.adopted
        },
        "amendments": _applied(record, tables),
        "findings": dict(sorted(severities.items())),
        "readings_not_adopted": [reading.id for reading in record.open_readings],
    }


def _phases(record: Record) -> list[dict[str, object]]:
    return [
        {
            "phase": state.phase.value,
            "state": state.state,
            "refused": state.refused,
            "held": state.held,
            "awaits": list(state.awaits),
            "lacking": state.lacking,
            "missing": list(map(plain, state.missing)),
        }
        for state in record.phases
    ]


def standing_of_record(record: Record, inputs: Inputs) -> Standing:
    """The state that results of a record would have."""
    whole = record.results.grade("ente", record.dossier.ente.id)
    return standing(
        _phases(record),
        provisional=record.provisional,
        grade_state="" if whole is None else whole.state.value,
        errors=sum(one.severity == "error" for one in record.results.findings),
        readings=tuple(one.id for one in record.open_readings),
        measures=measured(record, inputs),
    )


def _applied(record: Record, tables: tuple[OutTable, ...]) -> list[dict[str, object]]:
    """The applied amendments, in order."""
    rows = {
        row[0]: dict(zip(table.heads, map(_cell, row), strict=True))
        for table in tables
        if table.name == "amendments"
        for row in table.rows
    }
    applied = [state.amendment for state in record.amendments if state.applied]
    return [{"id": one.id, "act": one.act, **{name: rows[one.id][name] for name in APPLIED}} for one in applied]


def csv_of(table: OutTable) -> str:
    """The text of the CSV of a table."""
    return csv_text([table.heads, *table.rows])


def _cell(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
