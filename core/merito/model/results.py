"""What the rules give back: one class per table of results, and `Results`, in which they are added up.

Every row bears the ids of its rules and interpretations, and the basis it was made from. A row of money says in
`rules` which open interpretation its case rests on; the core holds it until the ente adopts a choice.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from attrs import evolve, field, fields, frozen

from merito.model.acts import Deadline, Gate, Phase
from merito.model.basis import NO_BASIS, Basis
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.publication import Tells

Severity = Literal["error", "warning", "info"]


@frozen(kw_only=True)
class Finding:
    """Something a rule found, told in Italian. An error refuses its `tool` or its `subject`, and nothing else.

    What an error refuses is withheld; with `forfeits` it is not due at all, and is savings of its line. One that is
    `shared` also holds what others are due by the tools of its person, and all that rests on its indicator: these sums
    change when its data do. `to_person` is what is told to the person whose money it holds, where the message is for
    who keeps the data (Italian). With `posts`, only what its person is due for them, or for no post, is refused.

    `subject` is written `person:0123`, `position:PO1`, `indicator:1.1`, ...; `member:1` is one of a body (the OIV).
    """

    severity: Severity
    phase: Phase
    rule: str
    message: str
    subject: str = ""
    tool: str | None = None
    forfeits: bool = False
    shared: bool = False
    to_person: str = ""
    posts: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)


@frozen(kw_only=True)
class TableRow:
    """A row of a table that a regulation adds or publishes; `columns` are heads and values in their order.

    A public row about people has them in its basis, and `tells` what it tells of them: too few are never published.
    """

    table: str
    columns: tuple[tuple[str, str | int | Decimal | date], ...]
    rules: tuple[str, ...] = ()
    public: bool = True
    tells: Tells | None = None
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

    def __attrs_post_init__(self) -> None:
        for name in RESULT_TABLES:
            rows = getattr(self, name)
            if not isinstance(rows, tuple):
                raise TypeError(f"Results({name}=...) takes a tuple of rows, not a {type(rows).__name__}")

    def __iter__(self) -> Iterator["ResultRow"]:
        """The rows of all tables."""
        for name in RESULT_TABLES:
            yield from getattr(self, name)

    def plus(self, other: "Results") -> "Results":
        """These results followed by others."""
        added: dict[str, Any] = {
            name: getattr(self, name) + rows for name in RESULT_TABLES if (rows := getattr(other, name))
        }
        return evolve(self, **added) if added else self

    def replacing(self, **tables: Any) -> "Results":
        """These results with whole tables replaced."""
        return evolve(self, **tables)

    def line(self, fund: str, item: str) -> FundLine | None:
        """The line of a fund with that name, if it was given."""
        return next((line for line in self.fund_lines if line.key == (fund, item)), None)

    def grade(self, scope: str, identifier: str, view: str = "") -> Grade | None:
        """The grade of that scope and id in that view, if it was given."""
        wanted = (view, scope, identifier)
        return next((grade for grade in self.grades if grade.key == wanted), None)

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name in RESULT_TABLES)


RESULT_TABLES = tuple(attribute.name for attribute in fields(Results))
Declared = Deadline | Gate | Finding
Measured = Carried | Monitored | Grade | PersonScore | Placement
Money = FundLine | PositionValue | Band | Reward
ResultRow = Declared | Measured | Money | TableRow
ResultRows = Iterable[ResultRow]
TABLE_OF: Mapping[type, str] = {get_args(table.type)[0]: table.name for table in reversed(fields(Results))}
