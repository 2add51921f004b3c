"""The results of a run as rows of texts, compared with those that a worked case expects."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from merito.model.messages import Message, plain, say
from merito.model.record import Record
from merito.model.results import RESULT_TABLES
from merito.numbers import exact_text

Rows = list[list[str]]
HELD = {"rewards": ("reasons", 4), "funds": ("fund_holds", 3)}  # where a row says why, and its withheld sum


def exact(value: Fraction | None) -> str:
    """An exact number, or an empty text."""
    return "" if value is None else exact_text(value)


def cell_text(value: object) -> str:
    """A value as text; a message as the office reads it."""
    return plain(value) if isinstance(value, Message) else str(value)


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
        *([one.person, each.rule, plain(each.why)] for one in record.results.scores for each in one.basis.tried),
        *([one.person, each.rule, plain(each.why)] for one in record.results.rewards for each in one.basis.tried),
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
        _texts(one.item, one.amount, one.released, one.withheld, one.savings) for one in record.results.fund_lines
    ],
    "fund_reasons": lambda record: [
        [one.item, plain(one.reason)] for one in record.results.fund_lines if plain(one.reason)
    ],
    "fund_holds": lambda record: [[one.item, plain(one.held)] for one in record.results.fund_lines if plain(one.held)],
    "rewards": lambda record: [
        [one.person, one.tool, *_texts(one.due, one.released, one.withheld), one.state.value]
        for one in record.results.rewards
    ],
    "settled": lambda record: [
        [
            one.person,
            one.tool,
            *_texts(one.due, one.net, one.payable, one.withheld, one.uncovered, one.credit),
        ]
        for one in record.results.rewards
    ],
    "cover": lambda record: [
        [one.item, *_texts(one.amount, one.released, one.withheld, one.savings, one.uncovered, one.overdrawn)]
        for one in record.results.fund_lines
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
    "missing": lambda record: [[one.phase.value, plain(why)] for one in record.phases for why in one.missing],
    "documents": lambda record: [
        [one.table, *map(cell_text, dict(one.columns).values())] for one in record.results.documents
    ],
    "tables": lambda record: [
        [one.table, *map(cell_text, dict(one.columns).values())] for one in record.results.tables
    ],
    "monitoring": lambda record: [
        _texts(one.indicator, one.target, one.measured, exact(one.deviation), one.forecast)
        for one in record.results.monitoring
    ],
    "reasons": lambda record: [
        *([one.person, plain(one.reason)] for one in record.results.scores if one.reason),
        *([one.person, plain(one.reason)] for one in record.results.placements if one.reason),
        *([one.person, plain(one.reason)] for one in record.results.rewards if one.reason),
    ],
    "messages": lambda record: [[one.rule, plain(one.message)] for one in record.results.findings],
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


def uncited(rule: str, rows: Mapping[str, list[list[str]]]) -> Message:
    """That no result cites a rule."""
    tried = any(row[1] == rule for row in rows["tried"])
    if tried:
        return say("nessun risultato cita {rule}: si è provata e non si applica, che si attende con «tried»", rule=rule)
    return say("nessun risultato cita {rule}", rule=rule)


def unmet(name: str, wanted: list[list[str]], rows: Mapping[str, list[list[str]]]) -> Iterator[Message]:
    """The expected rows of a name that are not there; for `no_<name>`, those that are."""
    there = rows[name.removeprefix("no_")]
    for row in wanted:
        if name.startswith("no_"):
            over = [one for one in there if among(row, one)]
            if over:
                yield say("{name}: nulla può avere {row}:\n{rows}", name=name, row=str(row), rows=shown(over))
        elif not any(matches(row, one) for one in there):
            lacks = rows.get("missing", [])
            told = say("{name}: atteso {row}, trovato:\n{rows}", name=name, row=str(row), rows=shown(there))
            held = _held(name, row, rows)
            if lacks and not there:
                yield say("{told}, perché si attende:\n{rows}", told=told, rows=shown(lacks))
            else:
                yield say("{told}\n  sospeso, perché:\n{rows}", told=told, rows=shown(held)) if held else told


def _held(name: str, wanted: list[str], rows: Mapping[str, list[list[str]]]) -> list[list[str]]:
    """Why money of a row's person or line is withheld; nothing if none is."""
    table, column = HELD.get(name, ("", 0))
    about = [one for one in rows.get(name, ()) if table and one[0] in (wanted[0], "*") and one[column] != "0.00"]
    return [row for row in rows.get(table, ()) if row[0] in {one[0] for one in about}]


def shown(rows: list[list[str]]) -> Message | str:
    """Rows, one a line."""
    return "\n".join(f"    {row}" for row in rows) or say("    nulla")


def matches(expected: list[str], row: list[str]) -> bool:
    """Whether a row is as expected: `*` matches anything, `~text` anything that contains that text."""
    return len(expected) == len(row) and all(map(_fits, expected, row))


def among(row: list[str], one: list[str]) -> bool:
    """Whether every text of a row occurs in another; if both have the same length, `*` and `~` are used by position."""
    if len(row) >= len(one):
        return matches(row, one) or set(row) <= set(one)
    return all(any(_fits(text, cell) for cell in one) for text in row)


def _fits(expected: str, text: str) -> bool:
    return expected in ("*", text) or (expected.startswith("~") and expected[1:] in text)
