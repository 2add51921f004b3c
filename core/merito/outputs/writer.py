"""Writes the results of an ente and year: complete, in their own folder, persons separate from publishable data."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from attrs import frozen

from merito.model.record import Record
from merito.outputs.columns import OutCell, exact, percent
from merito.outputs.json_text import json_text, json_value
from merito.outputs.marks import MARK, mark_text, marked, simulation_json
from merito.outputs.measures import as_json, measured
from merito.outputs.own_folder import HASHES, RESERVED, RESTS_ON, SIZES, SUMMARY, is_of, read_json, refuse_others
from merito.outputs.publication_set import publication_set
from merito.outputs.result_tables import OutTable, result_tables
from merito.outputs.workbook import workbook
from merito.outputs.written import Files
from merito.publication import Published, published
from merito.regulations import Stack
from merito.workspace.formats import FORMATS, XLSX
from merito.workspace.in_place import build_whole, write_whole
from merito.workspace.spreadsheet_safe import csv_text

WORKBOOK = "results.xlsx"
APPLIED = ("table", "row", "column", "old", "new")
Pages = Callable[[tuple[OutTable, ...], Published], Mapping[str, str]]


def result_folder(out: Path, ente: str, year: int) -> Path:
    """The folder of the results of an ente and year."""
    return out / ente / str(year)


def no_pages(_: tuple[OutTable, ...], __: Published) -> Mapping[str, str]:
    """Results without a page."""
    return {}


@frozen
class WrittenResults:
    """The folder of the results, by path in it texts of its tables and of `summary.json`, hashes of every file.

    `public` is the part of the record that may be published.
    """

    folder: Path
    texts: Mapping[str, str]
    hashes: Mapping[str, str]
    public: Published


def write_record(
    record: Record,
    stack: Stack,
    out: Path,
    pages: Pages = no_pages,
    made_from: str = "",
    formats: Collection[str] = FORMATS,
) -> WrittenResults:
    """Writes every table and, last, `summary.json` next to the old results, then replaces these.

    They include the folder to publish. `pages` makes, from the tables and the published part, the texts of further
    files, by name. Without `xlsx` among the `formats` there is no workbook. `made_from` is the hash of everything that
    determines the results. It is reserved, and so are the hashes of the inputs: whoever knows all of a small file but
    one cell could find the cell by its hash.
    """
    folder = result_folder(out, record.dossier.ente.id, record.dossier.year)
    ours = partial(refuse_others, ente=record.dossier.ente.id, year=record.dossier.year, simulated=record.simulated)
    ours(folder)
    public = published(record, stack.inputs)
    tables = result_tables(record, stack, public)
    filed = [marked(table, record.simulation) for table in tables]
    texts = {
        f"{RESERVED}/{table.name}.csv" if table.reserved else f"{table.name}.csv": csv_of(table) for table in filed
    }
    to_site = publication_set(record, stack.inputs, public)
    beside = {} if record.simulation is None else {MARK: mark_text((record.simulation.mark,))}
    hashes: dict[str, str] = {}

    def build(building: Path) -> None:
        files = Files(building)
        files.write(RESTS_ON, json_text({"inputs": dict(sorted(record.hashes.items())), "made_from": made_from}))
        for name, text in texts.items():
            files.write(name, text)
        for reserved, place in ((False, ""), (True, f"{RESERVED}/")):
            own = [table for table in tables if table.reserved is reserved]
            if own and XLSX in formats:
                files.write(f"{place}{WORKBOOK}", workbook(own, record.simulation))
        for name, text in {**to_site, **pages(tables, public), **beside}.items():
            files.write(name, text)
        files.write(HASHES, json_text(files.hashes_of(f"{RESERVED}/")))
        sizes = files.sizes_in_order()
        apart = {name: size for name, size in sizes.items() if name.startswith(f"{RESERVED}/")}
        files.write(SIZES, json_text(apart))
        of_public = {name: size for name, size in sizes.items() if name not in apart}
        of_files = {"sizes": of_public, "hashes": {name: files.hashes[name] for name in of_public}}
        texts[SUMMARY] = json_text(summary(record, stack, tables, public) | of_files)
        files.write(SUMMARY, texts[SUMMARY])
        hashes.update(files.hashes)

    build_whole(folder, build, ours)
    return WrittenResults(folder, texts, hashes, public)


def mark_stale(out: Path, ente: str, year: int, why: str, as_of: date) -> None:
    """Records in the summary of earlier results that a later run failed; all files stay."""
    path = result_folder(out, ente, year) / SUMMARY
    data = read_json(path)
    if not is_of(data, ente, year):
        return
    data["stale"] = {"as_of": as_of.isoformat(), "reason": why}
    write_whole(path, json_text(data))


def without_stale(content: bytes) -> bytes:
    """A `summary.json` as it was before `mark_stale`; anything else is returned unchanged."""
    try:
        data = json.loads(content)
        return json_text(data | {"stale": None}).encode() if data["stale"] else content
    except (ValueError, KeyError, TypeError, RecursionError):
        return content


def summary(record: Record, stack: Stack, tables: tuple[OutTable, ...], public: Published) -> dict[str, object]:
    """The content of `summary.json`."""
    dossier = record.dossier
    whole = record.results.grade("ente", dossier.ente.id)
    return {
        "ente": dossier.ente.id,
        "name": dossier.ente.name,
        "year": dossier.year,
        "regulation": dossier.ente.regulation,
        "regulation_title": stack.regulation.title,
        "edition": record.edition,
        "plugin": dict(record.versions),
        "own_rules": dict(record.own_rules),
        "as_of": record.as_of.isoformat(),
        "provisional": record.provisional,
        "simulation": simulation_json(record.simulation),
        "stale": None,
        "phases": [
            {
                "phase": state.phase.value,
                "state": state.state,
                "refused": state.refused,
                "held": state.held,
                "awaits": list(state.awaits),
                "checked": state.checked,
                "lacking": state.lacking,
                "missing": list(state.missing),
            }
            for state in record.phases
        ],
        "figures": {
            "ente": None
            if whole is None
            else {
                "grade": None if whole.value is None else str(percent(whole.value)),
                "exact": exact(whole.value),
                "if_zero": exact(whole.if_zero),
                "state": whole.state.value,
            },
            "indicators": dict(sorted(indicator_counts(record, public).items())),
            "rows": {table.name: len(table.rows) for table in tables if not table.reserved},
            "reserved": [table.name for table in tables if table.reserved],
        },
        "measures": as_json(measured(record, public)),
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
        "findings": dict(public.rows.severities),
        "findings_on_people": sorted({one.severity for one in public.rows.findings.personal}),
        "readings_not_adopted": [reading.id for reading in record.open_readings],
    }


def _applied(record: Record, tables: tuple[OutTable, ...]) -> list[dict[str, object]]:
    """The applied amendments, in order; of one about a person, only its id and act."""
    public = {
        row[0]: dict(zip(table.heads, map(_cell, row), strict=True))
        for table in tables
        if table.name == "amendments" and not table.reserved
        for row in table.rows
    }
    applied = [state.amendment for state in record.amendments if state.applied]
    return [
        {"id": one.id, "act": one.act}
        | ({name: public[one.id][name] for name in APPLIED} if one.id in public else {"reserved": True})
        for one in applied
    ]


def indicator_counts(record: Record, public: Published) -> Counter[str]:
    """The number of indicators in each state, without those that only a person's dashboard carries."""
    grades = (grade for grade in record.results.grades if not public.reserved.grade(grade))
    return Counter(grade.state.value for grade in grades if grade.scope == "indicator")


def csv_of(table: OutTable) -> str:
    """The text of the CSV of a table."""
    return csv_text([table.heads, *([one if type(one) is str else _cell(one) for one in row] for row in table.rows)])


def _cell(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
