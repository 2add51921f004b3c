"""The rows that a form may print, by table: of results, of inputs, of documents and published tables.

A form that is not reserved sees only published results, and only inputs that are about nobody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress
from typing import Any

from attrs import field, frozen

from merito.forms.cells import input_text, plain_text, result_text
from merito.model.columns import Table
from merito.model.dossier import ExtraRow
from merito.model.forms import DOCUMENTS, INPUTS, RESULTS
from merito.model.record import Record
from merito.model.results import TableRow
from merito.outputs.columns import ResultTable
from merito.outputs.declared import BY_NAME
from merito.publication import Published
from merito.publication.amendments import amendments_apart
from merito.regulations import Stack
from merito.workspace.heads import plain

PEOPLE = ("person:", "member:")
OF_RECORD = ("gates", "deadlines", "amendments")
OF_THE_PLAN = ("areas", "objectives", "weights", "resources", "projects", "indicators", "targets", "measures")
OPEN_INPUTS = (
    *OF_THE_PLAN,
    "activities",
    "dashboards",
    "dashboard_rows",
    "units",
    "texts",
    "position_scores",
    "regradings",
)
"""The input tables that a public form may print."""


@frozen(eq=False)
class FormRow:
    """A row: its values by column, how each is shown, and the row of results or inputs behind it."""

    made: object
    value: Callable[[str], object]
    text: Callable[[str], str]
    figures: frozenset[str] = frozenset()


@frozen(eq=False)
class Sources:
    """The rows of one record that forms print, found once by table."""

    record: Record
    stack: Stack
    public: Published
    _known: dict[tuple[str, bool], tuple[FormRow, ...]] = field(factory=dict)
    _indexes: dict[tuple[str, bool, tuple[str, ...]], dict[tuple[str, ...], list[FormRow]]] = field(factory=dict)

    def rows(self, name: str, reserved: bool) -> tuple[FormRow, ...]:
        """Every row of a table, written `inputs.people`; only publishable ones if the form is not reserved."""
        key = (name, reserved)
        if key not in self._known:
            source, _, table = name.partition(".")
            self._known[key] = tuple(self._made(source, table, reserved))
        return self._known[key]

    def where(self, name: str, reserved: bool, equal: Mapping[str, Iterable[str]]) -> list[FormRow]:
        """The rows in which every column has one of some values, compared without capitals and accents."""
        columns = tuple(equal)
        key = (name, reserved, columns)
        if key not in self._indexes:
            index: dict[tuple[str, ...], list[FormRow]] = {}
            for row in self.rows(name, reserved):
                index.setdefault(tuple(folded(row.value(one)) for one in columns), []).append(row)
            self._indexes[key] = index
        found: list[tuple[str, ...]] = [()]
        for values in equal.values():
            found = [(*before, plain(value)) for before in found for value in dict.fromkeys(values)]
        return [row for wanted in found for row in self._indexes[key].get(wanted, ())]

    def _made(self, source: str, name: str, reserved: bool) -> Iterator[FormRow]:
        if source == INPUTS:
            return self._inputs(name, reserved)
        if source == RESULTS:
            return self._results(BY_NAME[name], reserved)
        return self._documents(source, name, reserved)

    def _inputs(self, name: str, reserved: bool) -> Iterator[FormRow]:
        table = self.stack.inputs.tables[name]
        for row in self.record.dossier.table(name):
            if reserved or not self._personal(name, row):
                yield _input_row(table, row, reserved)

    def _personal(self, name: str, row: Any) -> bool:
        """Whether a row of the plan is about a person, or only on a person's dashboard."""
        if self.public.reserved.about(getattr(row, "subject", "")) or self.public.reserved.about(
            getattr(row, "node", "")
        ):
            return True
        indicator = row.id if name == "indicators" else getattr(row, "indicator", "")
        board = row.id if name == "dashboards" else getattr(row, "dashboard", "")
        return any(map(self.public.reserved.about, (f"indicator:{indicator}", f"dashboard:{board}")))

    def _results(self, table: ResultTable, reserved: bool) -> Iterator[FormRow]:
        shown, rows = self._told(table) if not reserved else (table, self._all(table))
        for row in rows:
            yield _result_row(shown, row, self.stack)

    def _all(self, table: ResultTable) -> Iterable[Any]:
        of = self.record if table.name in OF_RECORD else self.record.results
        found: Iterable[Any] = getattr(of, table.rows)
        return found

    def _told(self, table: ResultTable) -> tuple[ResultTable, Iterable[Any]]:
        """A table and its publishable rows."""
        if table.personal:
            return table, ()
        if table.published:
            return table.twin, getattr(self.public, table.published)
        if table.divided:
            return table, getattr(self.public.rows, table.divided).public
        rows = tuple(self._all(table))
        if table.name == "amendments":
            apart = amendments_apart(self.record, self.stack, self.public.reserved)
            return table, tuple(compress(rows, [not one for one in apart]))
        tells = table.apart
        return table, rows if tells is None else [row for row in rows if not tells(row, self.public.reserved)]

    def _documents(self, source: str, name: str, reserved: bool) -> Iterator[FormRow]:
        if reserved:
            rows = self.record.results.documents if source == DOCUMENTS else self.record.results.tables
            yield from (_document_row(row) for row in rows if row.table == name)
            return
        told = self.public.documents if source == DOCUMENTS else self.public.tables
        yield from (_document_row(row) for table in told if table.name == name for row in table.rows)


def _input_row(table: Table, row: Any, reserved: bool) -> FormRow:
    def value(name: str) -> object:
        if isinstance(row, ExtraRow):
            found = row.values.get(name)
        else:
            found = row.extra[name] if name in row.extra else getattr(row, table.columns[name].attribute)
        return None if not reserved and isinstance(found, str) and found.startswith(PEOPLE) else found

    return FormRow(row, value, lambda name: input_text(table.columns[name], value(name)))


def _result_row(table: ResultTable, row: Any, stack: Stack) -> FormRow:
    columns = table.by_head

    def value(name: str) -> object:
        (found,) = columns[name].values((row,), stack)
        return found

    figures = frozenset(head for head, one in columns.items() if one.kind.numeric)
    return FormRow(row, value, lambda name: result_text(columns[name], value(name)), figures)


def _document_row(row: TableRow) -> FormRow:
    values = dict(row.columns)
    return FormRow(row, values.__getitem__, lambda name: plain_text(values[name]))


def folded(value: object) -> str:
    """A value as conditions compare it; "" if there is none."""
    return plain("" if value is None else str(getattr(value, "value", value)))
