"""The dossier: everything known about one ente and one year. Typed, frozen, nothing computed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, TypeVar, cast

from attrs import evolve, field, frozen

from merito.model.acts import Act
from merito.model.amended import Amendment
from merito.model.columns import InputRow, column, table
from merito.model.forms import FormText
from merito.model.looked_at import Confirmation, Remark, SheetOut
from merito.model.paid import Payment
from merito.model.people import (
    Absence,
    Appointment,
    BodyMember,
    Delegation,
    EarlierEvaluation,
    Evaluation,
    Person,
    Position,
    PositionScore,
    Qualification,
    Rating,
    Regrading,
    ReturnedEvaluation,
    ReturnedRating,
    Service,
    Unit,
)
from merito.model.plan import (
    Activity,
    Area,
    Dashboard,
    DashboardRow,
    Indicator,
    Measure,
    Objective,
    Project,
    Resource,
    Target,
    Weight,
)
from merito.model.rows import Rows
from merito.model.served import of_managers, parted, retirements
from merito.model.site import Publication
from merito.model.source import NOWHERE, Source
from merito.numbers import natural_key

Made = TypeVar("Made")


@frozen(kw_only=True)
class Ente:
    """The body whose cycle is run; its regulation declares its `kind` (chamber_of_commerce, municipality, ...)."""

    id: str
    name: str
    regulation: str
    kind: str = ""


@frozen(eq=False, kw_only=True)
class Candidate(InputRow):
    """A person put forward for a tool, alone or in a group; `share` in percent points of the group's prize."""

    TABLE = table("candidati", "person", "tool", "group")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    tool: Annotated[str, column("tool", "strumento")]
    score: Annotated[Decimal | None, column("number", "punteggio")] = None
    share: Annotated[Decimal | None, column("weight", "quota")] = None
    group: Annotated[str, column("text", "gruppo")] = ""
    note: Annotated[str, column("text", "nota")] = ""


@frozen(eq=False, kw_only=True)
class ExtraRow:
    """A row of a table that only one regulation has: its columns by their English name."""

    id: str
    values: Mapping[str, object]
    source: Source = NOWHERE

    def __getitem__(self, column: str) -> object:
        return self.values[column]


@frozen(eq=False, kw_only=True)
class Given:
    """A single figure or the amount of a fund (euro), given in the ente's `cycle.toml`."""

    id: str
    value: object
    source: Source = NOWHERE

    @property
    def euro(self) -> Decimal:
        """The value of a fund, or of a figure of kind money."""
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.id} is no sum of money")
        return self.value

    @property
    def number(self) -> Fraction:
        """The value of a figure of kind number or percent, exact."""
        if not isinstance(self.value, Fraction):
            raise TypeError(f"{self.id} is no number")
        return self.value


