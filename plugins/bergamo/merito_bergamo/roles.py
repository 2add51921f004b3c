"""In which role somebody is evaluated and paid: by the post held, otherwise by the role that the ente has given."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from merito import Person, Service, Step
from merito.kit import Holding, managerial, period_of, role_by_post, role_names, staff_positions, staff_posts_of
from merito.numbers import HUNDRED, Period, days_of_year, fraction
from merito_bergamo.holders import REVOCATION, held_by

STAFF, POSITION, MANAGER, SECRETARY = "staff", "po", "manager", "secretary_general"
NAMES = role_names()
ONE_DAY = timedelta(days=1)
TWO_ROLES, OF_THOSE_DAYS = "I-BG-25", "of_those_days"


def posts_of(step: Step, person: str) -> tuple[Holding, ...]:
    """The posizioni organizzative that somebody holds on some day of the year."""
    return staff_posts_of(step, person, REVOCATION)


def role_of(step: Step, person: Person) -> str:
    """The role in which somebody is evaluated: a posizione organizzativa held in the year overrides that of staff."""
    return step.once(_roles)[person.id]


def _roles(step: Step) -> Mapping[str, str]:
    return {one.id: role_by_post(one, posts_of(step, one.id)) for one in step.dossier.people}


def also_staff(step: Step, person: Person) -> bool:
    """Whether somebody who is evaluated in another role was staff for a part of the year (I-BG-25)."""
    return role_of(step, person) != STAFF and presence(step, person, STAFF) > 0


def without_post(step: Step) -> list[Person]:
    """People with the role of a holder but no post in the year, if the data have posts: they may be staff or not."""
    if not staff_positions(step.dossier):
        return []
    holders = (one for one in step.dossier.people if role_of(step, one) == POSITION and not held_by(step, one.id))
    return [one for one in holders if served_as(step, one, POSITION)]


def presence(step: Step, person: Person, role: str, without: Sequence[Period] = ()) -> Fraction:
    """Fraction of a full-time year served in a role. Overlapping times count at most in full, days of `without` never.

    Days on which a posizione organizzativa is held do not count as staff.
    """
    rows = served_as(step, person, role)
    if not rows:
        return Fraction(0)
    posts = posts_of(step, person.id) if role == STAFF else ()
    apart = [*without, *(period for one in posts for period in one.periods)]
    total = sum((_part(rows, apart, days) * days.days for days in _pieces(rows, apart)), Fraction(0))
    return total / days_of_year(step.dossier.year)


def served_as(step: Step, person: Person, role: str) -> list[Service]:
    """The rows of somebody's service in a role."""
    return [one for one in step.dossier.service_of(person.id) if _serves(step, person, one, role)]


def _serves(step: Step, person: Person, row: Service, role: str) -> bool:
    served = row.role or person.role
    if role == STAFF and served == POSITION:
        return any(not managerial(one.position) for one in held_by(step, person.id))
    return served == role


def _pieces(rows: list[Service], apart: Sequence[Period]) -> Iterator[Period]:
    """The stretches of days between each beginning or end of the service or of the excluded periods."""
    spans = [*map(period_of, rows), *apart]
    cuts = sorted({day for start, end in spans for day in (start, end + ONE_DAY)})
    return (Period(start, end - ONE_DAY) for start, end in pairwise(cuts))


def _part(rows: list[Service], apart: Sequence[Period], days: Period) -> Fraction:
    if any(period.start <= days.start <= period.end for period in apart):
        return Fraction(0)
    times = (fraction(HUNDRED if one.fte is None else one.fte) for one in rows if _covers(one, days.start))
    return min(sum(times, Fraction(0)), HUNDRED) / HUNDRED


def _covers(row: Service, day: date) -> bool:
    return row.start <= day <= (row.end or day)
