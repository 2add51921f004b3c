"""The tables of an ente as rows that can be changed, and enti drawn from those of the worked cases.

What is drawn is shaped by what the plugin reads: the columns of its tables, the kinds of their values, the ids that are
there. Whatever is done is told, so that a counterexample can be repeated by hand.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from merito.declarations.inputs import REFERENCES, Column, Table
from merito.model.record import Record
from merito.testing.cases import Case
from merito.testing.conformance.subject import Subject

Row = Mapping[str, str]
NUMBERS = ("number", "points", "weight", "money")
REDRAWN = (*NUMBERS, "choice", "yes_no", "date", "ref")
MOST = 100


@frozen
class Draft:
    """The tables of a case by name, each its rows by English head; `told` is what was done to them."""

    case: Case
    tables: Mapping[str, tuple[Row, ...]]
    told: tuple[str, ...] = ()

    def run(self, subject: Subject) -> Record:
        """The record of these tables. Raises BadDataError where they cannot be read."""
        texts = {name: _written(rows) for name, rows in self.tables.items() if rows}
        return evolve(self.case, tables=texts).run(subject.regulations)

    def having(self, table: str, rows: tuple[Row, ...], *told: str) -> "Draft":
        """These tables with another one."""
        return evolve(self, tables={**self.tables, table: rows}, told=(*self.told, *told))

    def __str__(self) -> str:
        done = "".join(f"\n    {one}" for one in self.told)
        return f"case «{self.case.title}» of {self.case.file.name}{', where:' if done else ''}{done}"


def draft_of(case: Case) -> Draft:
    """The tables of a case."""
    tables = {name: tuple(csv.DictReader(io.StringIO(text.strip()))) for name, text in case.tables.items()}
    return Draft(case, {name: tuple(_plain(row) for row in rows) for name, rows in tables.items()})


def _plain(row: Mapping[Any, Any]) -> Row:
    return {head.strip(): (value or "").strip() for head, value in row.items() if isinstance(head, str)}


def _written(rows: tuple[Row, ...]) -> str:
    text = io.StringIO()
    heads = list(dict.fromkeys(head for row in rows for head in row))
    writer = csv.DictWriter(text, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def drafts(subject: Subject) -> st.SearchStrategy[Draft]:
    """Enti of the worked cases in which some cells are other values of their kind."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> Draft:
        draft = draft_of(draw_one(st.sampled_from(subject.readable)))
        cells = list(_cells(draft, subject))
        for place in draw_one(st.lists(st.sampled_from(cells), max_size=4, unique=True)) if cells else ():
            table, number, column = place
            value = draw_one(_value(_column(subject, table, column), draft, draft.tables[table][number]))
            draft = changed(draft, table, number, column, value)
        return draft

    return draw()


def changed(draft: Draft, table: str, number: int, column: str, value: str) -> Draft:
    """A draft with another value in a cell."""
    rows = list(draft.tables[table])
    before = rows[number].get(column, "")
    if before == value:
        return draft
    rows[number] = {**rows[number], column: value}
    told = f"{table}, row {number + 2}, {column}: {before or 'nothing'} becomes {value or 'nothing'}"
    return draft.having(table, tuple(rows), told)


def without(draft: Draft, table: str, number: int) -> Draft:
    """A draft without a row."""
    rows = draft.tables[table]
    return draft.having(table, rows[:number] + rows[number + 1 :], f"{table}: row {number + 2} is not there")


def lacking(subject: Subject) -> st.SearchStrategy[Draft]:
    """Enti that lack something: cells that may be empty, and whole rows."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> Draft:
        draft = draw_one(drafts(subject))
        rows = [(table, number) for table, read in draft.tables.items() for number in range(len(read))]
        for table, number in draw_one(st.lists(st.sampled_from(rows), max_size=3)) if rows else ():
            if number >= len(draft.tables[table]):
                continue
            if draw_one(st.booleans()):
                draft = without(draft, table, number)
            else:
                known = [column.name for column in _known(subject, table) if not column.required]
                heads = [head for head in draft.tables[table][number] if head in known]
                if heads:
                    draft = changed(draft, table, number, draw_one(st.sampled_from(heads)), "")
        return draft

    return draw()


def _known(subject: Subject, table: str) -> tuple[Column, ...]:
    found: Table | None = subject.stack.inputs.tables.get(table)
    return tuple(found.columns.values()) if found else ()


def _column(subject: Subject, table: str, name: str) -> Column:
    return subject.stack.inputs.tables[table].columns[name]


def _cells(draft: Draft, subject: Subject) -> Iterator[tuple[str, int, str]]:
    for table, rows in draft.tables.items():
        kinds = {column.name: column.kind for column in _known(subject, table)}
        for number, row in enumerate(rows):
            yield from ((table, number, head) for head in row if kinds.get(head) in REDRAWN)


def _value(column: Column, draft: Draft, row: Row) -> st.SearchStrategy[str]:
    if column.kind in NUMBERS:
        most = Decimal(row["max"]) if column.name == "points" and _is_number(row.get("max", "")) else Decimal(MOST)
        whole = st.integers(0, int(most)).map(str)
        return st.one_of(whole, st.decimals(0, most, places=2).map(lambda value: f"{value:f}"))
    if column.kind == "choice":
        return st.sampled_from(list(column.values))
    if column.kind == "yes_no":
        return st.sampled_from(("yes", "no"))
    if column.kind == "date":
        first = date(2020, 1, 1)
        return st.integers(0, 3 * 365).map(lambda days: (first + timedelta(days)).isoformat())
    tables = [REFERENCES[to] for to in column.to]
    ids = [row["id"] for table in tables for row in draft.tables.get(table, ()) if row.get("id")]
    return st.sampled_from(ids) if ids and len(tables) == 1 else st.just(row.get(column.name, ""))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
