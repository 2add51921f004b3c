"""Enti drawn from those of the worked cases, shaped by what the plugin reads.

The columns of its tables, the kinds of their values and the ids that are there say what a cell may become. What makes
the key of a row is left as it is. Cases with money, and cells with numbers, are drawn more often than the rest.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from merito.contract.inputs import REFERENCES
from merito.model.columns import Column
from merito.testing.cases import Case
from merito.testing.conformance.drafts import (
    DraftCase,
    Row,
    changed,
    columns_of,
    draft_of,
    funds_of,
    is_number,
    with_fund,
    without,
)
from merito.testing.conformance.subject import Subject

OF_FIGURES = ("ratings", "measures")
NUMBERS = ("number", "points", "weight", "money")
AWAITED = (*NUMBERS, "figure")
REDRAWN = (*NUMBERS, "choice", "yes_no", "date", "ref")
MOST, MOST_EURO, MOST_CELLS, MOST_LACKING = 100, 20_000, 6, 3
FIRST_DAY, DAYS = date(2020, 1, 1), 3 * 365
Cell = tuple[str, int, str]
T = TypeVar("T")


def enti(subject: Subject) -> st.SearchStrategy[DraftCase]:
    """Enti of the worked cases in which some cells are other values of their kind, and funds other sums."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> DraftCase:
        draft = draft_of(draw_one(_cases(subject)))
        for place in draw_one(_places(list(_cells(draft, subject)), subject)):
            table, number, name = place
            value = draw_one(_value(columns_of(subject, table)[name], draft, draft.tables[table][number]))
            draft = changed(draft, table, number, name, value)
        for fund in funds_of(draft.case):
            if draw_one(st.booleans()):
                cents = draw_one(st.integers(0, MOST_EURO * MOST))
                draft = with_fund(draft, fund, f"{Decimal(cents) / MOST:.2f}")
        return draft

    return draw()


def enti_that_lack(subject: Subject) -> st.SearchStrategy[DraftCase]:
    """Enti that lack something: cells that may be empty, and whole rows."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> DraftCase:
        draft = draw_one(enti(subject))
        rows = [(table, number) for table, read in draft.tables.items() for number in range(len(read))]
        for table, number in draw_one(st.lists(st.sampled_from(rows), max_size=MOST_LACKING)) if rows else ():
            if number >= len(draft.tables[table]):
                continue
            if draw_one(st.booleans()):
                draft = without(draft, table, number)
            else:
                known = {column.name for column in columns_of(subject, table).values() if not column.required}
                heads = [head for head in draft.tables[table][number] if head in known]
                if heads:
                    draft = changed(draft, table, number, draw_one(st.sampled_from(heads)), "")
        return draft

    return draw()


def enti_that_wait(subject: Subject) -> st.SearchStrategy[tuple[DraftCase, DraftCase]]:
    """Enti, and the same ones in which a figure is not there yet: an empty cell, or no row of a rating or measure."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> tuple[DraftCase, DraftCase]:
        draft = draw_one(enti(subject))
        rows = [(table, number, "") for table in OF_FIGURES for number in range(len(draft.tables.get(table, ())))]
        cells = [cell for cell in _cells(draft, subject, AWAITED) if _may_wait(subject, draft, *cell)]
        assume(rows or cells)
        table, number, head = draw_one(_either(rows, cells))
        return draft, changed(draft, table, number, head, "") if head else without(draft, table, number)

    return draw()


def _may_wait(subject: Subject, draft: DraftCase, table: str, number: int, head: str) -> bool:
    return not columns_of(subject, table)[head].required and bool(draft.tables[table][number][head])


def _cases(subject: Subject) -> st.SearchStrategy[Case]:
    with_money = [case for case in subject.readable if funds_of(case)]
    return _either(with_money, subject.readable)


def _places(cells: list[Cell], subject: Subject) -> st.SearchStrategy[list[Cell]]:
    numbers = [(table, row, name) for table, row, name in cells if columns_of(subject, table)[name].kind in NUMBERS]
    return st.lists(_either(numbers, cells), max_size=MOST_CELLS, unique=True) if cells else st.just([])


def _either(some: Sequence[T], every: Sequence[T]) -> st.SearchStrategy[T]:
    return st.one_of(*(st.sampled_from(pool) for pool in (some, every) if pool))


def _cells(draft: DraftCase, subject: Subject, kinds: Collection[str] = REDRAWN) -> Iterator[Cell]:
    for table, rows in draft.tables.items():
        known = subject.stack.inputs.tables.get(table)
        if known is None:
            continue
        free = {name for name, column in known.columns.items() if column.kind in kinds and name not in known.key}
        yield from ((table, number, head) for number, row in enumerate(rows) for head in row if head in free)


def _value(column: Column, draft: DraftCase, row: Row) -> st.SearchStrategy[str]:
    if column.kind in NUMBERS:
        most = Decimal(row["max"]) if column.name == "points" and is_number(row.get("max", "")) else Decimal(MOST)
        whole = st.integers(0, int(most)).map(str)
        return st.one_of(whole, st.decimals(0, most, places=2).map(lambda value: f"{value:f}"))
    if column.kind == "choice":
        return st.sampled_from(list(column.values))
    if column.kind == "yes_no":
        return st.sampled_from(("yes", "no"))
    if column.kind == "date":
        return st.integers(0, DAYS).map(lambda days: (FIRST_DAY + timedelta(days)).isoformat())
    tables = [REFERENCES[to] for to in column.to]
    ids = [other["id"] for table in tables for other in draft.tables.get(table, ()) if other.get("id")]
    others = [one for one in ids if one != row.get("id")]
    return st.sampled_from(others) if others and len(tables) == 1 else st.just(row.get(column.name, ""))
