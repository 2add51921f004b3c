"""Results that measure: grades, the cascade, monitoring, individual scores and rankings."""

from fractions import Fraction

from attrs import field, frozen

from merito.model.basis import Made
from merito.model.messages import NOTHING, Message, as_message
from merito.model.states import State


@frozen(kw_only=True)
class Grade(Made):
    """Grade in percent, exact, of what `scope` and `id` name, in a `view`.

    `lacks` lists the ids of the missing values behind a provisional figure; `if_zero` is the grade if they were zero,
    `if_full` if they were 100: it lies between the two.
    `attestation` says who attested, by which act, with which judgement, and why that is not the value (Italian).
    """

    scope: str
    id: str
    view: str = ""
    parent: str = ""
    value: Fraction | None = None
    attested: Fraction | None = None
    attestation: Message = field(default=NOTHING, converter=as_message)
    if_zero: Fraction | None = None
    if_full: Fraction | None = None
    state: State = State.FINAL
    lacks: tuple[str, ...] = ()
    reason: Message = field(default=NOTHING, converter=as_message)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.view, self.scope, self.id)


@frozen(kw_only=True)
class Carried(Made):
    """An indicator on a dashboard of the cascade: the dashboard's kind, and a direct or indirect link."""

    indicator: str
    dashboard: str
    kind: str = ""
    link: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.dashboard, self.indicator)


@frozen(kw_only=True)
class Monitored(Made):
    """An indicator during the year: its interim target and state, the gap in percent points and a new forecast."""

    indicator: str
    target: str = ""
    measured: str = ""
    deviation: Fraction | None = None
    forecast: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.indicator,)


@frozen(kw_only=True)
class PersonScore(Made):
    """Individual evaluation of a person, exact, with the maximum that could be reached and the level.

    `level_on` says what the level is read from if not from the score (Italian: `sul totale della scheda`), and
    `level_points` are those points. With `formal`, a provisional score is known and lacks only a formality of its own
    (reasons, an interview): what others are due does not wait for it, since they could only get more without it.
    `most` is the most that it can still be: the factors that are known and firm stay as they are. `most_anew` is the
    same if an evaluator rates all rated factors anew, and only what is measured stays. Without them, the maximum.
    `least` is the least that it can still be, without it 0.
    """

    person: str
    unit: str = ""
    score: Fraction | None = None
    maximum: Fraction | None = None
    level: str = ""
    level_on: str = ""
    level_points: Fraction | None = None
    state: State = State.FINAL
    formal: bool = False
    most: Fraction | None = None
    most_anew: Fraction | None = None
    least: Fraction | None = None
    lacks: tuple[str, ...] = ()
    reason: Message = field(default=NOTHING, converter=as_message)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.person,)


@frozen(kw_only=True)
class Placement(Made):
    """Place and band of a person in a ranking; without a place, why not."""

    ranking: str
    person: str
    score: Fraction | None = None
    place: int | None = None
    band: str = ""
    state: State = State.FINAL
    reason: Message = field(default=NOTHING, converter=as_message)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.ranking, self.person)
