"""What the rules give back: one class per table of results, and `Results`, in which they are added up.

Every row bears the ids of its rules and interpretations, and the basis it was made from. A row of money says in
`rules` which open interpretation its case rests on; the core holds it until the ente adopts a choice.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve, field, fields, frozen

from merito.model.acts import Deadline, Gate, Phase
from merito.model.basis import NO_BASIS, Basis

CENT_ZERO = Decimal("0.00")

Severity = Literal["error", "warning", "info"]


class State(StrEnum):
    """How firm a figure is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    MONITORING = "monitoring"
    NOT_MEASURED = "not_measured"
    WITHHELD = "withheld"
    REFUSED = "refused"
    BLOCKED = "blocked"


@frozen(kw_only=True)
class Outcome:
    """What a row of money (euro) would be under another choice of an open interpretation."""

    reading: str
    choice: str
    amount: Decimal

    def __str__(self) -> str:
        return f"{self.reading}={self.choice}: {self.amount}"


@frozen(kw_only=True)
class Grade:
    """Degree of achievement in percent, exact, of what `scope` and `id` name, in a `view`.

    `lacks` lists the ids of what a provisional figure misses; `if_zero` is what it would be were they zero.
    """

    scope: str
    id: str
    view: str = ""
    parent: str = ""
    value: Fraction | None = None
    attested: Fraction | None = None
    if_zero: Fraction | None = None
    state: State = State.FINAL
    lacks: tuple[str, ...] = ()
    reason: str = ""
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.view, self.scope, self.id)


@frozen(kw_only=True)
class Carried:
    """An indicator on a dashboard of the cascade: the dashboard's kind, and a direct or indirect link."""

    indicator: str
    dashboard: str
    kind: str = ""
    link: str = ""
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.dashboard, self.indicator)


@frozen(kw_only=True)
class Monitored:
    """An indicator half-way: its interim target and state, the gap in percent points and a new forecast."""

    indicator: str
    target: str = ""
    measured: str = ""
    deviation: Fraction | None = None
    forecast: str = ""
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.indicator,)


@frozen(kw_only=True)
class PositionValue:
    """Yearly pay (euro) of a post, from its exact score; `proportional` is the share no bound has touched."""

    position: str
    score: Fraction | None = None
    amount: Decimal | None = None
    proportional: Decimal | None = None
    bound: str = "none"
    monthly: Decimal | None = None
    thirteenth: Decimal | None = None
    state: State = State.FINAL
    reason: str = ""
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.position,)


@frozen(kw_only=True)
class FundLine:
    """A part of a fund (euro). With `of`, it is one of the parts into which that line is divided: they sum to it.

    A rule gives `amount` and the `savings` inside it; `paid` and `withheld` are settled by the core.
    """

    fund: str
    item: str
    amount: Decimal
    of: str | None = None
    savings: Decimal = CENT_ZERO
    reason: str = ""
    rules: tuple[str, ...] = ()
    tool: str | None = None
    paid: Decimal = CENT_ZERO
    withheld: Decimal = CENT_ZERO
    alternative: tuple[Outcome, ...] = ()
    state: State = State.FINAL
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.fund, self.item)


@frozen(kw_only=True)
class PersonScore:
    """Individual evaluation of a person, exact, with the maximum that could be reached and the level read."""

    person: str
    unit: str = ""
    score: Fraction | None = None
    maximum: Fraction | None = None
    level: str = ""
    state: State = State.FINAL
    lacks: tuple[str, ...] = ()
    reason: str = ""
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.person,)


@frozen(kw_only=True)
class Placement:
    """Place and band of a person in a ranking; without a place, why not."""

    ranking: str
    person: str
    score: Fraction | None = None
    place: int | None = None
    band: str = ""
    state: State = State.FINAL
    reason: str = ""
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.ranking, self.person)


@frozen(kw_only=True)
class Band:
    """A merit band of a ranking: places, people in it, its pool and amount per head (euro), savings."""

    ranking: str
    band: str
    places: int
    people: int
    pool: Decimal | None = None
    per_head: Decimal | None = None
    savings: Decimal | None = None
    state: State = State.FINAL
    rules: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.ranking, self.band)


@frozen(kw_only=True)
class Reward:
    """What is due (euro) to a person by a tool, out of one line of a fund; `subject` is what it is given for.

    A rule gives `due`; `paid` and `withheld` are settled by the core from gates and open interpretations.
    """

    person: str
    tool: str
    fund: str
    item: str
    due: Decimal
    subject: str = ""
    band: str = ""
    reason: str = ""
    rules: tuple[str, ...] = ()
    paid: Decimal = CENT_ZERO
    withheld: Decimal = CENT_ZERO
    alternative: tuple[Outcome, ...] = ()
    state: State = State.FINAL
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.person, self.tool, self.subject)


@frozen(kw_only=True)
class Finding:
    """Something a rule found, told in Italian. An error refuses its `tool` or its `subject`, and nothing else.

    `subject` is written `person:0123`, `position:PO1`, `indicator:1.1`, ...
    """

    severity: Severity
    phase: Phase
    rule: str
    message: str
    subject: str = ""
    tool: str | None = None
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)


@frozen(kw_only=True)
class TableRow:
    """A row of a table that a regulation adds or publishes; `columns` are heads and values in their order."""

    table: str
    columns: tuple[tuple[str, str | int | Decimal | date], ...]
    rules: tuple[str, ...] = ()
    public: bool = True
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def key(self) -> tuple[object, ...]:
        return (self.table, self.columns)


@frozen(kw_only=True)
class Results:
    """Everything the rules have given so far, by table."""

    deadlines: tuple[Deadline, ...] = ()
    gates: tuple[Gate, ...] = ()
    findings: tuple[Finding, ...] = ()
    cascade: tuple[Carried, ...] = ()
    fund_lines: tuple[FundLine, ...] = ()
    positions: tuple[PositionValue, ...] = ()
    monitoring: tuple[Monitored, ...] = ()
    grades: tuple[Grade, ...] = ()
    scores: tuple[PersonScore, ...] = ()
    placements: tuple[Placement, ...] = ()
    bands: tuple[Band, ...] = ()
    rewards: tuple[Reward, ...] = ()
    tables: tuple[TableRow, ...] = ()
    documents: tuple[TableRow, ...] = ()

    def plus(self, other: "Results") -> "Results":
        """These results followed by others."""
        added: dict[str, Any] = {
            name: getattr(self, name) + rows for name in RESULT_TABLES if (rows := getattr(other, name))
        }
        return evolve(self, **added) if added else self

    def replacing(self, **tables: Any) -> "Results":
        """These results with whole tables replaced."""
        return evolve(self, **tables)

    def grade(self, scope: str, identifier: str, view: str = "") -> Grade | None:
        """The grade of that scope and id in that view, if it was given."""
        wanted = (view, scope, identifier)
        return next((grade for grade in self.grades if grade.key == wanted), None)

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name in RESULT_TABLES)


RESULT_TABLES = tuple(attribute.name for attribute in fields(Results))
NOTHING_DUE = Results()
