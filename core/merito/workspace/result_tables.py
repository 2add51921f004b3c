"""The columns of every table of results, and how a row of the record becomes cells."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from merito.cycle.gates import reason_of
from merito.declarations.inputs import ActKind
from merito.model.acts import GateState
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding, TableRow
from merito.numbers import counted, exact_text, half_up
from merito.regulations import Stack
from merito.rulebook import Rulebook
from merito.workspace.amendment_rows import HEADS, amendment_rows
from merito.workspace.reserved import Reserved, reserved_of

OutCell = str | int | Decimal | date | None
SUBJECT_COLUMNS = {
    "grades": {"view": "dashboard", "id": "indicator"},
    "cascade": {"dashboard": "dashboard", "indicator": "indicator"},
    "monitoring": {"indicator": "indicator"},
}


@frozen
class OutTable:
    """A table of results: its file name without ending, heads and rows; `reserved` if a person is in it."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[OutCell, ...], ...]
    reserved: bool = False


def percent(value: Fraction | None) -> Decimal | None:
    """Percent with two decimals, half up, for people; the exact figure stands beside it."""
    return None if value is None else half_up(value, 2)


def exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


def _words(items: Iterable[object]) -> str:
    return " ".join(map(str, items))


def _grade(row: Grade) -> tuple[OutCell, ...]:
    return (
        row.view,
        row.scope,
        row.id,
        row.parent,
        percent(row.value),
        exact(row.value),
        percent(row.attested),
        percent(row.if_zero),
        exact(row.if_zero),
        row.state.value,
        _words(row.lacks),
        row.reason,
        _words(row.rules),
    )


def _monitored(row: Monitored) -> tuple[OutCell, ...]:
    return (row.indicator, row.target, row.measured, percent(row.deviation), row.forecast, _words(row.rules))


def _position(row: PositionValue) -> tuple[OutCell, ...]:
    return (
        row.position,
        percent(row.score),
        exact(row.score),
        row.amount,
        row.proportional,
        row.bound,
        row.monthly,
        row.thirteenth,
        row.state.value,
        row.reason,
        _words(row.rules),
    )


def _fund_line(row: FundLine) -> tuple[OutCell, ...]:
    alternative = "; ".join(map(str, row.alternative))
    money = (row.amount, row.paid, row.withheld, row.savings)
    return (row.fund, row.item, *money, alternative, row.reason, row.state.value, _words(row.rules))


def _band(row: Band) -> tuple[OutCell, ...]:
    money = (row.pool, row.per_head, row.savings)
    return (row.ranking, row.band, row.places, row.people, *money, row.state.value, _words(row.rules))


def _score(row: PersonScore) -> tuple[OutCell, ...]:
    return (
        row.person,
        row.unit,
        percent(row.score),
        exact(row.score),
        exact(row.maximum),
        row.level,
        row.state.value,
        row.reason,
        _words(row.rules),
    )


def _placement(row: Placement) -> tuple[OutCell, ...]:
    where = (row.ranking, row.person, exact(row.score), row.place, row.band)
    return (*where, row.state.value, row.reason, _words(row.rules))


def _reward(row: Reward) -> tuple[OutCell, ...]:
    what = (row.person, row.tool, row.fund, row.subject, row.band, row.due, row.paid, row.withheld)
    return (*what, "; ".join(map(str, row.alternative)), row.state.value, row.reason, _words(row.rules))


def _carried(row: Carried) -> tuple[OutCell, ...]:
    return (row.indicator, row.dashboard, row.kind, row.link)


_GRADES = "view scope id parent grade exact attested if_zero if_zero_exact state lacks reason rules"
_PLAIN: tuple[tuple[str, str, str, Callable[[Any], tuple[OutCell, ...]], bool], ...] = (
    ("grades", "grades", _GRADES, _grade, False),
    ("cascade", "cascade", "indicator dashboard kind link", _carried, False),
    ("monitoring", "monitoring", "indicator target state deviation forecast rules", _monitored, False),
    (
        "positions",
        "positions",
        "position score exact amount proportional bound monthly thirteenth state reason rules",
        _position,
        False,
    ),
    (
        "funds",
        "fund_lines",
        "fund item amount paid withheld savings alternative reason state rules",
        _fund_line,
        False,
    ),
    ("bands", "bands", "ranking band places people pool per_head savings state rules", _band, False),
    ("people", "scores", "person unit score exact maximum level state reason rules", _score, True),
    ("placements", "placements", "ranking person score place band state reason rules", _placement, True),
    (
        "rewards",
        "rewards",
        "person tool fund subject band due paid withheld alternative state reason rules",
        _reward,
        True,
    ),
)


