"""Every table of results of a record, public or reserved: the public ones as the guard lets them out."""

from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen

from merito.model.record import Record
from merito.model.results import TableRow
from merito.numbers import counted
from merito.outputs.amendment_rows import HEADS, amendment_rows
from merito.outputs.result_cells import (
    PLAIN,
    OutCell,
    Plain,
    deadline_cells,
    finding_cells,
    gate_cells,
    public_band,
    public_fund_line,
)
from merito.publication import Published
from merito.publication.counts import Apart, Divided
from merito.publication.reserved import Reserved
from merito.publication.tables import PublicTable
from merito.regulations import Stack

SUBJECT_COLUMNS = {
    "cascade": {"dashboard": "dashboard", "indicator": "indicator"},
    "monitoring": {"indicator": "indicator"},
}
PUBLISHED: dict[str, Callable[[Any], tuple[OutCell, ...]]] = {"fund_lines": public_fund_line, "bands": public_band}
FINDINGS = ("severity", "phase", "rule", "subject", "message", "cites", "tool")
GATES = ("phase", "tool", "subject", "state", "missing_act", "body", "cites", "reason", "acts", "rules")
DEADLINES = ("phase", "what", "due", "state", "act", "subject", "waits_for", "cites", "rules")


@frozen
class OutTable:
    """A table of results: its file name without ending, heads and rows; `reserved` if a person is in it."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[OutCell, ...], ...]
    reserved: bool = False


def result_tables(record: Record, stack: Stack, public: Published) -> tuple[OutTable, ...]:
    """Every table of a record that has a row; reserved is what names a person, or would tell of too few."""
    tables = [table for plain in PLAIN for table in _plain(plain, record, public)]
    rows = public.rows
    tables += _divided("findings", FINDINGS, rows.findings, lambda row: finding_cells(row, stack.rulebook), told=4)
    tables += _divided(
        "gates", GATES, rows.gates, lambda row: gate_cells(row, stack.rulebook, stack.inputs.acts), told=7
    )
    tables += _divided("deadlines", DEADLINES, rows.deadlines, lambda row: deadline_cells(row, stack.rulebook), told=1)
    changed, of_people = amendment_rows(record, stack.inputs.tables, public.reserved)
    tables += [OutTable("amendments", HEADS, changed), OutTable("amendments", HEADS, of_people, reserved=True)]
    tables += _added(public.tables, "tables/") + _added(public.documents, "documents/")
    tables = [part for table in tables for part in _without_persons(table, public.reserved)]
    return tuple(table for table in tables if table.rows)


def _plain(plain: Plain, record: Record, public: Published) -> tuple[OutTable, ...]:
    """A table of results, after its public twin where it has one; of grades, those of persons are reserved."""
    heads, rows = tuple(plain.heads.split()), getattr(record.results, plain.results)
    if plain.published:
        told = map(PUBLISHED[plain.published], getattr(public, plain.published))
        own = OutTable(plain.name, heads, tuple(map(plain.cells, rows)), reserved=True)
        return (OutTable(plain.name, heads, tuple(told)), own)
    if plain.name == "grades":
        return tuple(
            OutTable(
                plain.name, heads, tuple(plain.cells(row) for row in rows if public.reserved.grade(row) is apart), apart
            )
            for apart in (False, True)
        )
    return (OutTable(plain.name, heads, tuple(map(plain.cells, rows)), plain.personal),)


def _without_persons(table: OutTable, reserved: Reserved) -> tuple[OutTable, ...]:
    """A table of dashboards and indicators in two: those of a person are reserved."""
    columns = {table.heads.index(head): kind for head, kind in SUBJECT_COLUMNS.get(table.name, {}).items()}
    if not columns or not reserved.dashboards:
        return (table,)

    def own(row: tuple[OutCell, ...]) -> bool:
        return any(reserved.about(f"{kind}:{row[place]}") for place, kind in columns.items())

    public = tuple(row for row in table.rows if not own(row))
    return (evolve(table, rows=public), evolve(table, rows=tuple(filter(own, table.rows)), reserved=True))


def _divided(
    name: str,
    heads: tuple[str, ...],
    rows: Divided[Any],
    cells: Callable[[Any], tuple[OutCell, ...]],
    *,
    told: int,
) -> list[OutTable]:
    """The public rows, with one that tells of those about persons; and the reserved ones."""
    public = list(map(cells, rows.public))
    if rows.apart.any:
        row: list[OutCell] = [""] * len(heads)
        row[told] = f"{rows_apart(rows.apart)}, in riservato/{name}.csv"
        public.append(tuple(row))
    personal = tuple(map(cells, rows.personal))
    return [OutTable(name, heads, tuple(public)), OutTable(name, heads, personal, reserved=True)]


def rows_apart(apart: Apart) -> str:
    """How many rows are about people, where that may be told."""
    if apart.number is None:
        return "righe su persone"
    return counted(apart.number, "riga su una persona", "righe su persone")


def _added(tables: tuple[PublicTable, ...], folder: str) -> list[OutTable]:
    found = []
    for table in tables:
        for rows, reserved in ((table.rows, False), (table.apart, True)):
            if rows:
                found.append(_of_rows(f"{folder}{table.name}", rows, reserved))
    return found


def _of_rows(name: str, rows: tuple[TableRow, ...], reserved: bool) -> OutTable:
    heads = tuple(head for head, _ in rows[0].columns)
    cells = tuple(tuple(value for _, value in row.columns) for row in rows)
    return OutTable(name, heads, cells, reserved=reserved)
