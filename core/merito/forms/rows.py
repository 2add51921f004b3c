"""The rows that a form may print, by table: of results, of inputs, of documents and published tables.

A form that is not `reserved` is a paper without persons: it has no row about one, every sum of
the funds, and of a table that a law requires to be published what is published.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, field, frozen

from merito.forms.cells import input_text, plain_text, result_text
from merito.model.acts import GateState
from merito.model.amended import AmendmentState
from merito.model.columns import Table
from merito.model.dossier import ExtraRow
from merito.model.forms import DOCUMENTS, INPUTS, RESULTS
from merito.model.measured import Carried, Grade, Monitored
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding, TableRow
from merito.outputs.columns import ResultTable
from merito.outputs.declared import BY_NAME
from merito.outputs.result_tables import rows_of
from merito.publication import published
from merito.publication.reserved import Reserved, reserved_of
from merito.regulations import Stack
from merito.workspace.heads import plain

PEOPLE = ("person:", "member:")
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
"""The input tables that a form without persons may print."""


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
    reserved: Reserved = field(
        init=False, default=Factory(lambda self: reserved_of(self.record.dossier), takes_self=True)
    )
    _known: dict[tuple[str, bool], tuple[FormRow, ...]] = field(factory=dict)
    _indexes: dict[tuple[str, bool, tuple[str, ...]], dict[tuple[str, ...], list[FormRow]]] = field(factory=dict)

    def rows(self, name: str, reserved: bool) -> tuple[FormRow, ...]:
        """Every row of a table, written `inputs.people`; only those about nobody if the form is not reserved."""
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
        indicator = row.id if name == "indicators" else getattr(row, "indicator", "")
        board = row.id if name == "dashboards" else getattr(row, "dashboard", "")
        named = (getattr(row, "subject", ""), getattr(row, "node", ""))
        return any(map(self.reserved.about, (*named, f"indicator:{indicator}", f"dashboard:{board}")))

    def _results(self, table: ResultTable, reserved: bool) -> Iterator[FormRow]:
        for row in () if table.personal and not reserved else rows_of(table, self.record):
            if reserved or not self._about_a_person(row):
                yield _result_row(table, row, self.stack)

    def _about_a_person(self, row: Any) -> bool:
        """Whether a row of a table that is not only about persons is about one."""
        if isinstance(row, Grade):
            return self.reserved.grade(row)
        if isinstance(row, Finding | GateState | DeadlineAt):
            return self.reserved.row(row)
        if isinstance(row, AmendmentState):
            return bool(row.amendment.about) or self.reserved.about(f"amendment:{row.amendment.id}")
        return isinstance(row, Carried | Monitored) and self._personal("", row)

    def _documents(self, source: str, name: str, reserved: bool) -> Iterator[FormRow]:
        results, inputs = self.record.results, self.stack.inputs
        rows = results.documents if source == DOCUMENTS else results.tables
        own = [row for row in rows if row.table == name and (reserved or row.public)]
        if not reserved and source != DOCUMENTS and name in inputs.published:
            own = list(published(self.record, inputs).get(name, ()))
        yield from map(_document_row, own)


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
