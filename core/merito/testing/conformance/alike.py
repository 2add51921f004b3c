"""Enti that must have equal results: rows in another order, people under other ids."""

import random
from collections.abc import Mapping

from attrs import evolve

from merito.model.columns import Column
from merito.testing.conformance.drafts import DraftCase, Row, columns_of
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
    """A cell with people's new ids: `P1` if it can be nobody else, `person:P1` anywhere."""
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
