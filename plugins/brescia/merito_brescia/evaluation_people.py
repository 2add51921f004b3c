"""Who is evaluated and as what: by the post that is held in the year, else by the role that the ente has written."""

from attrs import frozen

from merito import Act, Dossier, Evaluation, Held, Person, Rating, Step, Unit
from merito_brescia.holding import held_by

STAFF, POSITION, MANAGER, SECRETARY = "staff", "po", "manager", "secretary_general"
NAMES = {
    STAFF: "dipendente",
    POSITION: "titolare di posizione organizzativa",
    MANAGER: "dirigente",
    SECRETARY: "Segretario Generale",
}
GIUNTA, OIV, PRESIDENT, DIRECTOR = "Giunta", "OIV", "Presidente", "Segretario Generale"


@frozen(kw_only=True)
class Evaluee:
    """Somebody who is evaluated in the year: the role that counts, the posts held, the ratings, and how it was done."""

    person: Person
    role: str
    posts: tuple[Held, ...] = ()
    ratings: tuple[Rating, ...] = ()
    evaluation: Evaluation | None = None

    @property
    def subject(self) -> str:
        return f"person:{self.person.id}"


def evaluees(step: Step, *roles: str) -> tuple[Evaluee, ...]:
    """Everybody with one of the roles, in the order of the table; without roles, everybody.

    Whoever holds a posizione organizzativa on some day of the year is evaluated as its holder, once (art. 6 c. 1).
    """
    return tuple(one for one in step.once(_everybody) if not roles or one.role in roles)


def _everybody(step: Step) -> tuple[Evaluee, ...]:
    return tuple(_evaluee(step, person, held_by(step, person.id)) for person in step.dossier.people)


def _evaluee(step: Step, person: Person, posts: tuple[Held, ...]) -> Evaluee:
    return Evaluee(
        person=person,
        role=POSITION if person.role == STAFF and posts else person.role,
        posts=posts,
        ratings=step.dossier.ratings.of(person.id),
        evaluation=step.dossier.evaluations.first(person.id),
    )


def above(dossier: Dossier, unit: str | None) -> tuple[Unit, ...]:
    """A unit and those above it, from the nearest."""
    found: list[Unit] = []
    one = dossier.units.get(unit or "")
    while one is not None:
        found.append(one)
        one = dossier.units.get(one.parent or "")
    return tuple(found)


def unit_of(step: Step, person: Person) -> str | None:
    """Where somebody works: the unit of the person's row, else that of the last period of service."""
    periods = () if person.unit else step.dossier.service_of(person.id)
    return person.unit or (periods[-1].unit if periods else None)


def secretaries_of(dossier: Dossier) -> tuple[str, ...]:
    """Who is Segretario Generale in the year, one after the other, as `person:0123`."""
    return tuple(f"person:{one.id}" for one in dossier.people.of(role=SECRETARY))


def secretary_of(dossier: Dossier) -> str:
    """The Segretario Generale as `person:0123`, or nothing; the first of several."""
    return next(iter(secretaries_of(dossier)), "")


def by_body(act: Act, body: str) -> bool:
    """Whether an act is of a body; one that names none is."""
    return (act.body or body).strip().casefold() == body.casefold()


def named(dossier: Dossier, who: str) -> str:
    """A body by its name, a person by id and role."""
    person = dossier.people.get(who.removeprefix("person:"))
    return f"{person.id} ({NAMES.get(person.role, person.role)})" if person and who.startswith("person:") else who