@frozen(eq=False, kw_only=True)
class Dossier:
    """One ente, one year: the input data, table by table."""

    ente: Ente
    year: int
    funds: Rows[Given] = field(factory=Rows)
    figures: Rows[Given] = field(factory=Rows)
    units: Rows[Unit] = field(factory=Rows)
    people: Rows[Person] = field(factory=Rows)
    service: Rows[Service] = field(factory=Rows)
    absences: Rows[Absence] = field(factory=Rows)
    areas: Rows[Area] = field(factory=Rows)
    objectives: Rows[Objective] = field(factory=Rows)
    weights: Rows[Weight] = field(factory=Rows)
    resources: Rows[Resource] = field(factory=Rows)
    projects: Rows[Project] = field(factory=Rows)
    indicators: Rows[Indicator] = field(factory=Rows)
    targets: Rows[Target] = field(factory=Rows)
    measures: Rows[Measure] = field(factory=Rows)
    activities: Rows[Activity] = field(factory=Rows)
    dashboards: Rows[Dashboard] = field(factory=Rows)
    dashboard_rows: Rows[DashboardRow] = field(factory=Rows)
    amendments: Rows[Amendment] = field(factory=Rows)
    positions: Rows[Position] = field(factory=Rows)
    regradings: Rows[Regrading] = field(factory=Rows)
    position_scores: Rows[PositionScore] = field(factory=Rows)
    appointments: Rows[Appointment] = field(factory=Rows)
    delegated_powers: Rows[Delegation] = field(factory=Rows)
    qualifications: Rows[Qualification] = field(factory=Rows)
    bodies: Rows[BodyMember] = field(factory=Rows)
    ratings: Rows[Rating] = field(factory=Rows)
    returned_ratings: Rows[ReturnedRating] = field(factory=Rows)
    evaluations: Rows[Evaluation] = field(factory=Rows)
    returned_evaluations: Rows[ReturnedEvaluation] = field(factory=Rows)
    earlier_evaluations: Rows[EarlierEvaluation] = field(factory=Rows)
    candidates: Rows[Candidate] = field(factory=Rows)
    payments: Rows[Payment] = field(factory=Rows)
    acts: Rows[Act] = field(factory=Rows)
    publications: Rows[Publication] = field(factory=Rows)
    texts: Rows[FormText] = field(factory=Rows)
    confirmations: Rows[Confirmation] = field(factory=Rows)
    tables: Mapping[str, Rows[ExtraRow]] = field(factory=dict)
    remarks: tuple[Remark, ...] = ()
    sheets_out: tuple[SheetOut, ...] = ()

    def acts_seen(self, as_of: date) -> tuple[Act, ...]:
        """Acts of this cycle that have taken effect by a date, sorted by date and id."""
        seen = (act for act in self.acts if act.seen(self.year, as_of))
        return tuple(sorted(seen, key=lambda act: (act.date, natural_key(act.id))))

    def acts_too_early(self, as_of: date) -> tuple[Act, ...]:
        """Acts of this cycle, given by a date, whose day is too early for it."""
        early = (act for act in self.acts if act.too_early and act.date <= as_of and act.stands(self.year))
        return tuple(sorted(early, key=lambda act: (act.date, natural_key(act.id))))

    def table(self, name: str) -> Rows[Any]:
        """The rows of a table by its English name, common or of a regulation; empty if it was not given."""
        rows: Rows[Any] | None = getattr(self, name, None)
        return self.tables.get(name, Rows()) if rows is None else rows

    def area_of(self, objective: str | None) -> str:
        """The area of an objective: its own, or that of the objectives above it; empty if there is none."""
        known = self.objectives.get(objective or "")
        while known is not None:
            if known.area:
                return known.area
            known = self.objectives.get(known.parent or "")
        return ""

    def service_of(self, person: str) -> tuple[Service, ...]:
        """The periods in which a person served this year, limited to its first and last day.

        Without rows of service, one period from the person's own row (unit, `from` and `to`, the whole year if these
        are blank). On the days of a managerial post in the register of appointments the role is that of a manager, and
        nobody serves after retiring from a post. They are sorted by first day and name of the unit. Empty if no day is
        in this year. Raises KeyError on an unknown id.
        """
        return self._served[person]

    def once(self, make: Callable[["Dossier"], Made]) -> Made:
        """The result of `make` for this dossier, made once, such as everybody's role. It looks at nothing else."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @cached_property
    def _made(self) -> dict[object, object]:
        return {}

    @cached_property
    def units_above(self) -> Mapping[str, tuple[Unit, ...]]:
        """Every unit and those above it, the nearest first, by its id."""
        found: dict[str, tuple[Unit, ...]] = {}
        for unit in self.units:
            line, one = list[Unit](), self.units.get(unit.id)
            while one is not None:
                line.append(one)
                one = self.units.get(one.parent or "")
            found[unit.id] = tuple(line)
        return found

    @cached_property
    def _served(self) -> Mapping[str, tuple[Service, ...]]:
        """Everybody's periods of service in the year, found once."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        rows: dict[str, list[Service]] = defaultdict(list)
        for row in self.service:
            rows[row.person].append(row)
        managing, retired = of_managers(self.positions, self.appointments, self.year), self._retired
        served: dict[str, tuple[Service, ...]] = {}
        for known in self.people:
            own = rows.get(known.id) or [_as_service(known, first, last)]
            until = retired.get(known.id, last)
            this_year = [row for row in own if row.start <= until and (row.end or last) >= first]
            within = parted((_within(row, first, until) for row in this_year), known.role, managing.get(known.id, ()))
            found = list(within)
            if len(found) > 1:
                found.sort(key=lambda row: (row.start, self._named(row.unit)))
            served[known.id] = tuple(found)
        return served

    @cached_property
    def _retired(self) -> Mapping[str, date]:
        return retirements(self.appointments, self.year)

    def _named(self, unit: str | None) -> tuple[str, object]:
        """The sorting key of a unit: its name, so that nothing depends on how ids are chosen; its id if it has none."""
        known = self.units.get(unit or "")
        return (known.name.casefold() if known else "", natural_key(unit or ""))


def _as_service(person: Person, first: date, last: date) -> Service:
    """A person's own row as a period of service."""
    return Service(
        person=person.id,
        unit=person.unit,
        start=person.start or first,
        end=person.end or last,
        role=person.role,
        category=person.category,
        source=person.source,
    )


def _within(row: Service, first: date, last: date) -> Service:
    if row.start >= first and row.end is not None and row.end <= last:
        return row
    return evolve(row, start=max(row.start, first), end=min(row.end or last, last))
