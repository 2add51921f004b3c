"""Results in money: the pay of posts, fund lines, bands and rewards. Sums are euro to the cent."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from merito.model.acts import Gate
from merito.model.basis import Made
from merito.model.messages import NOTHING, Message, as_message
from merito.model.states import State
from merito.numbers import Period

CENT_ZERO = Decimal("0.00")
NOT_DIVIDED = "non ancora diviso"


@frozen(kw_only=True)
class Outcome:
    """What a row of money (euro) would be under another choice of an open interpretation, or of several at once.

    Without `amount` it is unknown: under that choice the money is not divided yet. An outcome that does not hold the
    row is only shown: its reading declares that it does not decide such money.
    """

    reading: str
    choice: str
    amount: Decimal | None
    further: tuple[tuple[str, str], ...] = ()
    holds: bool = True

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that are changed together."""
        return (self.reading, *(reading for reading, _ in self.further))

    def __str__(self) -> str:
        changed = " + ".join(f"{reading}={choice}" for reading, choice in ((self.reading, self.choice), *self.further))
        return f"{changed}: {NOT_DIVIDED if self.amount is None else self.amount}"


@frozen(kw_only=True)
class Rate:
    """The yearly pay (euro) of a post on some days of the year, and the row that sets it.

    While it is uncertain whether the row counts, `sure` is the lower of this pay and the one before, `amount` the
    higher, and `doubt` says why (Italian). With `perhaps` this pay is sure, and that one before it may still be due.
    """

    days: Period
    amount: Decimal
    sure: Decimal
    row: object = None
    act: str = ""
    doubt: Message = field(default=NOTHING, converter=as_message)
    perhaps: Decimal | None = None


@frozen(kw_only=True)
class PositionValue(Made):
    """Yearly pay (euro) of a post, from its exact score; `proportional` is the share before any bound applies.

    Of a post graded again in the year, `amount` is the pay of the whole year, and `rates` those of its days.
    """

    position: str
    score: Fraction | None = None
    amount: Decimal | None = None
    proportional: Decimal | None = None
    bound: str = "none"
    monthly: Decimal | None = None
    thirteenth: Decimal | None = None
    state: State = State.FINAL
    reason: Message = field(default=NOTHING, converter=as_message)
    rates: tuple[Rate, ...] = field(default=(), repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.position,)


@frozen(kw_only=True)
class FundLine(Made):
    """A part of a fund (euro). With `of`, it is one of the parts into which that line is divided: they sum to it.

    A rule gives `amount` and the `savings` in it; the core sets `payable` and `withheld`. With `left_to`, it is left to
    that tool: until that tool divides it, the line is withheld entirely, with what the tool waits for.

    An undivided line is withheld entirely: no tool is named, nobody is paid, not all of it is savings. Savings wait for
    open readings and for doubtful data on which the line rests, but not for a missing figure: while one is missing,
    leave the line undivided, with a warning of the tool, which becomes its reason.

    On a line that pays rewards, `among` are the people who may share in it, paid or not (None: all people in their
    roles), and `by_evaluation` says whether a criterion of the division considers the evaluations (None: unknown).
    `compared` is the level or band of each person by which it is divided; empty if it is divided by none, None if that
    is unknown.

    `held` is set together with `withheld`: why money is withheld (Italian); `reason` concerns the savings.

    Where people were paid, the core sets `net`, what went out minus recoveries, `uncovered`, what is due without cover,
    and `overdrawn`, the part of the cash out that the whole fund does not hold. The lines of a fund sum to it: net +
    payable + withheld + savings = amount + overdrawn. A line may bear what was paid beyond another.
    """

    fund: str
    item: str
    amount: Decimal
    of: str | None = None
    left_to: str | None = None
    savings: Decimal = CENT_ZERO
    reason: Message = field(default=NOTHING, converter=as_message)
    tool: str | None = None
    net: Decimal = CENT_ZERO
    payable: Decimal = CENT_ZERO
    withheld: Decimal = CENT_ZERO
    uncovered: Decimal = CENT_ZERO
    overdrawn: Decimal = CENT_ZERO
    alternative: tuple[Outcome, ...] = ()
    state: State = State.FINAL
    held: Message = field(default=NOTHING, converter=as_message, eq=False, repr=False)
    among: tuple[str, ...] | None = field(default=None, eq=False, repr=False)
    by_evaluation: bool | None = field(default=None, eq=False, repr=False)
    compared: Mapping[str, str] | None = field(default=None, eq=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.fund, self.item)

    @property
    def released(self) -> Decimal:
        """What nothing holds: paid already, or payable."""
        return self.net + self.payable


