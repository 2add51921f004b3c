"""Every result table of a record, public or reserved; public ones contain only what the guard permits."""

from functools import lru_cache
from itertools import compress
from typing import Any

from attrs import frozen

from merito.model.record import Record
from merito.numbers import counted
from merito.outputs.columns import OutCell, OutColumn, ResultTable
from merito.outputs.declared import TABLES
from merito.outputs.declared.procedure import AMENDMENTS
from merito.publication import Published
from merito.publication.amendments import amendments_apart
from merito.publication.counts import Apart
from merito.publication.tables import PublicTable
from merito.regulations import Stack

TABLES_KEPT = 256
UNCOUNTED = Apart(any=True, number=None)


@frozen
class OutTable:
    """A result table as declared, and its rows; `reserved` if it contains a person."""

    table: ResultTable
    rows: tuple[tuple[OutCell, ...], ...]
    reserved: bool = False

    @property
    def name(self) -> str:
        """Its file, without ending."""
        return self.table.name

    @property
    def heads(self) -> tuple[str, ...]:
        return self.table.heads


def result_tables(record: Record, stack: Stack, public: Published) -> tuple[OutTable, ...]:
    """Every table of a record that has a row; reserved if it names a person, or would reveal too few people."""
    tables = [out for table in TABLES for out in _written(table, record, stack, public)]
    tables += _added(public.tables, "tables/") + _added(public.documents, "documents/")
    return tuple(table for table in tables if table.rows)


def _written(table: ResultTable, record: Record, stack: Stack, public: Published) -> tuple[OutTable, ...]:
    """A table, after its public part if only some of it is reserved."""
    if table.divided:
        rows = getattr(public.rows, table.divided)
        return _parted(table, stack, rows.public, rows.personal, rows.apart)
    if table.name == AMENDMENTS.name:
        of_people = amendments_apart(record, stack, public.reserved)
        others = compress(record.amendments, [not one for one in of_people])
        return _parted(table, stack, tuple(others), tuple(compress(record.amendments, of_people)), UNCOUNTED)
    rows = getattr(record.results, table.rows)
    if table.published:
        told = table.twin.cells(getattr(public, table.published), stack)
        return (OutTable(table.twin, told), OutTable(table, table.cells(rows, stack), reserved=True))
    if table.apart is None:
        return (OutTable(table, table.cells(rows, stack), table.personal),)
    own = [table.apart(row, public.reserved) for row in rows]
    cells = table.cells(rows, stack)
    return (
        OutTable(table, tuple(compress(cells, [not one for one in own]))),
        OutTable(table, tuple(compress(cells, own)), reserved=True),
    )


def _parted(
    table: ResultTable, stack: Stack, public: tuple[Any, ...], personal: tuple[Any, ...], apart: Apart
) -> tuple[OutTable, ...]:
    """The public rows, with one that counts those about persons; and the reserved ones."""
    cells = table.cells(public, stack)
    if personal:
        told = f"{rows_apart(apart)}, in riservato/{table.name}.csv"
        cells = (*cells, tuple(told if head == table.counts else "" for head in table.heads))
    return (OutTable(table, cells), OutTable(table, table.cells(personal, stack), reserved=True))


def rows_apart(apart: Apart) -> str:
    """How many rows are about people, if that may be published."""
    if apart.number is None:
        return "righe su persone"
    return counted(apart.number, "riga su una persona", "righe su persone")


def _added(tables: tuple[PublicTable, ...], folder: str) -> list[OutTable]:
    found = []
    for table in tables:
        for rows, reserved in ((table.rows, False), (table.apart, True)):
            if rows:
                cells = tuple(tuple(value for _, value in row.columns) for row in rows)
                heads = tuple(head for head, _ in rows[0].columns)
                found.append(OutTable(_of_regulation(folder, rows[0].table, heads), cells, reserved))
    return found


@lru_cache(maxsize=TABLES_KEPT)
def _of_regulation(folder: str, name: str, heads: tuple[str, ...]) -> ResultTable:
    """A table that a regulation adds, as its rows declare it: the same for every ente."""
    columns = tuple(OutColumn(head=head, label=head) for head in heads)
    return ResultTable(name=f"{folder}{name}", label=name, columns=columns)
