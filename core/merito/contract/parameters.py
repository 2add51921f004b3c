"""Parameters of a regulation: dated values with citation and limits, and what an ente may set.

A value that is looked up knows its layer, the date since which it is in force, and its article.
"""

import datetime
from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from attrs import evolve, field, frozen

from merito.model.basis import InForce
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


@frozen(kw_only=True)
class Parameter:
    """A parameter as its layer declares it; `values` are by date, `by_edition` for single editions only.

    `on_100`, one of ON_100, says that its numbers (`values`), or the row names of a table (`keys`), are points out of a
    hundred. `order` is one of ORDERS: the numbers of a table or list must go `one_way`, up or down. `worst_first` are
    names of levels in their known order, however the table is written. `words` are the Italian words for the codes of a
    choice or list.
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
    ente_may_set: Limits | None = None
    regulation_may_set: Limits | None = None

    def in_force(self, edition: str, on: datetime.date) -> Dated | None:
        """The value in force in an edition on a day, if there is one."""
        known = [dated for dated in self.by_edition.get(edition, self.values) if not dated.since or dated.since <= on]
        return max(known, key=lambda dated: dated.since or datetime.date.min, default=None)


@frozen(kw_only=True)
class Setting:
    """A value that an ente gives to a parameter, the layer (file) that contains it, and the act that supports it."""

    key: str
    value: object
    layer: str
    act: str | None = None


class MissingParameterError(LookupError):
    """Open parameters of the regulation have no value: the function that asks for them is blocked."""

    def __init__(self, *parameters: Parameter) -> None:
        super().__init__(", ".join(parameter.key for parameter in parameters))
        self.parameters = parameters


class UnknownParameterError(LookupError):
    """A rule asked for a parameter that no layer declares: a defect of the plugin."""


@frozen(kw_only=True)
class Parameters:
    """The parameters of one ente and year. The typed look-ups return the value with its layer, date and article.

    Each takes `on`, the day for which the value is needed (default: 1 January of the cycle's year), and raises
    MissingParameterError if an open parameter is not set.
    """

    declared: Mapping[str, Parameter]
    settings: Mapping[str, Setting]
    edition: str
    year: int
    _known: dict[tuple[str, datetime.date | None], InForce[object]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def in_force(self, key: str, on: datetime.date | None = None) -> InForce[object]:
        """The value in force of a parameter of any kind."""
        if (key, on) not in self._known:
            self._known[key, on] = self._look_up(key, on)
        return self._known[key, on]

    def _look_up(self, key: str, on: datetime.date | None) -> InForce[object]:
        parameter = self.declared.get(key)
        if parameter is None:
            from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault)

            close = get_close_matches(key, self.declared, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise UnknownParameterError(f"parameter {key!r} is in no parameters.toml of this stack{hint}")
        setting = self.settings.get(key)
        source, verified = "", None
        if setting:
            value, since = setting.value, None
            layer = f"{setting.layer}, atto {setting.act}" if setting.act else setting.layer
        else:
            dated = parameter.in_force(self.edition, on or datetime.date(self.year, 1, 1))
            if dated is None:
                raise MissingParameterError(parameter)
            value, layer, since = dated.value, parameter.layer, dated.since
            source, verified = dated.source, dated.verified
        return InForce(
            key=key,
            value=value,
            kind=parameter.kind,
            unit=parameter.unit,
            layer=layer,
            since=since,
            cites=parameter.cites,
            rule=parameter.rule,
            label=parameter.label,
            source=source,
            verified=verified,
            words=parameter.words,
        )

    def need(self, *keys: str) -> None:
        """Asks for several parameters at once: raises MissingParameterError with all that have no value."""
        missing = [self.declared[key] for key in keys if not self.has(key)]
        if missing:
            raise MissingParameterError(*missing)

    def has(self, key: str) -> bool:
        """Whether a parameter has a value in force on 1 January of the year."""
        try:
            self.in_force(key)
        except MissingParameterError:
            return False
        return True

    def _of_kind(self, key: str, on: datetime.date | None, *kinds: str) -> InForce[object]:
        found = self.in_force(key, on)
        if found.kind not in kinds:
            raise UnknownParameterError(f"parameter {key!r} is a {found.kind}, not a {' or '.join(kinds)}")
        return found

    def number(self, key: str, on: datetime.date | None = None) -> InForce[Fraction]:
        """A plain number, exact."""
        return cast(InForce[Fraction], self._of_kind(key, on, "number"))

    def share(self, key: str, on: datetime.date | None = None) -> InForce[Fraction]:
        """A share of 1 (0.15 is 15%), exact."""
        return cast(InForce[Fraction], self._of_kind(key, on, "share"))

    def money(self, key: str, on: datetime.date | None = None) -> InForce[Decimal]:
        """A sum in euro."""
        return cast(InForce[Decimal], self._of_kind(key, on, "money"))

    def date(self, key: str, on: datetime.date | None = None) -> InForce[datetime.date]:
        """A date."""
        return cast(InForce[datetime.date], self._of_kind(key, on, "date"))

    def day(self, key: str, year: int, on: datetime.date | None = None) -> InForce[datetime.date]:
        """A day of the year, as its date in `year`."""
        found = self._of_kind(key, on, "day")
        return cast("InForce[datetime.date]", evolve(found, value=cast(DayOfYear, found.value).in_year(year)))

    def choice(self, key: str, on: datetime.date | None = None) -> InForce[str]:
        """One of the values that the parameter offers."""
        return cast(InForce[str], self._of_kind(key, on, "choice"))

    def list(self, key: str, on: datetime.date | None = None) -> InForce[tuple[object, ...]]:
        """A list of values in their order."""
        return cast(InForce[tuple[object, ...]], self._of_kind(key, on, "list"))

    def table(self, key: str, on: datetime.date | None = None) -> InForce[Mapping[str, object]]:
        """A table of values by name."""
        return cast(InForce[Mapping[str, object]], self._of_kind(key, on, "table"))


def _with_value(found: InForce[object], value: object) -> InForce[object]:
    return evolve(found, value=value)
