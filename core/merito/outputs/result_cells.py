"""How a row of the record becomes the cells of its table of results."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from merito.cycle.gates import reason_of
from merito.declarations.inputs import ActKind
from merito.model.acts import GateState
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.record import DeadlineAt
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import exact_text, half_up, together_text
from merito.publication.bands import PublicBand
from merito.publication.funds import PublicLine
from merito.rulebook import Rulebook

OutCell = str | int | Decimal | date | None


class Plain(NamedTuple):
    """A table that has a row for each result of a kind; `personal` if each is about a person.

    `published` names the rows of its public twin: it is then reserved as a whole.
    """

    name: str
    heads: str
    results: str
    cells: Callable[[Any], tuple[OutCell, ...]]
    personal: bool = False
    published: str = ""


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


def public_fund_line(row: PublicLine) -> tuple[OutCell, ...]:
    """The cells of the public table of funds."""
    money = (row.amount, row.paid, row.withheld, row.savings)
    alternative = "; ".join(map(str, row.alternative))
    return (_words(row.funds), row.item, *money, alternative, row.reason, _state(row.state), _words(row.rules))


def public_band(row: PublicBand) -> tuple[OutCell, ...]:
    """The cells of the public table of bands."""
    money = (row.pool, row.per_head, row.savings)
    what = (_words(row.rankings), together_text(row.bands), row.places, row.people)
    return (*what, *money, _state(row.state), _words(row.rules))


def _state(state: State | None) -> str:
    return "" if state is None else state.value


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
_POSITIONS = "position score exact amount proportional bound monthly thirteenth state reason rules"
_FUNDS = "fund item amount paid withheld savings alternative reason state rules"
_BANDS = "ranking band places people pool per_head savings state rules"
_REWARDS = "person tool fund subject band due paid withheld alternative state reason rules"
PLAIN = (
    Plain("grades", _GRADES, "grades", _grade),
    Plain("cascade", "indicator dashboard kind link", "cascade", _carried),
    Plain("monitoring", "indicator target state deviation forecast rules", "monitoring", _monitored),
    Plain("positions", _POSITIONS, "positions", _position),
    Plain("funds", _FUNDS, "fund_lines", _fund_line, personal=True, published="fund_lines"),
    Plain("bands", _BANDS, "bands", _band, personal=True, published="bands"),
    Plain("people", "person unit score exact maximum level state reason rules", "scores", _score, personal=True),
    Plain("placements", "ranking person score place band state reason rules", "placements", _placement, personal=True),
    Plain("rewards", _REWARDS, "rewards", _reward, personal=True),
)


def _cites(rules: Iterable[str], rulebook: Rulebook) -> str:
    return "; ".join(rulebook.cites(rules))


def finding_cells(row: Finding, rulebook: Rulebook) -> tuple[OutCell, ...]:
    cites = _cites((row.rule,), rulebook)
    return (row.severity, row.phase.value, row.rule, row.subject, row.message, cites, row.tool or "")


def gate_cells(row: GateState, rulebook: Rulebook, acts: Mapping[str, ActKind]) -> tuple[OutCell, ...]:
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


def deadline_cells(row: DeadlineAt, rulebook: Rulebook) -> tuple[OutCell, ...]:
    deadline = row.deadline
    return (
        deadline.phase.value,
        deadline.what,
        deadline.due,
        row.state.value,
        row.act.id if row.act else "",
        deadline.subject or "",
        row.waits_for,
        _cites(deadline.rules, rulebook),
        _words(deadline.rules),
    )
