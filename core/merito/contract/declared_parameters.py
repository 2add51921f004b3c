"""The declaration of a parameter: dated values with their source and citation, and the limits for setting them."""

import datetime
from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from merito.contract.rulebook import NOBODY, Competence
from merito.numbers import number_text

ON_100 = ("values", "keys")
ORDERS = ("one_way",)
KINDS = ("number", "share", "money", "day", "date", "choice", "list", "table")


@frozen
class DayOfYear:
    """A day of every year, written `MM-DD`, or `MM-last` for the last day of a month (`day` 0)."""

    month: int
    day: int

    def in_year(self, year: int) -> datetime.date:
        return datetime.date(year, self.month, self.day or monthrange(year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}" if self.day else f"{self.month:02}-last"


@frozen(kw_only=True)
class Limits:
    """The values that may be set for a parameter: between two bounds, or one of a list.

    Below `act_below`, which must not be less than `at_least`, an ente needs an act of its own. With `by_act`, a kind of
    act, every value needs an act of that kind. `words` are the Italian words for the codes of `one_of`.
    """

    at_least: Fraction | None = None
    at_most: Fraction | None = None
    one_of: tuple[str, ...] = ()
    words: Mapping[str, str] = field(factory=dict, eq=False, repr=False)
    act_below: Fraction | None = None
    by_act: str = ""

    def allows(self, value: object) -> bool:
        if self.one_of:
            return value in self.one_of
        if not isinstance(value, int | Decimal | Fraction):
            return True
        if self.at_least is not None and value < self.at_least:
            return False
        return self.at_most is None or value <= self.at_most

    def wants_act(self, value: object) -> bool:
        """Whether the ente needs an act for an allowed value: for any value, or for one that is so low."""
        if self.by_act:
            return True
        return self.act_below is not None and isinstance(value, int | Decimal | Fraction) and value < self.act_below

    def __str__(self) -> str:
        by_its_act = f", con un atto ({self.by_act})" if self.by_act else ""
        if self.one_of:
            told = (f"{one} ({self.words[one]})" if one in self.words else one for one in self.one_of)
            return "uno tra " + ", ".join(told) + by_its_act
        parts = []
        if self.at_least is not None:
            parts.append(f"almeno {number_text(self.at_least)}")
        if self.at_most is not None:
            parts.append(f"al massimo {number_text(self.at_most)}")
        by_act = "" if self.act_below is None else f"; sotto {number_text(self.act_below)} con un atto dell'ente"
        return (" e ".join(parts) or "senza limiti") + by_act + by_its_act


@frozen(kw_only=True)
class Dated:
    """A value and the day since which it is in force; without a day, always.

    `source` is where it was read, `verified` the day on which it was compared with that text.
    """

    value: object
    since: datetime.date | None = None
    source: str = ""
    verified: datetime.date | None = None

    @property
    def unverified(self) -> bool:
        """Whether it has a source, and nobody has compared it with the text."""
        return bool(self.source) and self.verified is None


@frozen(kw_only=True)
class Parameter:
    """A parameter as its layer declares it; `values` are by date, `by_edition` for single editions only.

    `on_100`, one of ON_100, says that its numbers (`values`), or the row names of a table (`keys`), are points out of a
    hundred. `order` is one of ORDERS: the numbers of a table or list must go `one_way`, up or down. `worst_first` are
    names of levels in their known order, however the table is written. `words` are the Italian words for the codes of a
    choice or list. With `of_year` a value is of one year only, and the next year begins without it.
    With `by_system` it is fixed by the ente's SMVP, on which the OIV gives its opinion.
    An ente gives the source of one that is `sourced`: its figures are those of the law or of a national contract.
    `competence` says which body decides the value that an ente sets; without bodies, no act is needed.
    """

    key: str
    kind: str
    cites: str
    layer: str
    unit: str = ""
    label: str = ""
    rule: str | None = None
    values: tuple[Dated, ...] = ()
    by_edition: Mapping[str, tuple[Dated, ...]] = field(factory=dict)
    on_100: str = ""
    order: str = ""
    worst_first: tuple[str, ...] = ()
    words: Mapping[str, str] = field(factory=dict)
    of_year: bool = False
    sourced: bool = False
    by_system: bool = False
    competence: Competence = NOBODY
    ente_may_set: Limits | None = None
    regulation_may_set: Limits | None = None

    @property
    def others(self) -> tuple[str, ...]:
        """The values of a choice that an ente may set; empty if the lawful values are no short list."""
        return self.ente_may_set.one_of if self.kind == "choice" and self.ente_may_set is not None else ()

    def in_force(self, edition: str, on: datetime.date) -> Dated | None:
        """The value in force in an edition on a day, if there is one."""
        known = [dated for dated in self.by_edition.get(edition, self.values) if not dated.since or dated.since <= on]
        return max(known, key=lambda dated: dated.since or datetime.date.min, default=None)
