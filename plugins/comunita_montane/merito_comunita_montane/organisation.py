"""Roles, structures and units of people in the year, and the bodies that the text names (arts. 12, 17; I-BL-13, 30)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

from merito import Dossier, Evaluation, Person, Service, Step, Unit, kit
from merito.numbers import HUNDRED, days_in_common, fraction, product

STAFF, POSITION, MANAGER, SECRETARY = "staff", "po", "manager", "secretary_general"
NAMES = kit.role_names("Segretario comunale")
MAYOR, GIUNTA, COUNCIL, OIV, SECRETARY_OFFICE = "mayor", "giunta", "council", "oiv", "secretary_general"
DIRECTOR, CONFERENCE = "director_general", "conference"
POLITICAL = (MAYOR, GIUNTA, COUNCIL)
SINDACO, ORGANISMO = "Sindaco", "OIV"
"""Bodies as evaluators: by their titles, as the tables of evaluations name them."""

ByUnit = Callable[[str | None], str]


def role_of(dossier: Dossier, person: Person) -> str:
    """The role in which somebody served the most days of the year; of two with equal days, the later one (I-BL-30)."""
    return dossier.once(_roles)[person.id]


def _roles(dossier: Dossier) -> Mapping[str, str]:
    return {
        one.id: _most_days(dossier.service_of(one.id), lambda row, own=one.role: row.role or own) or one.role  # type: ignore[misc]
        for one in dossier.people
    }


def served(dossier: Dossier) -> tuple[Person, ...]:
    """Everybody who served in the year, in the order of the table."""
    return dossier.once(_served)


def _served(dossier: Dossier) -> tuple[Person, ...]:
    return tuple(one for one in dossier.people if dossier.service_of(one.id))


def in_service(step: Step) -> tuple[Person, ...]:
    """Everybody in service in the year; the Segretario comunale is not one of the ente's staff (I-BL-08)."""
    return step.dossier.once(_in_service)


def _in_service(dossier: Dossier) -> tuple[Person, ...]:
    return tuple(one for one in served(dossier) if role_of(dossier, one) != SECRETARY)


def employees(step: Step) -> tuple[Person, ...]:
    """Those in service except managers, who have no progressions (I-BL-22) and their own result pay."""
    return tuple(one for one in step.once(in_service) if role_of(step.dossier, one) != MANAGER)


def structure_of(dossier: Dossier, person: Person) -> str:
    """The structure in which somebody served the most days; of two equal ones, the later; empty if none (I-BL-13)."""
    return dossier.once(_structures)[person.id]


def _structures(dossier: Dossier) -> Mapping[str, str]:
    rows = {one.id: dossier.service_of(one.id) for one in dossier.people if role_of(dossier, one) != SECRETARY}
    found = {person: _most_days(own, lambda row: top_of(dossier, row.unit)) for person, own in rows.items()}
    return {one.id: found.get(one.id, "") for one in dossier.people}


def unit_of(dossier: Dossier, person: Person) -> str:
    """The unit with most days in the structure with most days, in which somebody is placed (art. 12 c. 2)."""
    return placed_in(dossier, person, lambda unit: unit or "")


def placed_in(dossier: Dossier, person: Person, by_unit: ByUnit) -> str:
    """The unit with most days, as `by_unit` maps each, in the structure with most days; empty if in none."""
    top = structure_of(dossier, person)
    within = [row for row in dossier.service_of(person.id) if top_of(dossier, row.unit) == top]
    return _most_days(within, lambda row: by_unit(row.unit))


def structures_at_once(dossier: Dossier, person: Person) -> tuple[str, ...]:
    """The structures in which somebody serves on the same days, if the times do not say which counts (art. 17 c. 2)."""
    return units_at_once(dossier, person, lambda unit: top_of(dossier, unit))


def units_at_once(dossier: Dossier, person: Person, by_unit: ByUnit) -> tuple[str, ...]:
    """The units in which somebody serves on the same days, if the times do not say which counts.

    `by_unit` maps each unit to the one that counts. Of times within a full one the larger counts; equal ones say
    nothing, nor do times beyond a full one.
    """
    own = [row for row in dossier.service_of(person.id) if row.unit]
    both = _on_the_same_days(own, by_unit)
    if not both or kit.beyond_full_time(dossier, person.id):
        return both
    times = _times(own, lambda row: by_unit(row.unit), at_once=True)
    most = max(time for time, _ in times.values())
    largest = tuple(name for name, (time, _) in times.items() if time == most)
    return largest if len(largest) > 1 and set(largest) & set(both) else ()


def _on_the_same_days(rows: Sequence[Service], by_unit: ByUnit) -> tuple[str, ...]:
    if len(rows) < 2:
        return ()
    pairs = combinations([(by_unit(row.unit), kit.period_of(row)) for row in rows], 2)
    both = [(one, other) for (one, days), (other, also) in pairs if one != other and days_in_common(days, also)]
    return tuple(dict.fromkeys(name for pair in both for name in pair))


def evaluator_of(dossier: Dossier, person: Person, row: Evaluation | None) -> str:
    """Who evaluated somebody: by the evaluation (`row`), otherwise by the last period of service."""
    if row is not None and row.evaluator:
        return row.evaluator
    named = [one.evaluator for one in dossier.service_of(person.id) if one.evaluator]
    return named[-1] if named else ""


def assigned_to(dossier: Dossier, person: Person, day: date) -> str:
    """The structure to which somebody is assigned on a day, for most of the time, or nothing (I-BL-15)."""
    if role_of(dossier, person) == SECRETARY:
        return ""
    times: dict[str, Fraction] = {}
    for row in kit.served_on(dossier, person.id, day):
        name = top_of(dossier, row.unit)
        times[name] = times.get(name, Fraction(0)) + fraction(HUNDRED if row.fte is None else row.fte)
    return max(times, key=times.__getitem__, default="")


def top_of(dossier: Dossier, unit: str | None) -> str:
    """The structure of the largest size above a unit: the one with none above it; empty without a unit."""
    line = kit.units_above(dossier, unit)
    return line[-1].id if line else ""


def line_of(dossier: Dossier, unit: str | None) -> tuple[str, ...]:
    """A unit and those above it, up to the structure of the largest size; none without a unit."""
    return tuple(one.id for one in kit.units_above(dossier, unit))


def structures(dossier: Dossier) -> tuple[Unit, ...]:
    """The structures of the largest size (art. 17 c. 2), in the order of the table."""
    return tuple(one for one in dossier.units if not one.parent)


def _most_days(rows: Sequence[Service], by: Callable[[Service], str]) -> str:
    """The key (`by`) of the periods with the most days, of two with equal days the later one; empty without any.

    Periods on the same days count by their working time too.
    """
    if len(rows) == 1:
        return by(rows[0])
    at_once = any(days_in_common(kit.period_of(one), kit.period_of(other)) for one, other in combinations(rows, 2))
    times = _times(rows, by, at_once=at_once)
    return max(times, key=lambda name: times[name], default="")


def _times(
    rows: Sequence[Service], by: Callable[[Service], str], *, at_once: bool
) -> Mapping[str, tuple[Fraction, date]]:
    """The days of each key, or with `at_once` the days by their working time, and the first day of its last period."""
    found: dict[str, tuple[Fraction, date]] = {}
    for row in rows:
        before, _ = found.get(by(row), (Fraction(0), row.start))
        time = product(kit.period_of(row).days, HUNDRED if row.fte is None or not at_once else row.fte)
        found[by(row)] = (before + time, row.start)
    return found