@frozen(kw_only=True)
class Held:
    """Money (euro) that one thing holds: of what is due to a person through a tool or, without a person, of a line.

    `rules` are the gate, the rule or the readings that hold it. Several things may hold the same euro.
    """

    fund: str
    item: str
    amount: Decimal
    why: Message
    rules: tuple[str, ...] = ()
    person: str = ""
    tool: str = ""
    subject: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        return (self.fund, self.item, self.person, self.tool, self.subject, self.rules, self.why)


@frozen(kw_only=True)
class Band(Made):
    """A merit band of a ranking: places, people in it, its pool and amount per head (euro), savings."""

    ranking: str
    band: str
    places: int
    people: int
    pool: Decimal | None = None
    per_head: Decimal | None = None
    savings: Decimal | None = None
    state: State = State.FINAL

    @property
    def key(self) -> tuple[str, ...]:
        return (self.ranking, self.band)


@frozen(kw_only=True)
class Reward(Made):
    """What is due (euro) to a person through a tool, from one line of a fund; `subject` is what it is given for.

    Person, tool and `subject` are its key: a person with two rewards through one tool needs two subjects
    (`position:PO1`, `project:A`), otherwise it is a fault. Different funds or lines do not distinguish two rewards.

    A rule gives `due` and, if known, `most`, what the best evaluation would give; the core sets `payable`, what is
    still to be paid and nothing holds, and `withheld`, from gates and open interpretations. `rests_on` is required,
    possibly empty: a sum that rests on a figure that is not final is not paid. A rule gives `uncovered` if a part of
    what is due has no money on the line, and `waits` if only a part of it is uncertain, with the `reason`: that part is
    withheld, and the rest is payable. With `may_grow` all of it but what waits is certain, and another person's case
    may only add to it. Where the person was paid, the core sets `net`, what was paid minus recoveries, and `credit`,
    what was paid beyond what is due. Always: due = net + payable + withheld + uncovered - credit. `held` says
    why money is withheld, and `conditions` are the closed gates on its tool, person or post that hold it.
    """

    person: str
    tool: str
    fund: str
    item: str
    due: Decimal
    rests_on: tuple[Made, ...] = field(eq=False, repr=False)
    most: Decimal | None = None
    subject: str = ""
    band: str = ""
    reason: Message = field(default=NOTHING, converter=as_message)
    waits: Decimal = CENT_ZERO
    net: Decimal = CENT_ZERO
    payable: Decimal = CENT_ZERO
    withheld: Decimal = CENT_ZERO
    uncovered: Decimal = CENT_ZERO
    credit: Decimal = CENT_ZERO
    alternative: tuple[Outcome, ...] = ()
    state: State = State.FINAL
    may_grow: bool = False
    held: Message = field(default=NOTHING, converter=as_message, eq=False, repr=False)
    conditions: tuple[Gate, ...] = field(default=(), eq=False, repr=False)

    @cached_property
    def key(self) -> tuple[str, ...]:
        return (self.person, self.tool, self.subject)

    @property
    def released(self) -> Decimal:
        """What nothing holds: paid already, or payable."""
        return self.net + self.payable

    @property
    def covered(self) -> Decimal:
        """What is due of the money of its line."""
        return self.due - self.uncovered

    def of_posts(self, posts: Collection[str]) -> bool:
        """Whether it may be for one of some posts: given for one of them, or for no post. Without posts: always."""
        table, _, post = self.subject.partition(":")
        return not posts or table != "position" or post in posts
