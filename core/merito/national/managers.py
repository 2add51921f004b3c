"""Who is a manager whom art. 10 c. 5 D.Lgs. 150/2009 may strike, and for which of the result pays of the year.

The roles are those of the year's service, the posts those held in it. A municipality without managers has heads of
services in their place (art. 109 c. 2 D.Lgs. 267/2000), by a reading; its Segretario is another one.
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from merito import Person, Step
from merito.kit import managerial, tenures

MUNICIPALITY = "municipality"
MANAGER, SECRETARY, HOLDER = "manager", "secretary_general", "po"
HEADS, MUNICIPAL_SECRETARY = "I-IT-12", "I-IT-16"
LIKE_MANAGERS = "like_managers"


@frozen
class Manager:
    """Somebody struck: for everything, or for `posts` alone and for what is due for no post; and the readings."""

    person: str
    posts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def managers(step: Step) -> tuple[Manager, ...]:
    """Everybody whom the ban may strike, in the order of the people."""
    posts: dict[str, dict[str, bool]] = {}
    for tenure in tenures(step.dossier):
        posts.setdefault(tenure.person, {})[tenure.position.id] = managerial(tenure.position)
    people = {one.id: _roles(step, one) for one in step.dossier.people}
    proper = tuple(_proper(step, people, posts))
    if proper or step.dossier.ente.kind != MUNICIPALITY or step.readings[HEADS].choice != LIKE_MANAGERS:
        found = proper
    else:
        found = tuple(_heads(people, posts))
    return (*found, *_secretaries(step, people))


def _roles(step: Step, person: Person) -> set[str]:
    return {row.role or person.role for row in step.dossier.service_of(person.id)} or {person.role}


def _proper(step: Step, people: Mapping[str, set[str]], posts: Mapping[str, Mapping[str, bool]]) -> Iterator[Manager]:
    """Managers by role or by post; outside a municipality the Segretario Generale is one of them.

    Whoever was a manager and something else in the year is not struck for a post that is no manager's. What is due for
    no post is struck whole: result pay of managers, for the days as a manager.
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
