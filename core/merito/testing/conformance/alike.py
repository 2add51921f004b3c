"""Enti that must come out alike: rows in another order, other ids, somebody's twin; and a better score."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import evolve, frozen
from hypothesis import strategies as st

from merito.declarations.inputs import REFERENCES, Column
from merito.testing.conformance.drafts import Draft, Row, _is_number, changed
from merito.testing.conformance.subject import Subject

PREFIXES = {table: name for name, table in REFERENCES.items()}
TWIN = "gemello"
OF_PERSON = frozenset(("people", "ratings", "evaluations", "service", "absences", "candidates"))


def shuffled(draft: Draft, seed: int) -> Draft:
    """The rows of every table in another order."""
    order = random.Random(seed)
    tables = {name: tuple(order.sample(rows, len(rows))) for name, rows in draft.tables.items()}
    return evolve(draft, tables=tables, told=(*draft.told, f"the rows stand in another order ({seed})"))


def renamed(draft: Draft, subject: Subject, seed: int) -> tuple[Draft, Mapping[str, str]]:
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
    return {head: _other(value, _kind(subject, table, head), table, names) for head, value in row.items()}


def _kind(subject: Subject, table: str, head: str) -> Column | None:
    known = subject.stack.inputs.tables.get(table)
    return known.columns.get(head) if known else None


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


@frozen
class Twin:
    """A draft with somebody's twin, and both their ids."""

    draft: Draft
    person: str
    twin: str


def twins(draft: Draft, subject: Subject) -> Iterator[Twin]:
    """The draft with a twin of each person who leads nobody and holds nothing: the same rows under another id."""
    for row in draft.tables.get("people", ()):
        person = row.get("id", "")
        if person and not _holds(draft, subject, person):
            names = {person: f"{person}-{TWIN}"}
            tables = {
                table: tuple(one for known in rows for one in _twice(known, table, names, subject))
                for table, rows in draft.tables.items()
            }
            told = (*draft.told, f"{person} has a twin with the same rows, {names[person]}")
            yield Twin(evolve(draft, tables=tables, told=told), person, names[person])


def _twice(row: Row, table: str, names: Mapping[str, str], subject: Subject) -> tuple[Row, ...]:
    own = row.get("id" if table == "people" else "person", "") in names and table in OF_PERSON
    return (row, _with_names(row, table, names, subject)) if own else (row,)


def _holds(draft: Draft, subject: Subject, person: str) -> bool:
    """Whether somebody is named in a row that is of more than that person: a post, a unit, an act, an evaluator."""
    for table, rows in draft.tables.items():
        for row in rows:
            for head, value in row.items():
                named = value == person or f"person:{person}" in value.split(",")
                if named and not (table in OF_PERSON and head == ("id" if table == "people" else "person")):
                    column = _kind(subject, table, head)
                    if f"person:{person}" in value or column is None or "person" in column.to or column.kind == "who":
                        return True
    return False


def bettered(draft: Draft, subject: Subject) -> st.SearchStrategy[tuple[Draft, str]] | None:
    """The draft in which one rating is better, with whose it is; None where nobody is rated below the maximum."""
    rated = [
        (number, row)
        for number, row in enumerate(draft.tables.get("ratings", ()))
        if _is_number(row.get("points", "")) and _is_number(row.get("max", ""))
    ]
    below = [(number, row) for number, row in rated if Decimal(row["points"]) < Decimal(row["max"])]
    if not below:
        return None

    @st.composite
    def draw(draw_one: st.DrawFn) -> tuple[Draft, str]:
        number, row = draw_one(st.sampled_from(below))
        least, most = Decimal(row["points"]), Decimal(row["max"])
        points = draw_one(st.decimals(least, most, places=2))
        return changed(draft, "ratings", number, "points", f"{max(points, least):f}"), row["person"]

    return draw()
