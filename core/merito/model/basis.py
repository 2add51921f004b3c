"""What a figure rests on and what it is told from: results before it, rows that were read, parameters in force."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Generic, TypeVar

from attrs import field, frozen

from merito.numbers import Number

V = TypeVar("V", covariant=True)


@frozen
class InForce(Generic[V]):
    """The value of a parameter that was used: where it comes from, since when, under which article.

    `source` is where the figure was read, `verified` the day on which it was held against its text; `words` are what
    its codes are called.
    """

    key: str
    value: V
    kind: str
    unit: str
    layer: str
    since: date | None
    cites: str
    rule: str | None = None
    label: str = ""
    source: str = ""
    verified: date | None = None
    words: Mapping[str, str] = field(factory=dict, eq=False, repr=False)

    @property
    def unverified(self) -> bool:
        """Whether it has a source, and nobody has held it against the text."""
        return bool(self.source) and self.verified is None


@frozen
class Reading:
    """The choice in force on an interpretation: `adopted`, or standing by default.

    One that is `supposed` counts as adopted in a simulation, and nobody has adopted it. `act` is the act that adopts
    it, `agreed` the agreement that stands beside it; on a reading not adopted, the acts that the ente names, and
    `unfit` why those in force do not adopt it (Italian).
    """

    id: str
    choice: str
    default: str
    must_adopt: bool
    adopted: bool
    act: str | None = None
    supposed: bool = False
    agreed: str | None = None
    unfit: str = ""

    @property
    def open(self) -> bool:
        """True where money waits for the ente to adopt a choice."""
        return self.must_adopt and not self.adopted

    @property
    def act_text(self) -> str:
        """Of one not adopted: why the act the ente names does not adopt it (Italian); empty where it names none."""
        if self.adopted or self.act is None:
            return ""
        return self.unfit or f"l'atto {self.act} non è in vigore"


@frozen
class Intermediate:
    """A named figure on the way to a result (the k of a split, a place in a ranking); name in Italian.

    `unit` is `%` for percent points.
    """

    name: str
    value: Number | date | str
    unit: str = ""


@frozen
class Tried:
    """A rule that was looked at and did not apply, and why (Italian)."""

    rule: str
    why: str


@frozen(eq=False)
class Basis:
    """What a row that a rule made is told from, beside the rows before it: nothing here holds money.

    `formula` is the calculation as carried out, in Italian.
    """

    inputs: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()
    steps: tuple[Intermediate, ...] = ()
    formula: str = ""
    tried: tuple[Tried, ...] = ()


NO_BASIS = Basis()


@frozen(kw_only=True)
class Made:
    """What every row that a rule made bears: the ids of its rules, the rows before it, what it is told from.

    `rests_on` are the results that it was computed from. Money that rests on one that is not final waits with it.
    """

    rules: tuple[str, ...] = ()
    rests_on: tuple["Made", ...] = field(default=(), eq=False, repr=False)
    _basis: Basis | Callable[[], Basis] = field(default=NO_BASIS, eq=False, repr=False, alias="basis")

    @property
    def basis(self) -> Basis:
        """What it is told from; made when somebody first asks, where its rule gave a callable."""
        if not isinstance(self._basis, Basis):
            object.__setattr__(self, "_basis", self._basis())
        return self._basis  # type: ignore[return-value]
