"""Appointments: in which role somebody serves, by the post held, otherwise by the role that the ente has given."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from merito import Message, Person, Service, Step, kit, say
from merito.numbers import HUNDRED, Period, apart_from, days_of_year, fraction

REVOCATION = "position_revocation"
MANAGER_REVOCATION = "manager_revocation"


class Role:
    """The roles in which people serve and are evaluated."""

    STAFF = "staff"
    HOLDER = "po"
    MANAGER = "manager"
    SECRETARY = "secretary_general"


LEADING = (Role.MANAGER, Role.SECRETARY)
NAMES = kit.role_names()


def role_of(step: Step, person: Person) -> str:
    """The role in which somebody is evaluated: a posizione organizzativa held in the year overrides that of staff."""
    return step.once(_roles)[person.id]


def _roles(step: Step) -> Mapping[str, str]:
    return {one.id: _role(step, one) for one in step.dossier.people}


def _role(step: Step, person: Person) -> str:
    """Somebody on a managerial post in all the service of the year is a manager, whatever the table of people says."""
    rows = step.dossier.service_of(person.id)
    if rows and all(row.role == Role.MANAGER for row in rows):
        return Role.MANAGER
    return kit.role_by_post(person, kit.staff_posts_of(step, person.id, REVOCATION))


def also_staff(step: Step, person: Person) -> bool:
    """Whether somebody who is evaluated in another role was staff for a part of the year (I-BG-25)."""
    return role_of(step, person) != Role.STAFF and presence(step, person, Role.STAFF) > 0


def each_role_apart(step: Step, *, perhaps: bool = False) -> bool:
    """Whether somebody with several roles has an evaluation for the days of each (I-BG-25); `perhaps`, or may have."""
    reading = step.readings["I-BG-25"]
    return reading.choice == "of_those_days" or (perhaps and not reading.adopted)


def without_post(step: Step) -> list[Person]:
    """People with the role of a holder but no post in the year, if the data have posts: they may be staff or not."""
    people = step.dossier.people if kit.staff_positions(step.dossier) else ()
    holders = [one for one in people if role_of(step, one) == Role.HOLDER and served_as(step, one, Role.HOLDER)]
    return [one for one in holders if not kit.posts_of(step, one.id, REVOCATION)]


def served_as(step: Step, person: Person, role: str) -> list[Service]:
    """The rows of somebody's service in a role; those of a holder count as staff if any post held is no manager's."""
    rows = step.dossier.service_of(person.id)
    serving = [row for row in rows if (row.role or person.role) == role]
    if role != Role.STAFF or len(serving) == len(rows):
        return serving
    if all(kit.managerial(one.position) for one in kit.posts_of(step, person.id, REVOCATION)):
        return serving
    return [row for row in rows if (row.role or person.role) in (role, Role.HOLDER)]


def presence(step: Step, person: Person, role: str, without: Sequence[Period] = ()) -> Fraction:
    """Fraction of a full-time year served in a role. Overlapping times count at most in full, days of `without` never.

    Days on which a posizione organizzativa is held do not count as staff.
    """
    posts = kit.staff_posts_of(step, person.id, REVOCATION) if role == Role.STAFF else ()
    return _served(step, person, role, [*without, *(period for one in posts for period in one.periods)])


def possible_presence(step: Step, person: Person) -> Fraction:
    """The presence as staff if no post is held on the days for which that is in doubt."""
    posts = kit.staff_posts_of(step, person.id, REVOCATION)
    unsure = [days for one in doubts_of_posts(step, person) for days in one.days]
    return _served(step, person, Role.STAFF, apart_from((days for one in posts for days in one.periods), unsure))


def doubts_of_posts(step: Step, person: Person) -> tuple[kit.Doubt, ...]:
    """Why it is in doubt whether somebody holds a post on some days: not those of two posts, of which one is held."""
    posts = kit.staff_posts_of(step, person.id, REVOCATION)
    firm = [days for one in posts for days in apart_from(one.periods, one.in_doubt)]
    every = (doubt for one in posts for doubt in one.doubts if not doubt.beside)
    cut = (evolve(doubt, days=tuple(apart_from(doubt.days, firm))) for doubt in every)
    return tuple(doubt for doubt in cut if doubt.days)


def told_days(periods: Iterable[Period]) -> tuple[Message, ...]:
    """Periods as a sentence lists them, each with its first and its last day."""
    return tuple(say("dal {start} al {end}", start=one.start, end=one.end) for one in periods)


def _served(step: Step, person: Person, role: str, apart: Sequence[Period]) -> Fraction:
    """The part of a full-time year served in a role on the days that are not `apart`."""
    rows = served_as(step, person, role)
    if not rows:
        return Fraction(0)
    spans = [*map(kit.period_of, rows), *apart]
    total = Fraction(0)
    cuts = sorted({day for start, end in spans for day in (start, end + timedelta(days=1))})
    for start, after in pairwise(cuts):  # no service and no post begins or ends between two cuts
        if not any(period.start <= start <= period.end for period in apart):
            serving = [row for row in rows if row.start <= start <= kit.period_of(row).end]
            times = sum((fraction(HUNDRED if row.fte is None else row.fte) for row in serving), Fraction(0))
            total += min(times, HUNDRED) / HUNDRED * (after - start).days
    return total / days_of_year(step.dossier.year)
