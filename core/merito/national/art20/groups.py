"""Dirigenti, holders of a post, the rest of the staff: the groups of art. 20 c. 2, small ones merged.

A group with too few people is merged with the next one before any class is made: a blank could be recovered from the
total.
"""

from collections import Counter
from collections.abc import Mapping
from math import ceil

from attrs import frozen

from merito import Person, Step
from merito.kit import period_of, role_by_post, staff_posts_of
from merito.national.art20.made import merit_rewards
from merito.numbers import together_text

MANAGER, HOLDER, STAFF = "manager", "po", "staff"
ROLES = (MANAGER, HOLDER, STAFF)
LIKE = {"secretary_general": MANAGER}


@frozen
class Group:
    """One or several roles: their name, the role of most of them, and the people."""

    name: str
    role: str
    people: frozenset[str]


def groups(step: Step) -> tuple[Group, ...]:
    """The groups of the year, of people evaluated or eligible for a prize; none is too small, except a single one."""
    return step.once(_groups)


def _groups(step: Step) -> tuple[Group, ...]:
    roles = {one.id: _role(step, one) for one in step.dossier.people}
    told = {one.person for one in merit_rewards(step)} | {one.person for one in step.so_far.scores}
    told |= {one.person for one in step.so_far.placements}
    people = {role: frozenset(person for person in told if roles.get(person) == role) for role in ROLES}
    fewest = ceil(step.parameters.number("fewest_published").value)
    names: Mapping[str, object] = step.parameters.table("art20_groups").value
    return tuple(_named(cell, people, names) for cell in _joined(people, fewest))


def _joined(people: Mapping[str, frozenset[str]], fewest: int) -> list[tuple[str, ...]]:
    """Merged roles until each cell has enough people: a small one with the next, the last with the one before."""
    cells: list[tuple[str, ...]] = []
    for role in (role for role in ROLES if people[role]):
        if cells and sum(len(people[one]) for one in cells[-1]) < fewest:
            cells[-1] = (*cells[-1], role)
        else:
            cells.append((role,))
    if len(cells) > 1 and sum(len(people[one]) for one in cells[-1]) < fewest:
        last = cells.pop()
        cells[-1] = (*cells[-1], *last)
    return cells


def _named(cell: tuple[str, ...], people: Mapping[str, frozenset[str]], names: Mapping[str, object]) -> Group:
    return Group(
        name=together_text([str(names.get(role, role)) for role in cell]),
        role=max(cell, key=lambda role: len(people[role])),
        people=frozenset().union(*(people[role] for role in cell)),
    )


def _role(step: Step, person: Person) -> str:
    """The role of most days of the year; a member of the staff who holds a post is a holder."""
    days: Counter[str] = Counter()
    for period in step.dossier.service_of(person.id):
        days[period.role or person.role] += period_of(period).days
    most = max(days, key=lambda role: days[role], default=person.role)
    if most == STAFF and person.role == STAFF:
        most = role_by_post(person, staff_posts_of(step, person.id))
    return LIKE.get(most, most)
