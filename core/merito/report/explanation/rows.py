"""The rows of a record that say something, and what each says of its rules and of its basis."""

from collections.abc import Iterator
from typing import Any

from merito.model.acts import GateState
from merito.model.basis import NO_BASIS, Basis, Made
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding, TableRow
from merito.report.explanation.kinds import Ranking, Written


def result_rows(record: Record) -> Iterator[Any]:
    """Every row of results, gate and deadline of a record, in the order of the cycle; rows of added tables too."""
    results = record.results
    yield from (*results.grades, *results.cascade, *results.monitoring, *results.positions)
    yield from (*results.scores, *results.placements, *results.bands, *results.rewards, *results.fund_lines)
    yield from (*written(results.tables, "table"), *written(results.documents, "document"))
    yield from (*results.findings, *record.gates, *record.deadlines)


def written(rows: tuple[TableRow, ...], kind: str) -> Iterator[Written]:
    """Rows with their numbers: each table is a file of public rows and one of reserved rows, with a heading."""
    numbers: dict[tuple[str, bool], int] = {}
    for row in rows:
        numbers[row.table, row.public] = number = numbers.get((row.table, row.public), 1) + 1
        yield Written(row, kind, number)


def basis_of(row: Any) -> Basis:
    """What a row is told from, beside the results before it."""
    basis: Basis = getattr(_held(row), "basis", NO_BASIS)
    return basis


def rests_on(row: Any) -> tuple[Made, ...]:
    """The results that a row rests on."""
    held = _held(row)
    return held.rests_on if isinstance(held, Made) else ()


def _held(row: Any) -> Any:
    return row.deadline if isinstance(row, DeadlineAt) else row.row if isinstance(row, Written) else row


def rules_of(row: Any) -> tuple[str, ...]:
    """The rules and interpretations that a row bears; of a ranking, those of its bands."""
    if isinstance(row, Finding):
        return (row.rule,) if row.rule else ()
    if isinstance(row, Ranking):
        return tuple(dict.fromkeys(rule for band in row.bands for rule in band.rules))
    if isinstance(row, GateState):
        return row.gate.rules
    held = row.deadline if isinstance(row, DeadlineAt) else row.row if isinstance(row, Written) else row
    rules: tuple[str, ...] = held.rules
    return rules
