"""What a figure rests on and how it is explained: earlier results, input rows, parameters in force."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Generic, TypeVar

from attrs import field, frozen

from merito.model.messages import NOTHING, Message, Ref, as_message, say
from merito.numbers import Number

V = TypeVar("V", covariant=True)


@frozen
class InForce(Generic[V]):
    """The value of a parameter that was used: its layer, since when, under which article.

    `source` is where the figure was read, `verified` the day on which it was compared with that text; `words` are the
    words for its codes. `unfit` says why the body to which the text gives it has not decided it (Italian): then it is
    provisional.
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
    unfit: Message = field(default=NOTHING, converter=as_message)

    @property
    def unverified(self) -> bool:
        """Whether it has a source, and nobody has compared it with the text."""
        return bool(self.source) and self.verified is None


@frozen
class Reading:
    """The choice in force on an interpretation: `adopted`, or the default.

    A `supposed` one counts as adopted in a simulation, but nobody has adopted it. `act` is the act that adopts it,
    `agreed` the agreement besides it. If it is not adopted, these are the acts that the ente names, and `unfit` says
    why those in force do not adopt it (Italian). `instead_of` are the retired readings that it replaces and that the
    ente still names, each with its files.
    """

    id: str
    choice: str
    default: str
    must_adopt: bool
    adopted: bool
    act: str | None = None
    supposed: bool = False
    agreed: str | None = None
    unfit: Message = field(default=NOTHING, converter=as_message)
    instead_of: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """True if money waits for the ente to adopt a choice."""
        return self.must_adopt and not self.adopted

    @property
    def lacking(self) -> Message:
        """If it is not adopted: why the act that the ente names does not adopt it; nothing if it names none."""
        if self.adopted or self.act is None:
            return NOTHING
        return self.unfit or say("l'atto {act} non è in vigore", act=Ref("act", self.act))


@frozen
class Intermediate:
    """A named intermediate figure (the k of a split, a place in a ranking); name in Italian.

    `unit` is `%` for percent points. `part` is the code of the part of a form that it is of; a letter gives its words.
    """

    name: str
    value: Number | date | str
    unit: str = ""
    part: str = ""

    @property
    def called(self) -> str:
        """Its name, with the part in brackets."""
        return f"{self.name} ({self.part})" if self.part else self.name


@frozen
class Tried:
    """A rule that was considered and did not apply, and why (Italian)."""

    rule: str
    why: Message = field(converter=as_message)


@frozen(eq=False)
class Basis:
    """How a row made by a rule is explained, besides the rows that it rests on. It holds no money.

    `formula` is the calculation as carried out, in Italian.
    """

    inputs: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()
    steps: tuple[Intermediate, ...] = ()
    formula: Message = field(default=NOTHING, converter=as_message)
    tried: tuple[Tried, ...] = ()


NO_BASIS = Basis()


@frozen(kw_only=True)
class Made:
    """The base of every row made by a rule: the ids of its rules, the rows that it rests on, its basis.

    `rests_on` are the results from which it was computed. Money that rests on one that is not final waits with it.
    """

    rules: tuple[str, ...] = ()
    rests_on: tuple["Made", ...] = field(default=(), eq=False, repr=False)
    _basis: Basis | Callable[[], Basis] = field(default=NO_BASIS, eq=False, repr=False, alias="basis")

    @property
    def basis(self) -> Basis:
        """Its basis; computed when somebody first asks, if its rule gave a callable."""
        if not isinstance(self._basis, Basis):
            object.__setattr__(self, "_basis", self._basis())
        return self._basis  # type: ignore[return-value]
