"""The results of a run as rows of texts, as worked cases expect them."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from merito.model.record import Record
from merito.model.results import RESULT_TABLES
from merito.numbers import exact_text

Rows = list[list[str]]


def exact(value: Fraction | None) -> str:
    """An exact number, or an empty text."""
    return "" if value is None else exact_text(value)


def _texts(*values: object) -> list[str]:
    return [str(value) for value in values]


KINDS: Mapping[str, Callable[[Record], Rows]] = {
    "grades": lambda record: [
        [one.view, one.scope, one.id, exact(one.value), one.state.value]
        for one in record.results.grades
        if one.scope in ("indicator", "dashboard", "ente")
    ],
    "tree": lambda record: [
        [one.view, one.scope, one.id, exact(one.value), exact(one.attested), one.state.value]
        for one in record.results.grades
        if one.scope != "indicator"
    ],
    "zeros": lambda record: [
        [one.id, exact(one.if_zero), " ".join(one.lacks)] for one in record.results.grades if one.if_zero is not None
    ],
    "cascade": lambda record: [
        _texts(one.dashboard, one.indicator, one.kind, one.link) for one in record.results.cascade
    ],
    "scores": lambda record: [
        [one.person, exact(one.score), one.level, one.state.value] for one in record.results.scores
    ],
    "tried": lambda record: [
        *([one.person, each.rule, each.why] for one in record.results.scores for each in one.basis.tried),
        *([one.person, each.rule, each.why] for one in record.results.rewards for each in one.basis.tried),
    ],
    "placements": lambda record: [
        [one.person, str(one.place or ""), one.band, one.state.value] for one in record.results.placements
    ],
    "bands": lambda record: [
        _texts(one.ranking, one.band, one.places, one.people, one.pool, one.per_head, one.savings)
        for one in record.results.bands
    ],
    "positions": lambda record: [
        [one.position, str(one.amount or ""), one.state.value] for one in record.results.positions
    ],
    "values": lambda record: [
        [one.position, exact(one.score), *_texts(one.amount, one.proportional, one.bound)]
        for one in record.results.positions
    ],
    "payments": lambda record: [_texts(one.position, one.monthly, one.thirteenth) for one in record.results.positions],
    "funds": lambda record: [
        _texts(one.item, one.amount, one.paid, one.withheld, one.savings) for one in record.results.fund_lines
    ],
    "fund_reasons": lambda record: [[one.item, one.reason] for one in record.results.fund_lines if one.reason],
    "fund_holds": lambda record: [[one.item, one.held] for one in record.results.fund_lines if one.held],
    "rewards": lambda record: [
        [one.person, one.tool, *_texts(one.due, one.paid, one.withheld), one.state.value]
        for one in record.results.rewards
    ],
    "alternatives": lambda record: [
        [one.person, *map(str, one.alternative)] for one in record.results.rewards if one.alternative
    ],
    "line_alternatives": lambda record: [
        [one.item, *map(str, one.alternative)] for one in record.results.fund_lines if one.alternative
    ],
    "findings": lambda record: [_texts(one.severity, one.rule, one.subject) for one in record.results.findings],
    "gates": lambda record: [[" ".join(one.gate.rules), one.gate.subject or "", str(one.open)] for one in record.gates],
    "deadlines": lambda record: [
        [one.deadline.rules[0], str(one.deadline.due or ""), one.state.value] for one in record.deadlines
    ],
    "appointments": lambda record: [
        [one.person, one.position, str(one.last_day or ""), one.standing] for one in record.results.appointments
    ],
    "proceedings": lambda record: [
        [one.proceeding, one.subject, one.step, str(one.due or ""), one.standing, one.act]
        for one in record.results.proceedings
    ],
    "balances": lambda record: [
        [one.person, one.tool, *_texts(one.due, one.paid, one.difference), one.standing]
        for one in record.results.balances
    ],
    "missing": lambda record: [[one.phase.value, why] for one in record.phases for why in one.missing],
    "documents": lambda record: [
        [one.table, *map(str, dict(one.columns).values())] for one in record.results.documents
    ],
    "tables": lambda record: [[one.table, *map(str, dict(one.columns).values())] for one in record.results.tables],
    "monitoring": lambda record: [
        _texts(one.indicator, one.target, one.measured, exact(one.deviation), one.forecast)
        for one in record.results.monitoring
    ],
    "reasons": lambda record: [
        *([one.person, one.reason] for one in record.results.scores if one.reason),
        *([one.person, one.reason] for one in record.results.placements if one.reason),
        *([one.person, one.reason] for one in record.results.rewards if one.reason),
    ],
    "messages": lambda record: [[one.rule, one.message] for one in record.results.findings],
}


def rows_of(record: Record) -> dict[str, Rows]:
    """Every kind of row that a case may expect, by name."""
    return {name: rows(record) for name, rows in KINDS.items()}


def cited(record: Record) -> frozenset[str]:
    """The rules cited in a record, and the readings that some rule asked for."""
    results = record.results
    rows = [row for name in RESULT_TABLES for row in getattr(results, name)]
    found = {rule for row in rows for rule in getattr(row, "rules", ())} | {one.rule for one in results.findings}
    found |= {rule for state in record.gates for rule in state.gate.rules} | {*record.asked}
    return frozenset(found | {rule for at in record.deadlines for rule in at.deadline.rules})
