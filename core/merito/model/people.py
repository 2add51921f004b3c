"""Inputs about the organisation and the people in it: units, people, absences, positions, ratings."""

from datetime import date
from decimal import Decimal

from attrs import field, frozen

from merito.model.plan import Extra
from merito.model.source import NOWHERE, Source


@frozen(eq=False, kw_only=True)
class Unit:
    """An organisational unit; `kind` is area, service, office, structure, staff, project_unit, special_agency."""

    id: str
    name: str = ""
    kind: str = ""
    parent: str | None = None
    head: str | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Person:
    """Somebody in service in the year; without `start` and `end`, for the whole of it."""

    id: str
    unit: str | None = None
    role: str = "staff"
    category: str = ""
    permanent: bool | None = None
    start: date | None = None
    end: date | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Service:
    """A period in which a person served in a unit; without `end`, to the end of the year. `fte` in percent points."""

    person: str
    unit: str | None
    start: date
    end: date | None = None
    role: str = ""
    category: str = ""
    fte: Decimal | None = None
    evaluator: str = ""
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Absence:
    """Days away from work, both ends included; `counts` says whether it weighs on the evaluation."""

    person: str
    start: date
    end: date
    kind: str = ""
    counts: bool | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Position:
    """A position (posizione organizzativa); `amount` in euro a year, only where it is given and not computed."""

    id: str
    title: str = ""
    unit: str | None = None
    type: str = ""
    holder: str | None = None
    amount: Decimal | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class PositionScore:
    """Points of one factor of a position's weighing."""

    position: str
    factor: str
    points: Decimal
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Appointment:
    """Who holds a position, or covers it ad interim; `share` in percent points of the position's pay."""

    person: str
    position: str
    kind: str = "holder"
    start: date | None = None
    end: date | None = None
    share: Decimal | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Rating:
    """Points given to a person on one factor, out of `max`; `weight` in percent points."""

    person: str
    factor: str
    section: str = ""
    points: Decimal
    max: Decimal | None = None
    weight: Decimal | None = None
    start: date | None = None
    end: date | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Evaluation:
    """How a person was evaluated: who proposed and who decided, when it was talked over and told, and the outcome.

    `proposal_told` is the day on which the proposal was told, before any hearing; `told` that of the final evaluation.

    `evaluator` and `proposer` are `person:0123` or the name of a body; `reasons` are those of the outcome.
    """

    person: str
    evaluator: str = ""
    proposer: str = ""
    harmonised: bool | None = None
    feedback: date | None = None
    proposal_told: date | None = None
    told: date | None = None
    reasons: str = ""
    positive: bool | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE
