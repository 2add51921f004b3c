"""What the amendments of the plan have changed in a row."""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from merito.contract.inputs import AMENDED_TABLES
from merito.cycle.amendments.drafts import Key, column_of, key_of
from merito.model.columns import Column, Table
from merito.model.record import Record
from merito.numbers import day_text
from merito.wording.figures import value_text

NOTHING = "nulla"


@frozen(kw_only=True)
class ChangeShown:
    """A change of a row: the amendment, its act and the act's date; the column's Italian label, old and new value."""

    amendment: str
    act: str
    day: date
    column: str
    old: str
    new: str

    @property
    def told(self) -> str:
        """On one line, in Italian."""
        whose = f"modificato dalla variazione {self.amendment} (atto {self.act} del {day_text(self.day)})"
        return f"{whose}: {self.column} {self.old} -> {self.new}"


class Changes:
    """The changes of a record by the row that they change, in the order in which they were applied."""

    def __init__(self, record: Record, tables: Mapping[str, Table]) -> None:
        self._tables = {tables[name].model: tables[name] for name in AMENDED_TABLES if name in tables}
        self._by_row: dict[tuple[str, Key], list[ChangeShown]] = {}
        for state in record.amendments:
            if not state.applied or state.act is None:
                continue
            for table, key, attribute in state.amendment.cells(record.dossier.year):
                column = column_of(tables[table], attribute)
                change = ChangeShown(
                    amendment=state.amendment.id,
                    act=state.act.id,
                    day=state.act.date,
                    column=column.label,
                    old=told_value(state.before, column),
                    new=told_value(state.amendment.new, column),
                )
                self._by_row.setdefault((table, key), []).append(change)

    def of(self, row: object) -> tuple[ChangeShown, ...]:
        """The changes of a row of the plan; empty for any other row."""
        table = self._tables.get(type(row))
        return tuple(self._by_row.get((table.name, key_of(row, table)), ())) if table and self._by_row else ()


def told_value(value: object, column: Column) -> str:
    """The value of a cell of the plan as its files write it."""
    coded = column.values.get(value, "") if isinstance(value, str) else ""
    return coded or value_text(value) or NOTHING
