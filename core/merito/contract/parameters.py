"""The parameters of one ente and year: what it sets, and the value in force with its layer, date and article."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import cast

from attrs import evolve, field, frozen

from merito.contract.declared_parameters import DayOfYear, Parameter
from merito.model.basis import InForce
from merito.model.language import in_words
from merito.model.messages import NOTHING, Code, Message, as_message, nearly, say

PROVISIONAL = "parameter:"
"""What the id of a provisional value begins with, among the choices that can be tried; its key follows."""
AS_SET, UNKNOWN = "as_set", "unknown"
"""The choices on a provisional value whose lawful alternatives are no short list."""


@frozen(kw_only=True)
class Setting:
    """A value that an ente gives to a parameter, the layer (file) that contains it, and the act that supports it.

    `agreed` is the agreement or opinion beside the act. If a body must decide the value, `unfit` says why it has not
    (Italian): the value is provisional. `source` is where a figure of the law or of a national contract was read;
    `unsourced` ones should have it.
    """

    key: str
    value: object
    layer: str
    act: str | None = None
    agreed: str | None = None
    unfit: Message = field(default=NOTHING, converter=as_message)
    source: str = ""
    unsourced: bool = False


def by_missing_act(values: Iterable[InForce[object]]) -> dict[Message, list[str]]:
    """The keys of provisional values by what they lack: the act of which body, under which article."""
    groups: dict[Message, list[str]] = {}
    for one in values:
        if one.unfit:
            groups.setdefault(one.unfit, []).append(one.key)
    return groups


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
    _chosen: Callable[[str], str] | None = field(default=None, eq=False, repr=False)
    _known: dict[tuple[str, datetime.date | None], InForce[object]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def in_force(self, key: str, on: datetime.date | None = None) -> InForce[object]:
        """The value in force of a parameter of any kind."""
        if self._chosen is not None and key in self.provisional:
            return self._tried(key, self._chosen(key), on)
        if (key, on) not in self._known:
            self._known[key, on] = self._look_up(key, on)
        return self._known[key, on]

    @cached_property
    def provisional(self) -> Mapping[str, Setting]:
        """The values that the ente sets, and that the body to which the text gives them has not decided."""
        return {key: one for key, one in self.settings.items() if one.unfit}

    def choosing(self, chosen: Callable[[str], str]) -> "Parameters":
        """These parameters, for the engine: `chosen` gives the choice on a provisional value, by its key."""
        return evolve(self, chosen=chosen)

    def _tried(self, key: str, choice: str, on: datetime.date | None) -> InForce[object]:
        """A provisional value under a choice: as the ente set it, unknown, or another lawful one."""
        if choice == UNKNOWN:
            raise MissingParameterError(self.declared[key])
        own = self._look_up(key, on)
        return own if choice == AS_SET else evolve(own, value=choice)

    def _look_up(self, key: str, on: datetime.date | None) -> InForce[object]:
        parameter = self.declared.get(key)
        if parameter is None:
            what = say("il parametro {key} non è in nessun parameters.toml", key=Code(key))
            raise UnknownParameterError(in_words(nearly(what, key, self.declared)))
        setting = self.settings.get(key)
        source, verified = "", None
        if setting:
            value, since = setting.value, None
            named = (f"atto {setting.act}" if setting.act else "", f"con {setting.agreed}" if setting.agreed else "")
            read = f"fonte: {setting.source}" if setting.source else ""
            provisional = "valore provvisorio" if setting.unfit else ""
            layer = ", ".join(filter(None, (setting.layer, *named, read, provisional)))
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
            unfit=setting.unfit if setting else "",
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
            what = say("il parametro {key} è di tipo {kind}, non {kinds}", key=Code(key), kind=found.kind, kinds=kinds)
            raise UnknownParameterError(in_words(what))
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
