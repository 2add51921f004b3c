"""Inputs of the plan: areas, objectives, indicators, their measures, the dashboards that carry them, and what amends
them during the year.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from merito.model.figures import BLANK, Figure
from merito.model.source import NOWHERE, Source

Extra = Mapping[str, object]
PlanCell = tuple[str, tuple[object, ...], str]
TARGET_AT = {"final": "target", "interim": "target_interim"}


@frozen(eq=False, kw_only=True)
class Area:
    """A perspective of the scorecard, a strategic area or a special agency; `weight` in percent points."""

    id: str
    title: str = ""
    kind: str = ""
    weight: Decimal | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Objective:
    """An objective in its area and under its parent; `weight` in percent points among its siblings."""

    id: str
    title: str
    level: str = ""
    area: str | None = None
    parent: str | None = None
    weight: Decimal | None = None
    responsible: str | None = None
    start: date | None = None
    end: date | None = None
    act: str | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Indicator:
    """An indicator of the year: its kind of figure, the side on which it is better and its expected result."""

    id: str
    title: str
    objective: str | None = None
    action: str = ""
    kind: str = "number"
    better: str = "higher"
    weight: Decimal | None = None
    monitoring: bool | None = None
    baseline: Figure = BLANK
    target: Figure = BLANK
    target_interim: Figure = BLANK
    aspect: str = ""
    dimension: str = ""
    responsible: str | None = None
    origin: str = ""
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Target:
    """The expected result of an indicator for one year of the plan, at its end or half-way."""

    indicator: str
    year: int
    value: Figure = BLANK
    at: str = "final"
    weight: Decimal | None = None
    act: str | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Measure:
    """What was measured of an indicator, at the end of the year, half-way or on a date.

    `grade` (percent points) is the ente's own, with its reason in `note`, for a figure that no formula can grade.
    """

    indicator: str
    at: str | date
    value: Figure = BLANK
    by: str | None = None
    grade: Decimal | None = None
    evidence: str = ""
    note: str = ""
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Activity:
    """An activity of a project, with its own expected result and actual; `weight` in percent points."""

    indicator: str
    id: str
    title: str = ""
    weight: Decimal | None = None
    better: str = "higher"
    target: Figure = BLANK
    actual: Figure = BLANK
    responsible: str | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Weight:
    """What `child` weighs (percent points) in `node`, where that is not its natural parent."""

    node: str
    child: str
    weight: Decimal
    year: int | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Project:
    """A project that brings variable resources: how relevant it is, by which coefficient, and why."""

    id: str
    title: str = ""
    objective: str | None = None
    relevance: Decimal | None = None
    coefficient: Decimal | None = None
    reason: str = ""
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Resource:
    """What an objective is given: budget and spending (euro) of an account, and how many people (full-time)."""

    objective: str
    account: str = ""
    budget: Decimal | None = None
    spent: Decimal | None = None
    people: Decimal | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Dashboard:
    """A dashboard (cruscotto) of the ente, of a service or of a person; a person's is reserved."""

    id: str
    title: str = ""
    kind: str = ""
    holder: str | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class DashboardRow:
    """An indicator on a dashboard, with the action printed there and its weight in percent points."""

    dashboard: str
    indicator: str
    action: str = ""
    weight: Decimal | None = None
    link: str = ""
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE


@frozen(eq=False, kw_only=True)
class Amendment:
    """A change of one cell of the plan during the year, which the act `act` adopts (None: it is only proposed).

    `table` is an English name, `row` the key of the row (its parts in their order), `attribute` that of the model's
    class or a column that a regulation adds. `old` (None: not given) and `new` are of the kind of that column.
    """

    id: str
    table: str
    row: tuple[object, ...]
    attribute: str
    old: object = None
    new: object
    proposed: date | None = None
    reason: str = ""
    act: str | None = None
    extra: Extra = field(factory=dict)
    source: Source = NOWHERE

    def cells(self, year: int) -> tuple[PlanCell, ...]:
        """What it changes: table, key and attribute. The target graded in `year` stands in two tables.

        The first is the one that is graded, whichever of the two the amendment names.
        """
        if self.table == "targets" and self.row[1] == year:
            indicator, at = str(self.row[0]), str(self.row[2])
            graded = {"value": TARGET_AT[at], "weight": "weight" if at == "final" else ""}.get(self.attribute)
            if graded:
                return ("indicators", (indicator,), graded), (self.table, self.row, self.attribute)
        if self.table == "indicators":
            at = next((at for at, target in TARGET_AT.items() if target == self.attribute), "")
            if at or self.attribute == "weight":
                planned = (self.row[0], year, at or "final")
                return (self.table, self.row, self.attribute), ("targets", planned, "value" if at else "weight")
        return ((self.table, self.row, self.attribute),)
