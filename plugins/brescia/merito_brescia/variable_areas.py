"""The managerial areas (units of kind `area`) and what counts in each: managers' posts, and people on a given day."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from merito import Dossier, Person, Position, Step, Unit
from merito.kit import managerial, served_on, units_above
from merito.numbers import HUNDRED

AREA, AGENCY, SECRETARY = "area", "special_agency", "secretary_general"
COUNTED = ("staff", "po")
HEADS_DATE = "heads_date"


class Placed(NamedTuple):
    """What counts in each area, and what counts in none: posts and people without a unit, units under no area.

    `people_nowhere` are those of units under no area, without those of a special agency.
    """

    areas: tuple[str, ...]
    posts: dict[str, list[Position]]
    heads: dict[str, int]
    posts_nowhere: list[Position]
    units_nowhere: list[str]
    people_nowhere: list[Person]
    without_unit: list[Person]
    twice: list[Person]

    def pay(self, area: str) -> Decimal:
        """Position pay (euro a year) of the managers' posts of an area, as far as it is given."""
        return sum((one.amount for one in self.posts[area] if one.amount is not None), Decimal("0.00"))

    @property
    def unpaid(self) -> list[str]:
        """Posts whose pay is not given."""
        return [one.id for posts in self.posts.values() for one in posts if one.amount is None]


def placed(step: Step) -> Placed:
    """The areas in which managers' posts, and the staff on the day set by the ente, count (I-BS-38)."""
    dossier, day = step.dossier, step.parameters.day(HEADS_DATE, step.dossier.year).value
    secretary = step.once(_of_the_secretary)
    areas = tuple(unit.id for unit in dossier.units if unit.kind == AREA)
    found = Placed(areas, {area: [] for area in areas}, dict.fromkeys(areas, 0), [], [], [], [], [])
    for position in filter(managerial, dossier.positions):
        area = _area_of(dossier, position.unit, secretary) if position.unit else None
        (found.posts[area] if area else found.posts_nowhere).append(position)
    for person in dossier.people:
        _count(found, dossier, person, day, secretary)
    return found


def area_of(step: Step, unit: str | None) -> str | None:
    """The area in which a unit counts on that day, if it counts in one (I-BS-38)."""
    return _area_of(step.dossier, unit, step.once(_of_the_secretary)) if unit else None


def _count(found: Placed, dossier: Dossier, person: Person, day: date, secretary: str | None) -> None:
    """Counts each person once, whatever the hours; somebody in two places counts where they spend more time."""
    rows = [row for row in served_on(dossier, person.id, day) if (row.role or person.role) in COUNTED]
    if not rows:
        return
    main = max(rows, key=lambda row: HUNDRED if row.fte is None else row.fte)
    if main.unit is None:
        found.without_unit.append(person)
        return
    places = {_area_of(dossier, row.unit, secretary) for row in rows if row.unit}
    if len(places) > 1:
        found.twice.append(person)
    area = _area_of(dossier, main.unit, secretary)
    if area:
        found.heads[area] += 1
    elif not of_an_agency(dossier, main.unit):
        found.people_nowhere.append(person)
        if main.unit not in found.units_nowhere:
            found.units_nowhere.append(main.unit)


def _area_of(dossier: Dossier, unit: str, secretary: str | None) -> str | None:
    """The area of a unit; a unit in no area counts in the Segretario's, one of a special agency in none."""
    place = _nearest(dossier, unit)
    if place is None:
        return secretary
    return place.id if place.kind == AREA else None


def of_an_agency(dossier: Dossier, unit: str | None) -> bool:
    """Whether a unit is in a special agency, which has its own staff."""
    place = _nearest(dossier, unit)
    return place is not None and place.kind == AGENCY


def _nearest(dossier: Dossier, unit: str | None) -> Unit | None:
    return next((one for one in units_above(dossier, unit) if one.kind in (AREA, AGENCY)), None)


def _of_the_secretary(step: Step) -> str | None:
    """The area that the Segretario Generale heads; none if there are several."""
    dossier, day = step.dossier, step.parameters.day(HEADS_DATE, step.dossier.year).value
    secretaries = {
        person.id
        for person in dossier.people
        if any((row.role or person.role) == SECRETARY for row in served_on(dossier, person.id, day))
    }
    areas = [unit.id for unit in dossier.units if unit.kind == AREA and unit.head in secretaries]
    return areas[0] if len(areas) == 1 else None
