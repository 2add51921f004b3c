"""Whether rows about people may be counted: if they concern enough people; otherwise only their existence is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from attrs import evolve, frozen

from merito.model.acts import DeadlineState, GateState
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding
from merito.publication.masked import public_message
from merito.publication.reserved import Reserved, Row

One = TypeVar("One", Finding, GateState, DeadlineAt)


@frozen
class Apart:
    """The rows of a table about people: whether there are any and, if it may be published, how many."""

    any: bool = False
    number: int | None = 0


@frozen(eq=False)
class Divided(Generic[One]):
    """Rows that name nobody, rows about persons, and how the latter are counted."""

    public: tuple[One, ...]
    personal: tuple[One, ...]
    apart: Apart


@frozen(eq=False, kw_only=True)
class Rows:
    """The findings, gates and deadlines of a record, and their total numbers as far as they may be published."""

    findings: Divided[Finding]
    gates: Divided[GateState]
    deadlines: Divided[DeadlineAt]
    closed_apart: Apart
    severities: Mapping[str, int]
    closed: int
    late: int
    overdue: int


def public_rows(record: Record, reserved: Reserved) -> Rows:
    """The rows of a record. A total includes those about people only if that may be published."""
    fewest = record.publication.fewest
    written = _divided(record.results.findings, reserved, fewest)
    findings = evolve(written, public=tuple(evolve(one, message=public_message(one)) for one in written.public))
    gates = _divided(record.gates, reserved, fewest)
    deadlines = _divided(record.deadlines, reserved, fewest)
    shut = tuple(one for one in gates.personal if not one.open)
    others = tuple(one for one in gates.personal if one.open)
    told = _apart(others, fewest).number is not None
    closed_apart = _apart(shut, fewest) if told else Apart(bool(shut), None)
    return Rows(
        findings=findings,
        gates=gates,
        deadlines=deadlines,
        closed_apart=closed_apart,
        severities=_severities(findings, fewest),
        closed=sum(not one.open for one in gates.public) + (closed_apart.number or 0),
        late=_in_state(DeadlineState.LATE, deadlines, fewest),
        overdue=_in_state(DeadlineState.OVERDUE, deadlines, fewest),
    )


def _divided(rows: Iterable[One], reserved: Reserved, fewest: int) -> Divided[One]:
    public: list[One] = []
    personal: list[One] = []
    for row in rows:
        (personal if reserved.row(row) else public).append(row)
    return Divided(tuple(public), tuple(personal), _apart(personal, fewest))


def _apart(rows: Sequence[Row], fewest: int) -> Apart:
    """How rows about people are counted: if there are none, or if they concern enough people."""
    people = {_subject(row) for row in rows}
    return Apart(bool(rows), len(rows) if not people or len(people) >= fewest else None)


def _subject(row: Row) -> str:
    one = row.gate if isinstance(row, GateState) else row.deadline if isinstance(row, DeadlineAt) else row
    return one.subject or ""


def _severities(findings: Divided[Finding], fewest: int) -> dict[str, int]:
    """The number of findings of each severity."""
    public = Counter(one.severity for one in findings.public)
    counts: Counter[str] = Counter(public)
    for severity in {one.severity for one in findings.personal}:
        counts[severity] += _apart([one for one in findings.personal if one.severity == severity], fewest).number or 0
    return {severity: number for severity, number in sorted(counts.items()) if number}


def _in_state(state: DeadlineState, deadlines: Divided[DeadlineAt], fewest: int) -> int:
    own = _apart([one for one in deadlines.personal if one.state is state], fewest).number or 0
    return own + sum(one.state is state for one in deadlines.public)
