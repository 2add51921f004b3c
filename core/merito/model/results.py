"""The rows that rules return: one class per table of results, and `Results`, in which they are collected.

Every row has the ids of its rules and interpretations, and its basis. A row of money names in `rules` the open
interpretation on which its case rests; the core holds it until the ente adopts a choice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, TypeVar, get_args

from attrs import evolve, field, fields, frozen

from merito.model.acts import Deadline, Gate, Phase
from merito.model.appointed import AppointmentAt, ProceedingAt
from merito.model.basis import NO_BASIS, Basis, Made
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.messages import NOTHING, Message, as_message, plain, say, several
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.paid import Balance
from merito.model.publication import Tells

Keyed = TypeVar("Keyed", FundLine, Grade, PersonScore, PositionValue, Placement, Band)
Severity = Literal["error", "warning", "info"]


@frozen(kw_only=True)
class Finding:
    """A finding of a rule, in Italian. An error refuses only its `tool` or its `subject`.

    What an error refuses is withheld; with `forfeits` it is not due at all, and becomes savings of its line. A warning
    that `waits` refuses nothing: what it is about is held until the ente decides; with `part`, only that part (of 1) of
    what its person is due, up to the cent (of several such findings, the largest). A `shared` finding also holds what
    others are due through the tools of its person, and everything that rests on its indicator, because these sums
    change with the data. `to_person` is the text for the person whose money it holds, if the message addresses the
    office (Italian). With `posts`, only what its person is due for them, or for no post, is refused.

    `subject` is written `person:0123`, `position:PO1`, `indicator:1.1`, ...; `member:1` is a member of a body (the
    OIV).
    """

    severity: Severity
    phase: Phase
    rule: str
    message: Message = field(converter=as_message)
    subject: str = ""
    tool: str | None = None
    forfeits: bool = False
    shared: bool = False
    waits: bool = False
    part: Fraction | None = None
    to_person: Message = field(default=NOTHING, converter=as_message)
    posts: tuple[str, ...] = ()
    basis: Basis = field(default=NO_BASIS, eq=False, repr=False)

    @property
    def holds(self) -> bool:
        """Whether it holds money: an error, or a warning that waits."""
        return self.severity == "error" or self.waits

    @property
    def at_most_a_note(self) -> "Finding":
        """The same finding; one that rests on an unverified figure is a note that names its article.

        Where the figure was read stands with the parameter (`merito parameters --unverified`).
        """
        articles = dict.fromkeys(one.cites for one in self.basis.parameters if one.unverified)
        if not articles:
            return self
        unverified = say(
            "{what} (cifra non verificata sul testo: chi la usa la controlla prima su {articles})",
            what=self.message,
            articles=several(*(say("{article}", article=one) for one in articles)),
        )
        return evolve(self, severity="info", message=unverified)


Cell = str | int | Decimal | date


def _cells(columns: tuple[tuple[str, Cell | Message], ...]) -> tuple[tuple[str, Cell], ...]:
    """The columns with the text of every message; anything else stays, to be refused as a fault."""
    if not any(isinstance(one, tuple) and isinstance(one[-1], Message) for one in columns):
        return columns  # type: ignore[return-value]
    return tuple((head, plain(value) if isinstance(value, Message) else value) for head, value in columns)


@frozen(kw_only=True)
class TableRow(Made):
    """A row of a table that a regulation adds or publishes; `columns` are headers and values in order.

    A public row about people rests on them, and `tells` declares what it reveals: rows about too few people are never
    published. One that is not `public` is in the results alone, and on no form without persons.
    """

    table: str
    columns: tuple[tuple[str, Cell], ...] = field(converter=_cells)
    public: bool = True
    tells: Tells | None = None

    @property
    def key(self) -> tuple[object, ...]:
        return (self.table, self.columns)


@frozen(kw_only=True)
class Results:
    """All rows that the rules have returned so far, by table."""

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
    appointments: tuple[AppointmentAt, ...] = ()
    proceedings: tuple[ProceedingAt, ...] = ()
    balances: tuple[Balance, ...] = ()

    def __attrs_post_init__(self) -> None:
        if set(map(type, _tables_of(self))) == {tuple}:
            return
        for name, rows in zip(RESULT_TABLES, _tables_of(self), strict=True):
            if not isinstance(rows, tuple):
                raise TypeError(f"Results({name}=...) takes a tuple of rows, not a {type(rows).__name__}")

    def __iter__(self) -> Iterator["ResultRow"]:
        """The rows of all tables."""
        for name in RESULT_TABLES:
            yield from getattr(self, name)

    def plus(self, *others: "Results") -> "Results":
        """These results followed by others; add many at once, not one by one in a loop."""
        added: dict[str, Any] = {}
        for name, own, *given in zip(RESULT_TABLES, _tables_of(self), *map(_tables_of, others), strict=True):
            if any(given):
                added[name] = tuple(chain(own, *given))
        return evolve(self, **added) if added else self

    def replacing(self, **tables: Any) -> "Results":
        """These results with whole tables replaced."""
        return evolve(self, **tables)

    def line(self, fund: str, item: str) -> FundLine | None:
        """The line of a fund with that name, if there is one."""
        return self.row_of(FundLine, fund, item)

    def grade(self, scope: str, identifier: str, view: str = "") -> Grade | None:
        """The grade of that scope and id in that view, if there is one."""
        return self.row_of(Grade, view, scope, identifier)

    def score(self, person: str) -> PersonScore | None:
        """The evaluation of a person, final or not, if there is one."""
        return self.row_of(PersonScore, person)

    def position(self, identifier: str) -> PositionValue | None:
        """Score and pay of a position, if there are any."""
        return self.row_of(PositionValue, identifier)

    def placement(self, ranking: str, person: str) -> Placement | None:
        """A person's place in a ranking, if there is one."""
        return self.row_of(Placement, ranking, person)

    def band(self, ranking: str, name: str) -> Band | None:
        """A merit band of a ranking, if there is one."""
        return self.row_of(Band, ranking, name)

    def row_of(self, kind: type[Keyed], *key: str) -> Keyed | None:
        """The first row of its table with that key, if there is one; `line`, `score` and the like look up by it."""
        return self.by_key(kind).get(key)

    def by_key(self, kind: type[Keyed]) -> Mapping[tuple[str, ...], Keyed]:
        """The first row of a table for each key, from an index that is built when first used."""
        rows = getattr(self, TABLE_OF[kind])
        index: dict[tuple[str, ...], Keyed] | None = self._indexes.get(id(rows))
        if index is None:
            index = self._indexes[id(rows)] = {row.key: row for row in reversed(rows)}
        return index

    @cached_property
    def _indexes(self) -> dict[int, dict[tuple[str, ...], Any]]:
        return {}

    @property
    def empty(self) -> bool:
        return not any(_tables_of(self))


RESULT_TABLES = tuple(attribute.name for attribute in fields(Results))
_tables_of: Callable[[Results], tuple[Any, ...]] = attrgetter(*RESULT_TABLES)
Declared = Deadline | Gate | Finding
Measured = Carried | Monitored | Grade | PersonScore | Placement
Money = FundLine | PositionValue | Band | Reward | Balance
Register = AppointmentAt | ProceedingAt
ResultRow = Declared | Measured | Money | Register | TableRow
ResultRows = Iterable[ResultRow]
TABLE_OF: Mapping[type, str] = {get_args(table.type)[0]: table.name for table in reversed(fields(Results))}
