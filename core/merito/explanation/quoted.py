"""The rows from which a figure was read, quoted as their files write them; values not in a cell are separate."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, fields, frozen, has

from merito.contract.inputs import Inputs
from merito.explanation.amendments import Changes, ChangeShown
from merito.model.amended import Amendment
from merito.model.columns import Column, Table
from merito.model.dossier import Dossier, Given
from merito.model.people import Evaluation, Rating
from merito.model.source import Source
from merito.wording.coded import SUBJECTS
from merito.wording.figures import subject_text, value_text
from merito.workspace.written import WrittenFiles, WrittenRow

HIDDEN = ("source", "extra", "basis", "opens", "takes_back", "earliest", "by")
PERSON = "person:"
NOT_READ_AGAIN = "i file non sono riletti"


@frozen(kw_only=True)
class InputShown:
    """An input row: where it is, its headers and cells as written, the amendments that changed it.

    `derived` are values that the run used for the row and that no cell contains: defaults, and values from other rows.
    If nothing can be quoted, `note` says why (Italian), and `derived` has all values of the run.
    """

    source: Source
    values: Mapping[str, str]
    derived: Mapping[str, str] = {}
    note: str = ""
    changes: tuple[ChangeShown, ...] = ()


class Quoter:
    """Quotes the rows of one dossier from its files."""

    def __init__(self, dossier: Dossier, inputs: Inputs, changes: Changes, written: WrittenFiles | None = None) -> None:
        self._changes, self._inputs, self._written = changes, inputs, written
        self._columns = {name: _columns(table, inputs) for name, table in inputs.tables.items()}
        self._by_model = {table.model: table for table in inputs.tables.values() if table.model}
        self._own = {id(row): inputs.tables[name] for name, rows in dossier.tables.items() for row in rows}
        self._returned = {row.source: type(row) for row in (*dossier.returned_ratings, *dossier.returned_evaluations)}
        self._of_sheets = dossier.returned_evaluations

    def quoted(self, rows: Iterable[Any]) -> tuple[InputShown, ...]:
        """The rows, each position in a file once: what several of them read there is combined."""
        found: dict[object, InputShown] = {}
        for row in self._with_sheets(rows):
            one = self._given(row) if isinstance(row, Given) else self._row(row)
            place: object = one.source if one.source.row else (one.source, tuple(one.values), tuple(one.derived))
            before = found.get(place, one)
            changes = tuple(dict.fromkeys((*before.changes, *one.changes)))
            derived = {**one.derived, **before.derived}
            found[place] = evolve(before, derived=derived, changes=changes)
        return tuple(found.values())

    def _with_sheets(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows; after an evaluation of the office, what a workbook that came back says of the same person."""
        for row in rows:
            yield row
            if isinstance(row, Evaluation):
                yield from (one for one in self._of_sheets.of(row.person) if one.source != row.source)

    def _given(self, row: Given) -> InputShown:
        """A fund or a single figure, under the key that its file gives it."""
        section = "funds" if row.id in self._inputs.funds else "figures"
        known = getattr(self._inputs, section).get(row.id)
        names = (row.id, known.label) if known else (row.id,)
        written = _unread(row) if self._written is None else self._written.given(row.source, section, names)
        read = {known.title if known else row.id: value_text(row.value)}
        return _shown(written, read if written.why else {})

    def _row(self, row: Any) -> InputShown:
        model = self._returned.get(row.source, type(row)) if isinstance(row, Rating | Evaluation) else type(row)
        table = self._own.get(id(row)) or self._by_model.get(model)
        written = _unread(row) if self._written is None else self._written.row(row.source, table)
        columns = self._columns[table.name] if table else {}
        changes = tuple(_as_headed(one, columns, written) for one in self._changes.of(row))
        return evolve(_shown(written, self._derived(row, columns, written)), changes=changes)

    def _derived(self, row: Any, columns: Mapping[str, Column], written: WrittenRow) -> dict[str, str]:
        """The values of a row that its cells do not contain, by the labels of their columns."""
        if isinstance(row, Amendment) and not written.why:
            return {}  # its parts are in its cells, in the words of the amended table
        changed = {one.column for one in self._changes.of(row)} if not written.why else set()
        told: dict[str, str] = {}
        for name, value in _values(row).items():
            column = columns.get(name)
            if column is None and name in HIDDEN:
                continue
            label = column.label if column else name
            head = written.columns.get(column.name, "") if column else ""
            text = "" if head in written.cells or label in changed else _cell(value, column)
            if text:
                told[label] = text
        return told


def _unread(row: Any) -> WrittenRow:
    return WrittenRow(source=row.source, why=NOT_READ_AGAIN)


def _shown(written: WrittenRow, derived: Mapping[str, str]) -> InputShown:
    return InputShown(source=written.source, values=written.cells, derived=derived, note=written.why)


def _as_headed(change: ChangeShown, columns: Mapping[str, Column], written: WrittenRow) -> ChangeShown:
    """A change under the header that the file of its row uses for the column."""
    name = next((column.name for column in columns.values() if column.label == change.column), "")
    return evolve(change, column=written.columns.get(name, change.column))


def _columns(table: Table, inputs: Inputs) -> Mapping[str, Column]:
    """The columns by the attribute of their row; acts and tools with the labels of the layers."""
    columns = {column.attribute: column for column in table.columns.values()}
    for name, column in columns.items():
        if column.kind == "tool":
            columns[name] = evolve(column, values={tool.name: tool.label for tool in inputs.tools.values()})
        elif (table.name, column.name) == ("acts", "kind"):
            columns[name] = evolve(column, values={act.kind: act.label for act in inputs.acts.values()})
    return columns


def _values(row: Any) -> Mapping[str, object]:
    values = getattr(row, "values", None)
    if values is None and has(type(row)):
        names = (attribute.name for attribute in fields(type(row)))
        values = {name: getattr(row, name) for name in names}
    return {**(values or {}), **getattr(row, "extra", {})}


def _cell(value: object, column: Column | None) -> str:
    if column is None or not isinstance(value, str):
        return value_text(value)
    if column.kind == "ref" and value.partition(":")[0] in SUBJECTS:
        return subject_text(value)
    return column.values.get(value, "") or (value.removeprefix(PERSON) if column.kind == "who" else value)
