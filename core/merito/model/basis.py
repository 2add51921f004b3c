"""What a figure rests on: the rows it was read from, the results before it, the parameters in force."""

from datetime import date
from typing import Generic, TypeVar

from attrs import frozen

from merito.numbers import Number

V = TypeVar("V", covariant=True)


@frozen
class InForce(Generic[V]):
    """The value of a parameter that was used: where it comes from, since when, under which article."""

    key: str
    value: V
    kind: str
    unit: str
    layer: str
    since: date | None
    cites: str
    rule: str | None = None


@frozen
class Reading:
    """The choice in force on an interpretation: `adopted`, or standing by default.

    One that is `supposed` counts as adopted in a simulation, and nobody has adopted it. `act` is the act that adopts
    it; on a reading not adopted, the act the ente names that is not in force.
    """

    id: str
    choice: str
    default: str
    must_adopt: bool
    adopted: bool
    act: str | None = None
    supposed: bool = False

    @property
    def open(self) -> bool:
        """True where money waits for the ente to adopt a choice."""
        return self.must_adopt and not self.adopted


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
    """What the rule that made a row rested on. `formula` is the calculation as carried out, in Italian."""

    inputs: tuple[object, ...] = ()
    results: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()
    steps: tuple[Intermediate, ...] = ()
    formula: str = ""
    tried: tuple[Tried, ...] = ()


NO_BASIS = Basis()
