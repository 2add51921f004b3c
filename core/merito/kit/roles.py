"""A person's place in the year: role and its name, category, the unit and those above, the service."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal, cast

from merito.contract.proceedings import LEADERS
from merito.contract.step import Step
from merito.model.dossier import Dossier
from merito.model.messages import Message, Ref, say
from merito.model.people import Person, Service, Unit
from merito.numbers import HUNDRED, Period, days_of_year, fraction, joined, product, quotient

STAFF, POSITION = "staff", "po"
AREAS, SINCE = "areas", "IT-AREE"
ONE_DAY = timedelta(days=1)


def role_names(secretary: str = "Segretario Generale") -> Mapping[str, str]:
    """The Italian name of each role; `secretary` is the regulation's name for the Segretario."""
    return {
        STAFF: "dipendente",
        POSITION: "titolare di posizione organizzativa",
        "manager": "dirigente",
        "secretary_general": secretary,
    }


def named(dossier: Dossier, who: str, roles: Mapping[str, str]) -> str:
    """A body by its name, a person (`person:0123`) by id and role, for the cell of a table."""
    kind, _, identifier = who.partition(":")
    person = dossier.people.get(identifier) if kind == "person" else None
    return f"{person.id} ({roles.get(person.role, person.role)})" if person else who


def called(dossier: Dossier, who: str, roles: Mapping[str, str]) -> Message:
    """A body or a person (`person:0123`) as `named` has it, for a sentence."""
    kind, _, identifier = who.partition(":")
    person = dossier.people.get(identifier) if kind == "person" else None
    if person is None:
        return say("{body}", body=who)
    return say("{person} ({role})", person=Ref("person", person.id), role=roles.get(person.role, person.role))


def unit_of(dossier: Dossier, person: Person, which: Literal["last", "longest"]) -> str:
    """A person's unit: that of the person's row, otherwise that of the last period of service, or of most days.

    The text, or a reading, says which; with equal days, the later one. If every unit counts, use `units_served`.
    """
    if person.unit:
        return person.unit
    if which == "longest":
        served = units_served(dossier, person)
        return max(reversed(list(served)), key=served.__getitem__, default="")
    periods = dossier.service_of(person.id)
    return (periods[-1].unit if periods else None) or ""


def units_served(dossier: Dossier, person: Person) -> Mapping[str, int]:
    """The units in which a person served in the year, by their first day, each with its days; "" for days in none."""
    return dossier.once(_units_served)[person.id]


def _units_served(dossier: Dossier) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for person in dossier.people:
        days = found[person.id] = dict[str, int]()
        for row in dossier.service_of(person.id):
            days[row.unit or ""] = days.get(row.unit or "", 0) + period_of(row).days
    return found


def units_above(dossier: Dossier, unit: str | None) -> tuple[Unit, ...]:
    """A unit and those above it, the nearest first; empty without a unit."""
    return dossier.units_above.get(unit or "", ())


def heads_above(dossier: Dossier, unit: str | None, *, holders: bool = False, without: str = "") -> tuple[Person, ...]:
    """The heads of a unit and of those above it, the nearest first, each once, `without` one person.

    With `holders` also the holders of posts of the unit in the table of positions, after its head.
    """
    found: dict[str, None] = {}
    for one in units_above(dossier, unit):
        posts = dossier.positions.of(unit=one.id) if holders else ()
        found |= dict.fromkeys(who for who in (one.head, *(post.holder for post in posts)) if who)
    return tuple(person for who in found if who != without and (person := dossier.people.get(who)))


def period_of(row: Service) -> Period:
    """The days of a period of service, as the dossier gives it: within the year."""
    return Period(row.start, row.end or row.start)


def served_on(dossier: Dossier, person: str, day: date) -> tuple[Service, ...]:
    """The periods of service that contain a day of the year."""
    return tuple(row for row in dossier.service_of(person) if row.start <= day <= period_of(row).end)


def led_by(dossier: Dossier, unit: str | None, day: date) -> str:
    """The role of who leads a unit on a day: its nearest head who is then a manager or the Segretario, or nothing.

    The service is known for the days of the year; on others the role is that of the table of people.
    """
    for head in heads_above(dossier, unit):
        served = {row.role or head.role for row in served_on(dossier, head.id, day)}
        roles = served if day.year == dossier.year else {head.role}
        if found := next((role for role in LEADERS if role in roles), ""):
            return found
    return ""


def part_of_year(dossier: Dossier, person: str) -> Fraction:
    """The fraction of a full-time year that a person served, at most 1."""
    return _part(dossier.year, tuple((period_of(row).days, row.fte) for row in dossier.service_of(person)))


@lru_cache(maxsize=4096)
def _part(year: int, served: tuple[tuple[int, Decimal | None], ...]) -> Fraction:
    """The fraction of a full-time year that days make with their working time (percent; None: full time)."""
    days = (product(each, HUNDRED if fte is None else fte) for each, fte in served)
    return min(quotient(sum(days, Fraction(0)), HUNDRED * days_of_year(year)), Fraction(1))


def beyond_full_time(dossier: Dossier, person: str) -> tuple[Period, ...]:
    """The days on which a person's periods of service sum to more than a full time, in order."""
    rows = dossier.service_of(person)
    if len(rows) < 2:
        return ()
    cuts = sorted({day for row in rows for day in (row.start, period_of(row).end + ONE_DAY)})
    spans = (Period(start, after - ONE_DAY) for start, after in pairwise(cuts))
    return joined(one for one in spans if _time_on(rows, one.start) > HUNDRED)


def _time_on(rows: Sequence[Service], day: date) -> Fraction:
    """The working time of some periods on a day (percent points)."""
    there = (row for row in rows if row.start <= day <= period_of(row).end)
    return sum((fraction(HUNDRED if row.fte is None else row.fte) for row in there), Fraction(0))


def category_of(step: Step, written: str) -> str:
    """The category that an area replaces in the year; anything else, and everything before areas existed, as written.

    So a text of 2020 that requires category D is correct in a cycle in which its people are funzionari.
    """
    name = written.strip()
    return next((old for old, names in _areas(step).items() if name.casefold() in _folded(names)), name)


def is_of_category(step: Step, written: str, category: str) -> bool:
    """Whether a category, or the area that replaces one, has a letter: `D3` and `D giuridica` do, `Dirigente` not."""
    name = category_of(step, written).upper()
    return name.startswith(category) and not name[len(category) :][:1].isalpha()


def area_of(step: Step, written: str) -> str:
    """The area that replaces a category in the year, whatever its economic position; anything else as written."""
    name = written.strip()
    category = category_of(step, name)
    letter = category[:1].upper() if category[1:].isdigit() or len(category) == 1 else category
    names = _areas(step).get(letter, ())
    return next(iter(names), name)


def _areas(step: Step) -> Mapping[str, tuple[str, ...]]:
    """The areas of the year, with all their names, by the category that each has replaced."""
    if not step.in_force(SINCE) or AREAS not in step.parameters.declared:
        return {}
    found = step.parameters.table(AREAS, on=date(step.dossier.year, 12, 31)).value
    return cast(Mapping[str, tuple[str, ...]], found)


def _folded(names: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in names}
