"""The cell of the plan that an amendment names: its table, its row by the parts of the key, its column."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import TypeVar, cast

from attrs import frozen

from merito.contract.inputs import AMENDED_TABLES
from merito.model.columns import Column, Table
from merito.workspace.cells import Cell, CellError, text_of
from merito.workspace.columns import Read, read_cell
from merito.workspace.heads import Heads, plain, suggestion
from merito.workspace.problems import Problems

Declared = TypeVar("Declared", Table, Column)
AND = " + "
VALUES = ("old", "new")
NEVER_AMENDED = {
    ("indicators", "kind"): "Le cifre si leggono secondo il tipo: un indicatore di un altro tipo è un altro indicatore."
}


@frozen(eq=False)
class AmendedCell:
    """A row of amendments whose table is known.

    `key` and `values` (old and new, if given) are rows of the amended table that contain only the parts of the key, or
    the value of the one column; their headers are the cells of the amendment, where problems are reported.
    """

    row: Read
    table: Table
    key: Read
    column: Column | None
    values: Mapping[str, Read]
    written: Mapping[str, str]

    def value(self, name: str) -> object:
        """Its `old` or its `new` value, once it is resolved; None if it gives none."""
        return self.values[name].values[self.column.name] if self.column and name in self.values else None

    @property
    def attribute(self) -> str:
        """The attribute of the model's class that it amends."""
        return self.column.attribute if self.column else ""

    @property
    def place(self) -> tuple[object, ...]:
        """The key of the amended row, once its references are resolved."""
        return tuple(self.key.values[name] for name in self.table.key)


def named_cell(row: Read, tables: Mapping[str, Table], problems: Problems) -> AmendedCell | None:
    """The cell that a row names, its key and values parsed by their columns; errors are problems."""
    table = _table(row, tables, problems)
    if table is None:
        return None
    key = _as_row(table, row, "row", table.key)
    _read_key(key, table, row, problems)
    column = _column(row, table, problems)
    given = {name: cast(Cell, row.values[name]) for name in VALUES if row.values[name] is not None}
    values: dict[str, Read] = {}
    if column is not None:
        values = {name: _as_row(table, row, name, [column.name]) for name in given}
        for name, read in values.items():
            _read(read, column, given[name], problems)
    return AmendedCell(row, table, key, column, values, {name: text_of(cell) for name, cell in given.items()})


def key_words(table: Table, heads: Heads) -> str:
    """The parts of a table's key, in the language of the headers."""
    return AND.join(heads.word(name, table.columns[name].label) for name in table.key)


def _as_row(table: Table, row: Read, cell: str, columns: Iterable[str]) -> Read:
    """An empty row of the amended table, whose columns are all in one cell of the amendment."""
    heads = Heads(dict.fromkeys(columns, row.heads.index[cell]), row.heads.written, row.heads.language)
    return Read(dict.fromkeys(table.columns), row.raw, heads, row.number, row.locale)


def _read(read: Read, column: Column, cell: Cell, problems: Problems) -> None:
    try:
        read.values[column.name] = read_cell(column, cell, read.locale, read.heads)
    except CellError as error:
        problems.add(read.problem(column.name, text_of(cell), error, column.cites))


def _read_key(key: Read, table: Table, row: Read, problems: Problems) -> None:
    """Parses each part by its column; optional parts may be left out at the end."""
    if row.values["row"] is None:
        return
    written = cast(Cell, row.values["row"])
    parts: list[Cell] = [written]
    if len(table.key) > 1:
        parts = [part.strip() for part in text_of(written).split(AND, len(table.key) - 1)]
    if len(parts) < sum(table.columns[name].required for name in table.key):
        error = CellError(f"la chiave di una riga di «{_word(row, table)}»: {key_words(table, row.heads)}")
        problems.add(row.problem("row", text_of(written), error))
        return
    for name, part in zip_longest(table.key, parts, fillvalue=""):
        _read(key, table.columns[str(name)], part, problems)


def _table(row: Read, tables: Mapping[str, Table], problems: Problems) -> Table | None:
    name = row.values["table"]
    if name is None:
        return None
    known = [tables[one] for one in AMENDED_TABLES]
    found = _by_name(str(name), known, row.heads)
    if found is None:
        words = [_word(row, one) for one in known]
        error = CellError(f"una tabella del piano o dei risultati: {', '.join(words)}", suggestion(str(name), words))
        problems.add(row.problem("table", name, error))
    return found


def _column(row: Read, table: Table, problems: Problems) -> Column | None:
    name = row.values["column"]
    if name is None:
        return None
    found = _by_name(str(name), table.columns.values(), row.heads)
    free = [one for one in table.columns.values() if one.name not in table.key]
    words = [_word(row, one) for one in free if (table.name, one.name) not in NEVER_AMENDED]
    expected = f"una colonna di «{_word(row, table)}» che non faccia parte della chiave: {', '.join(words)}"
    never = NEVER_AMENDED.get((table.name, found.name), "") if found else ""
    if found is None or found.name in table.key or never:
        problems.add(row.problem("column", name, CellError(expected, never or suggestion(str(name), words))))
        return None
    return found


def _by_name(name: str, known: Iterable[Declared], heads: Heads) -> Declared | None:
    """By its name in the language of the headers, otherwise in the other language."""
    either = list(known)
    own = {plain(heads.word(one.name, one.label)): one for one in either}
    other = {plain(heads.word(one.label, one.name)): one for one in either}
    return own.get(plain(name)) or other.get(plain(name))


def _word(row: Read, named: Table | Column) -> str:
    return row.heads.word(named.name, named.label)
