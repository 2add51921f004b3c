"""Result tables as columns of exact values, and as frames of polars or pandas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from merito.model.faults import MeritoError
from merito.model.messages import Message, plain, say
from merito.model.record import Record
from merito.model.results import Finding, TableRow
from merito.numbers import exact_text
from merito.outputs.columns import ResultTable
from merito.outputs.declared import TABLES
from merito.outputs.declared.procedure import FINDINGS
from merito.outputs.result_tables import rows_of
from merito.regulations import Stack

FRAMES = ("polars", "pandas")
NO_FRAME = say("per avere una tabella come frame serve polars o pandas: pip install polars")
BETWEEN = " "
Row = Mapping[str, Any]


@frozen(repr=False)
class Table:
    """A result table, complete: its name, and its columns by header, each a tuple with a value for each row.

    A value is exact: a `Decimal` of euro, a `Fraction`, a `date`, an `int`, a text, a tuple of texts, or None if there
    is none. Iterating gives the rows, each a mapping by header.
    """

    name: str
    columns: Mapping[str, tuple[Any, ...]]

    def __repr__(self) -> str:
        return f"<Table {self.name}, {len(self)} rows: {', '.join(self.columns)}>"

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self.columns, values, strict=True)) for values in zip(*self.columns.values(), strict=True))

    def __getitem__(self, head: str) -> tuple[Any, ...]:
        """The values of a column. Raises KeyError if there is no such column."""
        return self.columns[head]

    def where(self, **same: object) -> list[Row]:
        """The rows with these values: `rewards.where(person="E1")`. Raises KeyError if there is no such column."""
        wanted = [(self[head], value) for head, value in same.items()]
        return [row for number, row in enumerate(self) if all(column[number] == value for column, value in wanted)]

    def frame(self) -> Any:
        """The table as a frame of polars, or of pandas if only that is installed. Raises MeritoError without both.

        Exact fractions and tuples are texts there, as in the CSV files.
        """
        library = next((name for name in FRAMES if find_spec(name)), None)
        if library is None:
            raise MeritoError(NO_FRAME)
        cells = {head: [_plain(value) for value in column] for head, column in self.columns.items()}
        return import_module(library).DataFrame(cells)


def tables_of(record: Record, stack: Stack) -> dict[str, Table]:
    """Every result table by name, also one without rows; those of a regulation as `tables/...` and `documents/...`."""
    found: dict[str, Table] = {}
    for declared in TABLES:
        found[declared.name] = _declared(declared, rows_of(declared, record), stack)
    for folder, added in (("tables", record.results.tables), ("documents", record.results.documents)):
        found |= {name: _of_regulation(name, rows) for name, rows in _by_table(folder, added).items()}
    return found


def findings_table(findings: tuple[Finding, ...], stack: Stack) -> Table:
    """The table of some findings."""
    return _declared(FINDINGS, findings, stack)


def _declared(declared: ResultTable, rows: Sequence[Any], stack: Stack) -> Table:
    return Table(declared.name, {one.head: tuple(map(_value, one.values(rows, stack))) for one in declared.columns})


def _by_table(folder: str, rows: Iterable[TableRow]) -> dict[str, list[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for row in rows:
        found.setdefault(f"{folder}/{row.table}", []).append(row)
    return found


def _of_regulation(name: str, rows: list[TableRow]) -> Table:
    heads = [head for head, _ in rows[0].columns]
    values = zip(*([value for _, value in row.columns] for row in rows), strict=True)
    return Table(name, dict(zip(heads, values, strict=True)))


def _value(value: object) -> object:
    """A value that needs nothing of merito to be read."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Message):
        return plain(value)
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return value


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return exact_text(value)
    return BETWEEN.join(value) if isinstance(value, tuple) else value
