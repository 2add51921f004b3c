"""The data structure of an explanation: one figure or deciding element, and everything that it rests on."""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import field, frozen

from merito.contract.declared_parameters import Parameter
from merito.contract.rulebook import Interpretation, Rule
from merito.explanation.quoted import InputShown
from merito.model.basis import InForce, Intermediate, Reading
from merito.model.source import Source

SCHEMA_VERSION = 5


@frozen(kw_only=True)
class ActShown:
    """An act that counts: its id, title, date, body, and where it is recorded."""

    id: str
    title: str
    day: date
    body: str
    source: Source


@frozen(kw_only=True)
class Condition:
    """A deciding gate: its subject, whether it is open, its articles, its acts and what is missing."""

    subject: str
    open: bool
    article: str
    acts: tuple[ActShown, ...] = ()
    missing: tuple[str, ...] = ()


@frozen(kw_only=True)
class Pointer:
    """A result that rests on the explained one: its kind, its subject, and its figure."""

    kind: str
    subject: str
    title: str
    figure: str


@frozen(kw_only=True)
class Explanation:
    """One figure and everything it rests on; `rests_on` are the earlier results, explained in turn.

    `name` is the title of the figure's object (an indicator, a dashboard), if it has one. `beside` are the other
    figures of the same row, `facts` further facts, both by Italian name. `conditions` are the deciding gates,
    `supports` what rests on it in turn. What concerns other people than the one asked about is only counted, in
    `others`. It is `rounded` if two decimals do not express a figure of the formula, whose fraction is not shown. `row`
    is the result.
    """

    kind: str
    title: str
    subject: str
    figure: str
    state: str
    reason: str
    name: str = ""
    exact: str = ""
    if_zero: str = ""
    beside: Mapping[str, str] = field(factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    lacks: tuple[str, ...] = ()
    formula: str = ""
    rules: tuple[Rule, ...] = ()
    readings: tuple[tuple[Interpretation, Reading], ...] = ()
    parameters: tuple[tuple[InForce[object], Parameter], ...] = ()
    steps: tuple[Intermediate, ...] = ()
    conditions: tuple[Condition, ...] = ()
    tried: tuple[tuple[str, str], ...] = ()
    inputs: tuple[InputShown, ...] = ()
    alternatives: tuple[str, ...] = ()
    rests_on: tuple["Explanation", ...] = ()
    others: int = 0
    supports: tuple[Pointer, ...] = ()
    rounded: bool = False
    row: object = field(default=None, eq=False, repr=False)

    def chain(self) -> Iterator["Explanation"]:
        """This explanation and all that it rests on."""
        yield self
        for earlier in self.rests_on:
            yield from earlier.chain()
