"""Whom a law means in an ente: its managers and holders of posts, how many people it has, who answers for a result."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from merito import Dossier, Person, Position, Step, kit

MANAGER, SECRETARY, HOLDER, STAFF = "manager", "secretary_general", "po", "staff"
PERSON = "person:"
HEADS, MUNICIPAL_SECRETARY, LIKE_MANAGERS = "I-IT-12", "I-IT-16", "like_managers"


def is_municipality(step: Step) -> bool:
    """Whether the ente is a municipality: the law often means these in another way, or by a reading."""
    return step.dossier.ente.kind == "municipality"


def roles(dossier: Dossier) -> Mapping[str, set[str]]:
    """The roles of everybody in the year."""
    return {
        one.id: {row.role or one.role for row in dossier.service_of(one.id)} or {one.role} for one in dossier.people
    }


@frozen
class Manager:
    """A person affected: for everything, or only for `posts` and for what is due for no post; and the readings."""

    person: str
    posts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def managers(step: Step) -> tuple[Manager, ...]:
    """Everybody whom the ban of art. 10 c. 5 D.Lgs. 150/2009 may affect.

    In a municipality without managers the heads of services replace them (art. 109 c. 2 D.Lgs. 267/2000), by a reading;
    its Segretario is another reading. A manager who left before the year leaves the ente without one.
    """
    known, posts = step.dossier.once(roles), _posts(step)
    found, in_municipality = list(_proper(step, posts)), is_municipality(step)
    some = any(step.dossier.service_of(one.person) for one in found)
    if in_municipality and not some and step.readings[HEADS].choice == LIKE_MANAGERS:
        apart = {one.person for one in found}
        for person, own in known.items():
            if person not in apart and SECRETARY not in own and (HOLDER in own or person in posts):
                found.append(Manager(person, readings=(HEADS,)))
    if in_municipality and step.readings[MUNICIPAL_SECRETARY].choice == LIKE_MANAGERS:
        found += [Manager(one, readings=(MUNICIPAL_SECRETARY,)) for one, own in known.items() if SECRETARY in own]
    return tuple(found)


def _posts(step: Step) -> Mapping[str, Mapping[str, bool]]:
    """By person, the posts of the year, and whether each is managerial."""
    posts: dict[str, dict[str, bool]] = defaultdict(dict)
    for tenure in kit.tenures(step.dossier):
        posts[tenure.person][tenure.position.id] = kit.managerial(tenure.position)
    return posts


def _proper(step: Step, posts: Mapping[str, Mapping[str, bool]]) -> Iterator[Manager]:
    """Managers by role or by post; outside a municipality the Segretario Generale is one of them.

    A person who was a manager and something else in the year is not affected for a post that is not a manager's. What
    is due for no post is affected entirely: result pay of managers, for the days as a manager.
    """
    top = {MANAGER} if is_municipality(step) else {MANAGER, SECRETARY}
    for person, known in step.dossier.once(roles).items():
        held = posts.get(person, {})
        own = tuple(post for post, of_manager in held.items() if of_manager)
        if own and (known - top or not all(held.values())):
            yield Manager(person, own)
        elif own or known & top:
            yield Manager(person)


def bound_as_managers(step: Step) -> frozenset[str]:
    """The people on whom a law puts what it puts on managers: with the Segretario, or everybody if there is no manager.

    Where there are managers, holders of posts are not among them.
    """
    known = step.dossier.once(roles)
    proper = {one.person for one in _proper(step, _posts(step))}
    if not any(step.dossier.service_of(one) for one in proper):
        return frozenset(known)
    return frozenset(proper | {person for person, own in known.items() if SECRETARY in own})


def posts_of_managers(step: Step) -> Mapping[str, tuple[str, ...]]:
    """The posts for which each manager is one; none: for everything that is theirs."""
    return {one.person: one.posts for one in _proper(step, _posts(step))}


def posts_of_staff(step: Step) -> list[Position]:
    """The posizioni organizzative, without posts that in the year managers or the Segretario alone have held."""
    known, holders = step.dossier.once(roles), defaultdict[str, set[str]](set)
    for tenure in kit.tenures(step.dossier):
        holders[tenure.position.id] |= known.get(tenure.person, {HOLDER})
    positions = kit.staff_positions(step.dossier)
    return [one for one in positions if not holders.get(one.id, {HOLDER}) <= {MANAGER, SECRETARY}]


def employees(step: Step) -> Fraction:
    """How many people the ente says that it has, otherwise how many serve in the year; 0: unknown."""
    return _how_many(step, "employees", step.dossier.people)


def number_of_managers(step: Step) -> Fraction:
    """How many managers the ente says that it has, otherwise how many people with that role serve in the year."""
    return _how_many(step, "managers", step.dossier.people.of(role=MANAGER))


def _how_many(step: Step, key: str, people: Iterable[Person]) -> Fraction:
    if step.parameters.has(key):
        return step.parameters.number(key).value
    return Fraction(sum(bool(step.dossier.service_of(one.id)) for one in people))


def answering(step: Step, named: str | None) -> frozenset[str]:
    """A responsible as recorded (`unit:U1`), with the people behind a unit or a post; empty if there is none."""
    if not named:
        return frozenset()
    kind, _, identifier = named.partition(":")
    unit = step.dossier.units.get(identifier) if kind == "unit" else None
    post = step.dossier.positions.get(identifier) if kind == "position" else None
    behind = (unit.head if unit else None, post.holder if post else None)
    return frozenset((named, *(f"{PERSON}{who}" for who in behind if who)))
