"""A person's twin: the same rows again under other ids, with posts of its own if the person holds posts.

Acts about the person and amendments of the person's rows are repeated too. A person named in a row of somebody else (as
an evaluator or head of a unit), or who shares a post, has no twin.
"""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from attrs import evolve, frozen

from merito.contract.inputs import REFERENCES
from merito.model.columns import Column
from merito.model.messages import say
from merito.testing.conformance.drafts import DraftCase, Row, columns_of
from merito.testing.conformance.subject import Subject
from merito.workspace.amendments.cells import AND

MARK = "-gemello"
AMENDMENTS = "amendments"
AMENDED = ("row", "old", "new")
PREFIXES = {table: name for name, table in REFERENCES.items()}
OF_ITS_OWN = {"positions": ("holder",), "acts": ("subject", "refers_to"), AMENDMENTS: ("row",)}
ACT = "act:"


@frozen
class Twin:
    """A draft with a twin, and what has one, as `person:P1`: a person and posts, with their acts and amendments."""

    draft: DraftCase
    names: frozenset[str]

    def has_twin(self, part: str) -> bool:
        """Whether a part of a row's key is one of those that have a twin."""
        return part in self.names or any(name.partition(":")[2] == part for name in self.names)


def untwinned(value: Any) -> Any:
    """A text, or a container of texts, in which the ids of twins are replaced by the originals."""
    if isinstance(value, str):
        return value.replace(MARK, "")
    if isinstance(value, tuple):
        return tuple(map(untwinned, value))
    return {name: untwinned(one) for name, one in value.items()} if isinstance(value, dict) else value


def with_twin(draft: DraftCase, subject: Subject, seed: int) -> Twin | None:
    """The draft with a twin of one of its people; None if nobody can have one."""
    people = [row["id"] for row in draft.tables.get("people", ()) if row.get("id")]
    first = seed % len(people) if people else 0
    for person in people[first:] + people[:first]:
        posts = _posts(draft, person)
        names = None if posts is None else _names(draft, subject, frozenset((f"person:{person}", *posts)))
        if names is not None:
            return Twin(_twice(draft, subject, person, names), names)
    return None


def _posts(draft: DraftCase, person: str) -> set[str] | None:
    """The posts of a person; None if one of them is also somebody else's."""
    holders = {row["id"]: {row.get("holder", "")} for row in draft.tables.get("positions", ()) if row.get("id")}
    for row in draft.tables.get("appointments", ()):
        holders.setdefault(row.get("position", ""), set()).add(row.get("person", ""))
    own = {post: people - {""} for post, people in holders.items() if person in people}
    return {f"position:{post}" for post in own} if all(people == {person} for people in own.values()) else None


def _names(draft: DraftCase, subject: Subject, names: frozenset[str]) -> frozenset[str] | None:
    """Those names with the acts and amendments about them; None if a row of somebody else contains one."""
    while True:
        found = list(_bearing(draft, subject, names))
        if not all(own for *_, own in found):
            return None
        about = {f"{PREFIXES[table]}:{row['id']}" for table, row, _ in found if table in ("acts", AMENDMENTS)}
        if about <= names:
            return names
        names |= about


def _bearing(draft: DraftCase, subject: Subject, names: frozenset[str]) -> Iterator[tuple[str, Row, bool]]:
    """The rows that contain one of the names, and whether they belong to it; others may name an act."""
    for table, rows in draft.tables.items():
        for row in rows:
            own = _is_own(row, table, subject, names)
            borne = {name for head in row for name in _named(subject, table, row, head)} & names
            if own or any(not name.startswith(ACT) for name in borne):
                yield table, row, own


def _is_own(row: Row, table: str, subject: Subject, names: frozenset[str]) -> bool:
    """Whether a row belongs to one of the names: by its key, as the holder of a post, or as the subject of an act."""
    known = subject.stack.inputs.tables.get(table)
    heads = (*known.key, *OF_ITS_OWN.get(table, ())) if known else ()
    return any(names.intersection(_named(subject, table, row, head)) for head in heads)


def _named(subject: Subject, table: str, row: Row, head: str) -> Iterator[str]:
    """What a cell names, as `person:P1`."""
    for part, table_of, head_of in _parts(subject, table, row, head):
        yield from _names_of(part, columns_of(subject, table_of).get(head_of), table_of)


def _parts(subject: Subject, table: str, row: Row, head: str) -> Iterator[tuple[str, str, str]]:
    """The parts of a cell, each with its table and column; those of an amendment belong to the table it amends."""
    parts = (part.strip() for part in row.get(head, "").split(_between(table, head)))
    if table != AMENDMENTS or head not in AMENDED:
        yield from ((part, table, head) for part in parts)
        return
    of = row.get("table", "")
    known = subject.stack.inputs.tables.get(of)
    heads = known.key if known and head == "row" else repeat(row.get("column", ""))
    yield from ((part, of, one) for part, one in zip(parts, heads, strict=False))


def _between(table: str, head: str) -> str:
    """What separates the parts of a cell."""
    return AND if (table, head) == (AMENDMENTS, "row") else ","


def _names_of(part: str, column: Column | None, table: str) -> Iterator[str]:
    if ":" in part:
        yield part
    elif part:
        yield from (f"{prefix}:{part}" for prefix in _prefixes(column, table))


def _prefixes(column: Column | None, table: str) -> tuple[str, ...]:
    """What a bare id of a column may be."""
    if column is None or column.kind == "id":
        return (PREFIXES[table],) if column and table in PREFIXES else ()
    return ("person",) if column.kind == "who" else column.to


def _twice(draft: DraftCase, subject: Subject, person: str, names: frozenset[str]) -> DraftCase:
    tables = {
        table: tuple(one for row in rows for one in _row_twice(row, table, subject, names))
        for table, rows in draft.tables.items()
    }
    also = ", ".join(sorted(f"{name}{MARK}" for name in names))
    return evolve(
        draft,
        tables=tables,
        told=(*draft.told, say("{person} ha un gemello con le stesse righe ({also})", person=person, also=also)),
    )


def _row_twice(row: Row, table: str, subject: Subject, names: frozenset[str]) -> tuple[Row, ...]:
    if not _is_own(row, table, subject, names):
        return (row,)
    return row, {head: _marked(row, subject, table, head, names) for head in row}


def _marked(row: Row, subject: Subject, table: str, head: str, names: frozenset[str]) -> str:
    if not names.intersection(_named(subject, table, row, head)):
        return row[head]
    found = _parts(subject, table, row, head)
    parts = ((part, _names_of(part, columns_of(subject, of).get(one), of)) for part, of, one in found)
    marked = (f"{part}{MARK}" if names.intersection(own) else part for part, own in parts)
    return (AND if _between(table, head) == AND else ", ").join(marked)
