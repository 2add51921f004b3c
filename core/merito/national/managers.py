"""Which managers the ban of art. 10 c. 5 D.Lgs. 150/2009 may affect, and for which result pays of the year.

Roles and posts are those of the year. In a municipality without managers the heads of services replace them (art. 109
c. 2 D.Lgs. 267/2000), by a reading; its Segretario is another reading.
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from merito import Person, Position, Step
from merito.kit import managerial, staff_positions, tenures

MUNICIPALITY = "municipality"
MANAGER, SECRETARY, HOLDER = "manager", "secretary_general", "po"
HEADS, MUNICIPAL_SECRETARY = "I-IT-12", "I-IT-16"
LIKE_MANAGERS = "like_managers"


@frozen
class Manager:
    """A person affected: for everything, or only for `posts` and for what is due for no post; and the readings."""

    person: str
    posts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def managers(step: Step) -> tuple[Manager, ...]:
    """Everybody whom the ban may affect; a manager who left before the year leaves the ente without one."""
    people, posts = _people(step), _posts(step)
    proper = tuple(_proper(step, people, posts))
    has_some = any(step.dossier.service_of(one.person) for one in proper)
    if has_some or step.dossier.ente.kind != MUNICIPALITY or step.readings[HEADS].choice != LIKE_MANAGERS:
        found = proper
    else:
        found = (*proper, *(one for one in _heads(people, posts) if one.person not in {own.person for own in proper}))
    return (*found, *_secretaries(step, people))


def bound_as_managers(step: Step) -> frozenset[str]:
    """The people on whom a law puts what it puts on managers: with the Segretario, or everybody if there is no manager.

    Where there are managers, holders of posts are not among them.
    """
    people = _people(step)
    proper = {one.person for one in _proper(step, people, _posts(step))}
    if not any(step.dossier.service_of(one) for one in proper):
        return frozenset(people)
    return frozenset(proper | {one for one, roles in people.items() if SECRETARY in roles})


def posts_of_staff(step: Step) -> list[Position]:
    """The posizioni organizzative, without posts that in the year managers or the Segretario alone have held."""
    people, holders = _people(step), dict[str, set[str]]()
    for tenure in tenures(step.dossier):
        holders.setdefault(tenure.position.id, set()).update(people.get(tenure.person, {HOLDER}))
    above = {MANAGER, SECRETARY}
    return [one for one in staff_positions(step.dossier) if not (one.id in holders and holders[one.id] <= above)]


def _people(step: Step) -> dict[str, set[str]]:
    return {one.id: _roles(step, one) for one in step.dossier.people}


def _posts(step: Step) -> dict[str, dict[str, bool]]:
    """By person, the posts of the year, and whether each is managerial."""
    posts: dict[str, dict[str, bool]] = {}
    for tenure in tenures(step.dossier):
        posts.setdefault(tenure.person, {})[tenure.position.id] = managerial(tenure.position)
    return posts


def _roles(step: Step, person: Person) -> set[str]:
    return {row.role or person.role for row in step.dossier.service_of(person.id)} or {person.role}


def _proper(step: Step, people: Mapping[str, set[str]], posts: Mapping[str, Mapping[str, bool]]) -> Iterator[Manager]:
    """Managers by role or by post; outside a municipality the Segretario Generale is one of them.

    A person who was a manager and something else in the year is not affected for a post that is not a manager's. What
    is due for no post is affected entirely: result pay of managers, for the days as a manager.
    """
    top = {MANAGER} if step.dossier.ente.kind == MUNICIPALITY else {MANAGER, SECRETARY}
    for person, roles in people.items():
        held = posts.get(person, {})
        own = tuple(post for post, of_manager in held.items() if of_manager)
        if own and (roles - top or not all(held.values())):
            yield Manager(person, own)
        elif own or roles & top:
            yield Manager(person)


def _heads(people: Mapping[str, set[str]], posts: Mapping[str, Mapping[str, bool]]) -> Iterator[Manager]:
    for person, roles in people.items():
        if SECRETARY not in roles and (HOLDER in roles or person in posts):
            yield Manager(person, readings=(HEADS,))


def _secretaries(step: Step, people: Mapping[str, set[str]]) -> Iterator[Manager]:
    if step.dossier.ente.kind == MUNICIPALITY and step.readings[MUNICIPAL_SECRETARY].choice == LIKE_MANAGERS:
        for person, roles in people.items():
            if SECRETARY in roles:
                yield Manager(person, readings=(MUNICIPAL_SECRETARY,))
