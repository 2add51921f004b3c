"""Enti drawn from those of the worked cases, shaped by what the plugin reads.

The columns of its tables, the kinds of their values, the existing ids and the numbers of its parameters determine the
values of a cell. Key columns are not changed. Cases with money, and cells with numbers, are drawn more often. Every
other ente takes other choices on readings that its case asks for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from merito.testing.cases import Case
from merito.testing.conformance.drafts import (
    DraftCase,
    changed,
    columns_of,
    draft_of,
    funds_of,
    with_fund,
    without,
)
from merito.testing.conformance.seen import choices_asked
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.values import NUMBERS, borders, value_of

OF_FIGURES = ("ratings", "measures")
AWAITED = (*NUMBERS, "figure")
REDRAWN = (*NUMBERS, "choice", "yes_no", "date", "ref")
UNKNOWN = "ignoto"
CENTS, MOST_EURO, MOST_CELLS, MOST_LACKING = 100, 20_000, 6, 3
Cell = tuple[str, int, str]
T = TypeVar("T")


def enti(subject: Subject, cases: Sequence[Case] = ()) -> st.SearchStrategy[DraftCase]:
    """Enti of the worked cases with some cells, funds and readings replaced by other valid ones.

    Drawn from `cases`, if given.
    """
    drawn_from = st.sampled_from(cases) if cases else _cases(subject)

    @st.composite
    def draw(draw_one: st.DrawFn) -> DraftCase:
        case = draw_one(drawn_from)
        draft = draft_of(case)
        if draw_one(st.booleans()):
            draft = draft.choosing(draw_one(_choices(subject, case)))
        for place in draw_one(_places(list(_cells(draft, subject)), subject)):
            table, number, name = place
            column = columns_of(subject, table)[name]
            value = draw_one(value_of(column, draft, draft.tables[table][number], borders(subject)))
            draft = changed(draft, table, number, name, value)
        for fund in funds_of(draft.case):
            if draw_one(st.booleans()):
                cents = draw_one(st.integers(0, MOST_EURO * CENTS))
                draft = with_fund(draft, fund, f"{Decimal(cents) / CENTS:.2f}")
        return draft

    return draw()


def enti_that_lack(subject: Subject) -> st.SearchStrategy[DraftCase]:
    """Enti with missing optional cells or whole rows, or with an unknown word."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> DraftCase:
        draft = draw_one(enti(subject))
        rows = [(table, number) for table, read in draft.tables.items() for number in range(len(read))]
        words = list(_cells(draft, subject, ("text",)))
        for table, number, head in draw_one(st.lists(st.sampled_from(words), max_size=1)) if words else ():
            draft = changed(draft, table, number, head, UNKNOWN)
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
    """Enti, and the same ones with a missing figure: an empty cell, or no row of a rating or measure."""

    @st.composite
    def draw(draw_one: st.DrawFn) -> tuple[DraftCase, DraftCase]:
        draft = draw_one(enti(subject))
        rows = [(table, number, "") for table in OF_FIGURES for number in range(len(draft.tables.get(table, ())))]
        cells = [cell for cell in _cells(draft, subject, AWAITED) if _may_wait(subject, draft, *cell)]
        assume(rows or cells)
        table, number, head = draw_one(_either(rows, cells))
        return draft, changed(draft, table, number, head, "") if head else without(draft, table, number)

    return draw()


def _choices(subject: Subject, case: Case) -> st.SearchStrategy[Mapping[str, str]]:
    """Other choices on some of the readings that the rules ask for in a case."""
    asked = {reading: st.sampled_from(choices) for reading, choices in choices_asked(subject, case)}
    return st.fixed_dictionaries({}, optional=asked)


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
