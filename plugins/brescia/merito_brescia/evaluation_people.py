"""Who is evaluated and in which role: by the post held in the year, otherwise by the role that the ente has given."""

import re
from datetime import date

from attrs import frozen

from merito import Dossier, Evaluation, Person, Rating, Step
from merito.kit import Holding, role_by_post, role_names, served_on
from merito_brescia.holding import held_by

STAFF, POSITION, MANAGER, SECRETARY = "staff", "po", "manager", "secretary_general"
NAMES = role_names()
SEPARATORS = re.compile(r"[,;\n]|\be\b")
GIUNTA, OIV, PRESIDENT, DIRECTOR = "Giunta", "OIV", "Presidente", "Segretario Generale"


@frozen(kw_only=True)
class Evaluee:
    """Somebody evaluated in the year: the role that counts, the posts held, the ratings, the recorded evaluation."""

    person: Person
    role: str
    posts: tuple[Holding, ...] = ()
    ratings: tuple[Rating, ...] = ()
    evaluation: Evaluation | None = None

    @property
    def subject(self) -> str:
        return f"person:{self.person.id}"


def evaluees(step: Step, *roles: str) -> tuple[Evaluee, ...]:
    """Everybody with one of the roles, in the order of the table; without roles, everybody.

    Anyone who holds a posizione organizzativa on some day of the year is evaluated as its holder, once (art. 6 c. 1).
    """
    return tuple(one for one in step.once(_everybody) if not roles or one.role in roles)


def _everybody(step: Step) -> tuple[Evaluee, ...]:
    return tuple(_evaluee(step, person, held_by(step, person.id)) for person in step.dossier.people)


def _evaluee(step: Step, person: Person, posts: tuple[Holding, ...]) -> Evaluee:
    return Evaluee(
        person=person,
        role=role_by_post(person, posts),
        posts=posts,
        ratings=step.dossier.ratings.of(person.id),
        evaluation=step.dossier.evaluations.first(person.id),
    )


def secretaries_of(dossier: Dossier) -> tuple[str, ...]:
    """Everybody who was Segretario Generale in the year, as `person:0123`; who is at its end comes first."""
    return dossier.once(_secretaries)


def secretary_of(dossier: Dossier) -> str:
    """The Segretario Generale as `person:0123`, or nothing; of several the one at the end of the year."""
    return next(iter(secretaries_of(dossier)), "")


def role_at_the_end(dossier: Dossier, person: Person) -> str:
    """The role in which somebody serves last: that of the period of service, otherwise that of the person's row."""
    served = dossier.service_of(person.id)
    return (served[-1].role if served else "") or person.role


def _secretaries(dossier: Dossier) -> tuple[str, ...]:
    found = [one for one in dossier.people if SECRETARY in _roles(dossier, one)]
    last = date(dossier.year, 12, 31)
    at_the_end = [
        one for one in found if SECRETARY in {row.role or one.role for row in served_on(dossier, one.id, last)}
    ]
    return tuple(f"person:{one.id}" for one in dict.fromkeys((*at_the_end, *found)))


def _roles(dossier: Dossier, person: Person) -> set[str]:
    return {person.role, *(row.role for row in dossier.service_of(person.id))}


def named_by_id(dossier: Dossier, written: str) -> frozenset[str] | None:
    """The ids of a list of people (`M2, M3 e M4`), without the Segretario Generale; None if some are named in words."""
    names = (name.strip().removeprefix("person:") for name in SEPARATORS.split(written))
    named = frozenset(name for name in names if name and name.casefold() != DIRECTOR.casefold())
    return named if all(dossier.people.get(name) is not None for name in named) else None
