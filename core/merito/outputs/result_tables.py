"""Every result table of a record, complete."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from attrs import field, frozen

from merito.model.record import Record
from merito.model.results import TableRow
from merito.outputs.columns import OutCell, OutColumn, ResultTable
from merito.outputs.declared import TABLES
from merito.outputs.held import held_money
from merito.regulations import Stack

TABLES_KEPT = 256
HELD = "holds"
OF_RECORD = ("gates", "deadlines", "amendments")


@frozen
class OutTable:
    """A result table as declared, its rows as cells, and what gives the values of a column."""

    table: ResultTable
    rows: tuple[tuple[OutCell, ...], ...]
    values: Callable[[OutColumn], Sequence[Any]] = field(default=lambda _: (), eq=False, repr=False)

    @property
    def name(self) -> str:
        """Its file, without ending."""
        return self.table.name

    @property
    def of_regulation(self) -> bool:
        """Whether a regulation adds it."""
        return "/" in self.table.name

    @property
    def heads(self) -> tuple[str, ...]:
        return self.table.heads


def result_tables(record: Record, stack: Stack) -> tuple[OutTable, ...]:
    """Every table of a record that has a row: the declared ones, then those that the regulation adds."""
    tables = [
        OutTable(table, table.cells(rows, stack), partial(_values, rows, stack))
        for table in TABLES
        if (rows := rows_of(table, record))
    ]
    return (*tables, *_added(record.results.tables, "tables/"), *_added(record.results.documents, "documents/"))


def _values(rows: Sequence[Any], stack: Stack, column: OutColumn) -> Sequence[Any]:
    return column.values(rows, stack)


def rows_of(table: ResultTable, record: Record) -> Sequence[Any]:
    """The rows of a record that a declared table holds."""
    if table.name == HELD:
        return held_money(record.results)
    rows: Sequence[Any] = getattr(record if table.name in OF_RECORD else record.results, table.rows)
    return rows


def _added(rows: Iterable[TableRow], folder: str) -> Iterator[OutTable]:
    by_table: dict[str, list[TableRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    for name, own in by_table.items():
        heads = tuple(head for head, _ in own[0].columns)
        cells = tuple(tuple(value for _, value in row.columns) for row in own)
        yield OutTable(_of_regulation(folder, name, heads), cells)


@lru_cache(maxsize=TABLES_KEPT)
def _of_regulation(folder: str, name: str, heads: tuple[str, ...]) -> ResultTable:
    """A table that a regulation adds, as its rows declare it: the same for every ente."""
    columns = tuple(OutColumn(head=head, label=head) for head in heads)
    return ResultTable(name=f"{folder}{name}", label=name, columns=columns)
