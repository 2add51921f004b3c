"""Converts the rows of a table into the classes of the model."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from attrs import define, field, fields

from merito.model.columns import Table
from merito.model.dossier import ExtraRow
from merito.model.rows import Row, Rows
from merito.workspace.columns import Read

NO_EXTRA: Mapping[str, object] = {}  # shared by rows without extra columns; never written to


@define(eq=False)
class ModelRows:
    """Tables as rows of the model, each converted once, on demand: by then its rows are complete."""

    tables: Mapping[str, Table]
    _made: dict[str, Rows[Any]] = field(factory=dict)

    def of(self, name: str, rows: Iterable[Read]) -> Rows[Any]:
        """The rows of a table."""
        if name not in self._made:
            self._made[name] = Rows(cast(Iterator[Row], to_models(rows, self.tables[name])))
        return self._made[name]


def to_model(row: Read, table: Table) -> object:
    """The row as an object of the model, or as an extra row if only one regulation has the table."""
    return next(to_models((row,), table))


def to_models(rows: Iterable[Read], table: Table) -> Iterator[object]:
    """The rows of a table, as objects of the model or as extra rows."""
    if table.model is None:
        for row in rows:
            yield ExtraRow(id=str(row.values.get("id") or ""), values=row.values, source=row.source)
        return
    own = {attribute.name for attribute in fields(table.model)}
    named = [(column.name, column.attribute) for column in table.columns.values()]
    common = [(name, attribute) for name, attribute in named if attribute in own]
    extra = [(name, attribute) for name, attribute in named if attribute not in own]
    as_named = not extra and all(name == attribute for name, attribute in common)
    for row in rows:
        values = row.values
        if as_named:
            yield table.model(**values, extra=NO_EXTRA, source=row.source)
            continue
        known = {attribute: values[name] for name, attribute in common}
        more = {attribute: values[name] for name, attribute in extra} if extra else NO_EXTRA
        yield table.model(**known, extra=more, source=row.source)
