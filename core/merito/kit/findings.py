"""Findings of checks, with their rule, subject and the rows they rest on."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from merito.contract.inputs import REFERENCES
from merito.model.acts import Act, Phase
from merito.model.basis import Basis
from merito.model.columns import Column, Table
from merito.model.dossier import ExtraRow
from merito.model.messages import NOTHING, Message, Ref, Sayable, as_message, say
from merito.model.results import Finding, Severity
from merito.numbers import Period

MOST_TOLD = 10
PREFIXES = {table: prefix for prefix, table in REFERENCES.items()}


def told(
    severity: Severity,
    rule_id: str,
    message: Sayable,
    subject: str = "",
    *,
    phase: Phase = Phase.OBJECTIVES,
    tool: str | None = None,
    inputs: tuple[object, ...] = (),
) -> Finding:
    """One finding about a subject written with its table (`indicator:STR-001`)."""
    return Finding(
        severity=severity,
        phase=phase,
        rule=rule_id,
        message=as_message(message),
        subject=subject,
        tool=tool,
        basis=Basis(inputs=inputs),
    )


def listed(ids: Iterable[str], kind: str = "") -> Message:
    """The number of ids, and which: all of a few, the first of many; with a `kind` (`indicator`) as references."""
    every = list(ids)
    shown = tuple(Ref(kind, one) if kind else one for one in every[:MOST_TOLD])
    if len(every) > MOST_TOLD:
        return say("{n} ({which}, ...)", n=len(every), which=shown)
    return say("{n} ({which})", n=len(every), which=shown)


def either(values: Iterable[Any]) -> Message:
    """Several values as alternatives: `Giunta o Segretario Generale`."""
    every = [one if isinstance(one, Message) else say("{value}", value=one) for one in values]
    return reduce(lambda one, other: say("{one} o {other}", one=one, other=other), every) if every else NOTHING


def spans(periods: Iterable[Period]) -> tuple[Message, ...]:
    """Periods with their first and last days, for a sentence."""
    return tuple(say("dal {start} al {end}", start=one.start, end=one.end) for one in periods)


def cell_of(row: object, column: Column) -> object:
    """The value in a column of a row, of a common table or of one that only a regulation has."""
    if isinstance(row, ExtraRow):
        return row.values.get(column.name)
    extra: Mapping[str, object] = getattr(row, "extra", {})
    return extra[column.attribute] if column.attribute in extra else getattr(row, column.attribute, None)


def cells_of(rows: Sequence[object], column: Column) -> list[object]:
    """The values in a column, row by row: `cell_of` for many rows of one table."""
    first = next(iter(rows), None)
    if first is None or isinstance(first, ExtraRow) or column.attribute in getattr(first, "extra", {}):
        return [cell_of(row, column) for row in rows]
    return [getattr(row, column.attribute, None) for row in rows]


def about(row: object, table: Table) -> str:
    """The subject of a row, as a finding names it: the person, or the object that its key names.

    An act about a person is about that person. If no single object is named, the subject is the table.
    """
    if isinstance(row, Act) and row.subject and row.subject.startswith("person:"):
        return row.subject
    columns = [table.columns[name] for name in table.key]
    person = next((column for column in columns if column.to == ("person",)), None)
    first = person or next(iter(columns), None)
    named = str(cell_of(row, first) or "") if first is not None else ""
    if first is None or not named or first.kind not in ("id", "ref"):
        return f"table:{table.name}"
    if first.kind == "id":
        return f"{PREFIXES.get(table.name, 'table') if first.name == 'id' else first.name}:{named}"
    return named if len(first.to) > 1 else f"{first.to[0]}:{named}"
