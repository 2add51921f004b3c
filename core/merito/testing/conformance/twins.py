"""Somebody's twin: the same rows once more under other ids, with posts of its own where somebody holds posts.

Nobody has a twin who is named in a row that is of somebody else, as an evaluator or the head of a unit is, or who
shares a post.
"""

from collections.abc import Iterator
from typing import Any

from attrs import evolve, frozen

from merito.contract.inputs import REFERENCES
from merito.model.columns import Column
from merito.testing.conformance.drafts import DraftCase, Row, columns_of
from merito.testing.conformance.subject import Subject

MARK = "-gemello"
PREFIXES = {table: name for name, table in REFERENCES.items()}
OF_ITS_OWN = {"positions": ("holder",), "acts": ("subject", "refers_to")}
ACT = "act:"


@frozen
class Twin:
    """A draft with a twin, and what has one: somebody with posts and the acts about them, as `person:P1`."""

    draft: DraftCase
    names: frozenset[str]

    def has_twin(self, part: str) -> bool:
        """Whether a part of a row's key is one of those that have a twin."""
        return part in self.names or any(name.partition(":")[2] == part for name in self.names)


def untwinned(value: Any) -> Any:
    """A text, or what holds texts, in which twins bear the ids of those whose twins they are."""
    if isinstance(value, str):
        return value.replace(MARK, "")
    if isinstance(value, tuple):
        return tuple(map(untwinned, value))
    return {name: untwinned(one) for name, one in value.items()} if isinstance(value, dict) else value


def with_twin(draft: DraftCase, subject: Subject, seed: int) -> Twin | None:
    """The draft with a twin of one of its people; None where nobody can have one."""
    people = [row["id"] for row in draft.tables.get("people", ()) if row.get("id")]
    first = seed % len(people) if people else 0
    for person in people[first:] + people[:first]:
        posts = _posts(draft, person)
        names = None if posts is None else _names(draft, subject, frozenset((f"person:{person}", *posts)))
        if names is not None:
            return Twin(_twice(draft, subject, person, names), names)
    return None


def _posts(draft: DraftCase, person: str) -> set[str] | None:
    """The posts of somebody; None where one of them is somebody else's too."""
    holders = {row["id"]: {row.get("holder", "")} for row in draft.tables.get("positions", ()) if row.get("id")}
    for row in draft.tables.get("appointments", ()):
        holders.setdefault(row.get("position", ""), set()).add(row.get("person", ""))
    own = {post: people - {""} for post, people in holders.items() if person in people}
    return {f"position:{post}" for post in own} if all(people == {person} for people in own.values()) else None


def _names(draft: DraftCase, subject: Subject, names: frozenset[str]) -> frozenset[str] | None:
    """Those names with the acts about them; None where a row of somebody else bears one."""
    while True:
        found = list(_bearing(draft, subject, names))
        if not all(own for *_, own in found):
            return None
        acts = {f"{ACT}{row['id']}" for table, row, _ in found if table == "acts"}
        if acts <= names:
            return names
        names |= acts


def _bearing(draft: DraftCase, subject: Subject, names: frozenset[str]) -> Iterator[tuple[str, Row, bool]]:
    """The rows that bear one of the names, and whether they are of its own; others may name an act."""
    for table, rows in draft.tables.items():
        for row in rows:
            own = _is_own(row, table, subject, names)
            borne = {name for head, value in row.items() for name in _named(subject, table, head, value)} & names
            if own or any(not name.startswith(ACT) for name in borne):
                yield table, row, own


def _is_own(row: Row, table: str, subject: Subject, names: frozenset[str]) -> bool:
    """Whether a row is of one of the names: it is in its key, or it is the holder of a post, the subject of an act."""
    known = subject.stack.inputs.tables.get(table)
    heads = (*known.key, *OF_ITS_OWN.get(table, ())) if known else ()
    return any(names.intersection(_named(subject, table, head, row.get(head, ""))) for head in heads)


def _named(subject: Subject, table: str, head: str, value: str) -> Iterator[str]:
    """What a cell names, as `person:P1`."""
    column = columns_of(subject, table).get(head)
    for part in filter(None, (one.strip() for one in value.split(","))):
        if ":" in part:
            yield part
        else:
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
    return evolve(draft, tables=tables, told=(*draft.told, f"{person} has a twin with the same rows ({also})"))


def _row_twice(row: Row, table: str, subject: Subject, names: frozenset[str]) -> tuple[Row, ...]:
    if not _is_own(row, table, subject, names):
        return (row,)
    return row, {head: _marked(value, subject, table, head, names) for head, value in row.items()}


def _marked(value: str, subject: Subject, table: str, head: str, names: frozenset[str]) -> str:
    parts = (part.strip() for part in value.split(","))
    marked = (f"{part}{MARK}" if names.intersection(_named(subject, table, head, part)) else part for part in parts)
    return ", ".join(marked) if names.intersection(_named(subject, table, head, value)) else value
