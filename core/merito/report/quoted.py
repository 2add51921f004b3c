"""The rows that a figure was read from, quoted as their files say: Italian labels of columns and of coded cells."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, fields, frozen, has

from merito.cycle.drafts import column_of
from merito.declarations.inputs import Column, Inputs, Table
from merito.model.acts import Act
from merito.model.dossier import Dossier, Given
from merito.model.plan import Amendment
from merito.model.source import Source
from merito.outputs.coded import SUBJECTS
from merito.report.changes import Changes, ChangeShown
from merito.report.words import subject_text, value_text

HIDDEN = ("source", "extra", "basis")
PERSON = "person:"
Columns = Mapping[str, Column]


@frozen(kw_only=True)
class InputShown:
    """A row that was read: where it lies, what stands in it, and which amendments changed it, in their order."""

    source: Source
    values: Mapping[str, str]
    changes: tuple[ChangeShown, ...] = ()


class Quoter:
    """Quotes the rows of one dossier."""

    def __init__(self, dossier: Dossier, inputs: Inputs, changes: Changes) -> None:
        self._changes, self._tables = changes, inputs.tables
        labels = {name: _columns(table, inputs) for name, table in inputs.tables.items()}
        self._by_model = {table.model: labels[table.name] for table in inputs.tables.values() if table.model}
        self._own = {id(row): labels[name] for name, rows in dossier.tables.items() for row in rows}
        self._given = {one.name: one.title for one in (*inputs.funds.values(), *inputs.figures.values())}

    def quoted(self, rows: Iterable[Any]) -> tuple[InputShown, ...]:
        """The rows, each place of a file once: what several of them read of it stands together."""
        found: dict[object, InputShown] = {}
        for row in rows:
            one = self._one(row)
            place: object = one.source if one.source.row else (one.source, tuple(one.values))
            before = found.get(place, one)
            changes = tuple(dict.fromkeys((*before.changes, *one.changes)))
            found[place] = evolve(before, values={**one.values, **before.values}, changes=changes)
        return tuple(found.values())

    def _one(self, row: Any) -> InputShown:
        if isinstance(row, Given):
            return InputShown(source=row.source, values={self._given.get(row.id, row.id): value_text(row.value)})
        columns = self._own.get(id(row)) or self._by_model.get(type(row).__name__, {})
        if isinstance(row, Amendment):
            columns = self._of_amendment(row, columns)
        return evolve(_shown(row, columns), changes=self._changes.of(row))

    def _of_amendment(self, row: Amendment, columns: Columns) -> Columns:
        """The columns of an amendment, with the words of the table and of the column that it changes."""
        table = self._tables[row.table]
        changed = column_of(table, row.attribute)
        words = {
            "table": {table.name: table.label},
            "attribute": {row.attribute: changed.label},
            "old": changed.values,
            "new": changed.values,
        }
        return {**columns, **{name: evolve(columns[name], values=values) for name, values in words.items()}}


def _columns(table: Table, inputs: Inputs) -> Columns:
    """The columns by the attribute of their row; acts and tools with the labels that the layers declare."""
    columns = {column.attribute: column for column in table.columns.values()}
    for name, column in columns.items():
        if column.kind == "tool":
            columns[name] = evolve(column, values={tool.name: tool.label for tool in inputs.tools.values()})
        elif (table.name, column.name) == ("acts", "kind"):
            columns[name] = evolve(column, values={act.kind: act.label for act in inputs.acts.values()})
    return columns


def _shown(row: Any, columns: Columns) -> InputShown:
    values = getattr(row, "values", None)
    if values is None and has(type(row)):
        values = {
            attribute.name: getattr(row, attribute.name)
            for attribute in fields(type(row))
            if attribute.name not in HIDDEN
        }
    written: dict[str, str] = {}
    for name, value in {**(values or {}), **getattr(row, "extra", {})}.items():
        column = columns.get(name)
        if isinstance(row, Act) and name == "year" and f"/{value}/" in row.source.file:
            continue  # it has the year of its folder, and no cell says so
        written[column.label if column else name] = _cell(value, column)
    return InputShown(source=row.source, values={name: text for name, text in written.items() if text})


def _cell(value: object, column: Column | None) -> str:
    if column is None or not isinstance(value, str):
        return value_text(value)
    if column.kind == "ref" and value.partition(":")[0] in SUBJECTS:
        return subject_text(value)
    return column.values.get(value, "") or (value.removeprefix(PERSON) if column.kind == "who" else value)