def result_tables(record: Record, stack: Stack) -> tuple[OutTable, ...]:
    """Every table of a record that has a row; those with a person in them are reserved."""
    reserved = reserved_of(record.dossier)
    tables = [
        OutTable(name, tuple(heads.split()), tuple(map(cells, getattr(record.results, rows))), personal)
        for name, rows, heads, cells, personal in _PLAIN
    ]
    tables += _divided(
        "findings",
        ("severity", "phase", "rule", "subject", "message", "cites", "tool"),
        [_finding(row, stack.rulebook) for row in record.results.findings],
        reserved,
        subject=3,
        told=4,
    )
    tables += _divided(
        "gates",
        ("phase", "tool", "subject", "state", "missing_act", "body", "cites", "reason", "acts", "rules"),
        [_gate(row, stack.rulebook, stack.inputs.acts) for row in record.gates],
        reserved,
        subject=2,
        told=7,
    )
    tables += _divided(
        "deadlines",
        ("phase", "what", "due", "state", "act", "subject", "cites", "rules"),
        [_deadline(row, stack.rulebook) for row in record.deadlines],
        reserved,
        subject=5,
        told=1,
    )
    changed, of_people = amendment_rows(record, stack.inputs.tables, reserved)
    tables += [OutTable("amendments", HEADS, changed), OutTable("amendments", HEADS, of_people, reserved=True)]
    tables += _added(record.results.tables, "tables/") + _added(record.results.documents, "documents/")
    tables = [part for table in tables for part in _without_persons(table, reserved)]
    return tuple(table for table in tables if table.rows)


def _without_persons(table: OutTable, reserved: Reserved) -> tuple[OutTable, ...]:
    """A table of dashboards and indicators in two: those of a person are reserved."""
    columns = {table.heads.index(head): kind for head, kind in SUBJECT_COLUMNS.get(table.name, {}).items()}
    if not columns or not reserved.dashboards:
        return (table,)

    def own(row: tuple[OutCell, ...]) -> bool:
        return any(reserved.about(f"{kind}:{row[place]}") for place, kind in columns.items())

    public = tuple(row for row in table.rows if not own(row))
    return (evolve(table, rows=public), evolve(table, rows=tuple(filter(own, table.rows)), reserved=True))


def _cites(rules: Iterable[str], rulebook: Rulebook) -> str:
    return "; ".join(rulebook.cites(rules))


def _finding(row: Finding, rulebook: Rulebook) -> tuple[OutCell, ...]:
    cites = _cites((row.rule,), rulebook)
    return (row.severity, row.phase.value, row.rule, row.subject, row.message, cites, row.tool or "")


def _gate(row: GateState, rulebook: Rulebook, acts: Mapping[str, ActKind]) -> tuple[OutCell, ...]:
    gate = row.gate
    return (
        gate.phase.value,
        gate.tool or "",
        gate.subject or "",
        "open" if row.open else "closed",
        _words(need.kind for need in row.missing),
        "; ".join(filter(None, (need.by or acts[need.kind].body for need in row.missing))),
        _cites(gate.rules, rulebook),
        "" if row.open else reason_of(row),
        _words(act.id for act in row.acts),
        _words(gate.rules),
    )


def _deadline(row: DeadlineAt, rulebook: Rulebook) -> tuple[OutCell, ...]:
    deadline = row.deadline
    return (
        deadline.phase.value,
        deadline.what,
        deadline.due,
        row.state.value,
        row.act.id if row.act else "",
        deadline.subject or "",
        _cites(deadline.rules, rulebook),
        _words(deadline.rules),
    )


def _divided(
    name: str,
    heads: tuple[str, ...],
    rows: list[tuple[OutCell, ...]],
    reserved: Reserved,
    *,
    subject: int,
    told: int,
) -> list[OutTable]:
    """The public rows, with one that counts those about a person; and the reserved ones."""
    about_people = [row for row in rows if reserved.about(str(row[subject]))]
    public = [row for row in rows if not reserved.about(str(row[subject]))]
    tables = [OutTable(name, heads, tuple(about_people), reserved=True)] if about_people else []
    if about_people:
        count: list[OutCell] = [""] * len(heads)
        count[told] = (
            f"{counted(len(about_people), 'riga su una persona', 'righe su persone')}, in riservato/{name}.csv"
        )
        public.append(tuple(count))
    return [OutTable(name, heads, tuple(public)), *tables]


def _added(rows: tuple[TableRow, ...], folder: str) -> list[OutTable]:
    names = dict.fromkeys((row.table, row.public) for row in rows)
    tables = []
    for name, public in names:
        own = [row for row in rows if (row.table, row.public) == (name, public)]
        heads = tuple(head for head, _ in own[0].columns)
        cells = tuple(tuple(value for _, value in row.columns) for row in own)
        tables.append(OutTable(f"{folder}{name}", heads, cells, reserved=not public))
    return tables
