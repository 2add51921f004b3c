"""Enti that must come out alike: rows in another order, people under other ids; and one with a better score."""

import random
from collections.abc import Collection, Mapping
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from merito.model.columns import Column
from merito.testing.conformance.drafts import DraftCase, Row, changed, columns_of, is_number
from merito.testing.conformance.subject import Subject


def shuffled(draft: DraftCase, seed: int) -> DraftCase:
    """The rows of every table in another order."""
    order = random.Random(seed)
    tables = {name: tuple(order.sample(rows, len(rows))) for name, rows in draft.tables.items()}
    return evolve(draft, tables=tables, told=(*draft.told, f"the rows stand in another order ({seed})"))


def renamed(draft: DraftCase, subject: Subject, seed: int) -> tuple[DraftCase, Mapping[str, str]]:
    """People under other ids, in another order; with the new id of each."""
    order = random.Random(seed)
    ids = [row["id"] for row in draft.tables.get("people", ()) if row.get("id")]
    numbers = order.sample(range(1, len(ids) + 1), len(ids))
    names = {known: f"Q{number}" for known, number in zip(ids, numbers, strict=True)}
    tables = {
        table: tuple(_with_names(row, table, names, subject) for row in rows) for table, rows in draft.tables.items()
    }
    told = ", ".join(f"{old} is {new}" for old, new in names.items())
    return evolve(draft, tables=tables, told=(*draft.told, f"people have other ids: {told}")), names


def _with_names(row: Row, table: str, names: Mapping[str, str], subject: Subject) -> Row:
    known = columns_of(subject, table)
    return {head: _other(value, known.get(head), table, names) for head, value in row.items()}


def _other(value: str, column: Column | None, table: str, names: Mapping[str, str]) -> str:
    """A cell with people's new ids: `P1` where it can be nobody else, `person:P1` anywhere."""
    parts = [part.strip() for part in value.split(",")]
    if any(part.startswith("person:") for part in parts):
        return ", ".join(
            f"person:{names.get(part.removeprefix('person:'), part.removeprefix('person:'))}"
            if part.startswith("person:")
            else part
            for part in parts
        )
    own = column is not None and ((column.kind == "id" and table == "people") or "person" in column.to)
    return names.get(value, value) if own else value


def bettered(draft: DraftCase, people: Collection[str]) -> st.SearchStrategy[tuple[DraftCase, str]] | None:
    """The draft in which one rating of these people is better, with whose; None where all of them have the maximum."""
    below = [
        (number, row)
        for number, row in enumerate(draft.tables.get("ratings", ()))
        if row.get("person") in people and is_number(row.get("points", "")) and is_number(row.get("max", ""))
        if Decimal(row["points"]) < Decimal(row["max"])
    ]
    if not below:
        return None

    @st.composite
    def draw(draw_one: st.DrawFn) -> tuple[DraftCase, str]:
        number, row = draw_one(st.sampled_from(below))
        least, most = Decimal(row["points"]), Decimal(row["max"])
        points = draw_one(st.one_of(st.just(most), st.decimals(least, most, places=2)))
        return changed(draft, "ratings", number, "points", f"{max(points, least):f}"), row["person"]

    return draw()
