"""The plan while amendments are applied: its rows by key, and what would become inconsistent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve, fields_dict

from merito.contract.inputs import REFERENCES
from merito.model.amended import Amendment
from merito.model.columns import Column, Table
from merito.model.dossier import Dossier
from merito.model.figures import Figure
from merito.model.messages import NOTHING, Message, say
from merito.model.rows import Rows

Key = tuple[object, ...]


class DraftPlan:
    """A plan that amendments change cell by cell; the dossier from which it was made is not changed."""

    def __init__(self, dossier: Dossier, tables: Mapping[str, Table]) -> None:
        self._dossier, self._tables = dossier, tables
        self._rows: dict[str, dict[Key, Any]] = {}

    def standing(self, amendment: Amendment) -> object:
        """The present value of the cell that an amendment names. Raises KeyError if the row does not exist."""
        table, key, attribute = amendment.cells(self._dossier.year)[0]
        return _value(self._of(table)[key], attribute)

    def fits(self, amendment: Amendment) -> bool:
        """Whether the present value of the cell is the old value of the amendment, if it gives one."""
        standing = self.standing(amendment)
        if isinstance(amendment.old, Figure) and isinstance(standing, Figure):
            return amendment.old.says(standing)
        return amendment.old is None or amendment.old == standing

    def together(self, amendments: tuple[Amendment, ...]) -> tuple["DraftPlan", dict[Amendment, Message]]:
        """The draft with the amendments of one act applied together, and those left out with what they would break.

        Between two of them a period may end before it begins; after the last it must not.
        """
        left_out: dict[Amendment, Message] = {}
        while True:
            draft = DraftPlan(self._dossier, self._tables)
            draft._rows = {table: dict(rows) for table, rows in self._rows.items()}
            taken = [one for one in amendments if one not in left_out]
            for one in taken:
                draft._put(one)
            broken = {one: why for one in taken if (why := draft._broken(one))}
            if not broken:
                return draft, left_out
            left_out.update(broken)

    @property
    def dossier(self) -> Dossier:
        """The dossier with the plan of the draft."""
        changed: dict[str, Any] = {name: Rows(rows.values()) for name, rows in self._rows.items()}
        return evolve(self._dossier, **changed)

    def _of(self, table: str) -> dict[Key, Any]:
        if table not in self._rows:
            known = self._tables[table]
            self._rows[table] = {key_of(row, known): row for row in getattr(self._dossier, table)}
        return self._rows[table]

    def _put(self, amendment: Amendment) -> None:
        for table, key, attribute in amendment.cells(self._dossier.year):
            rows = self._of(table)
            if key in rows:
                rows[key] = _with(rows[key], attribute, amendment.new)

    def _broken(self, amendment: Amendment) -> Message:
        """What an amended row violates: its period, or its chain of parents."""
        table, row = self._tables[amendment.table], self._of(amendment.table)[amendment.row]
        for column in table.columns.values():
            first = table.columns.get(column.not_before)
            if first is not None and amendment.attribute in (column.attribute, first.attribute):
                begins, ends = _value(row, first.attribute), _value(row, column.attribute)
                if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
                    return say("il periodo comincerebbe il {begins} e finirebbe il {ends}", begins=begins, ends=ends)
        column = column_of(table, amendment.attribute)
        if column.kind == "ref" and [REFERENCES[target] for target in column.to] == [table.name]:
            way = self._way_back(table.name, amendment)
            return say("la riga tornerebbe a sé stessa ({way})", way=" → ".join(way)) if way else NOTHING
        return NOTHING

    def _way_back(self, table: str, amendment: Amendment) -> list[str]:
        """The ids from the row of an amendment back to itself; empty if there is no cycle."""
        rows, start = self._of(table), amendment.row
        way, at = [start], (_value(rows[start], amendment.attribute),)
        while at in rows and at not in way:
            way.append(at)
            at = (_value(rows[at], amendment.attribute),)
        return [str(key[0]) for key in (*way, start)] if at == start else []


def key_of(row: object, table: Table) -> Key:
    """The key of a row of the model, its parts in their order."""
    return tuple(getattr(row, table.columns[name].attribute) for name in table.key)


def column_of(table: Table, attribute: str) -> Column:
    """The column that fills an attribute of the table's class, or that a regulation adds."""
    return next(column for column in table.columns.values() if column.attribute == attribute)


def _value(row: Any, attribute: str) -> object:
    return getattr(row, attribute) if attribute in fields_dict(type(row)) else row.extra.get(attribute)


def _with(row: Any, attribute: str, value: object) -> Any:
    if attribute in fields_dict(type(row)):
        return evolve(row, **{attribute: value})
    return evolve(row, extra={**row.extra, attribute: value})
