"""Who somebody is in the year: the role and the name that go with it, the unit and those above, the service."""

from collections.abc import Mapping

from merito.model.dossier import Dossier
from merito.model.people import Person, Unit


def role_names(secretary: str = "Segretario Generale") -> Mapping[str, str]:
    """The Italian name of each role; `secretary` is what the regulation calls the Segretario."""
    return {
        "staff": "dipendente",
        "po": "titolare di posizione organizzativa",
        "manager": "dirigente",
        "secretary_general": secretary,
    }


def named(dossier: Dossier, who: str, roles: Mapping[str, str]) -> str:
    """A body by its name, a person (`person:0123`) by id and role (Italian)."""
    kind, _, identifier = who.partition(":")
    person = dossier.people.get(identifier) if kind == "person" else None
    return f"{person.id} ({roles.get(person.role, person.role)})" if person else who


def unit_of(dossier: Dossier, person: Person) -> str:
    """Where somebody works: the unit of the person's row, else that of the last period of service."""
    periods = () if person.unit else dossier.service_of(person.id)
    return person.unit or (periods[-1].unit if periods else None) or ""


def units_above(dossier: Dossier, unit: str | None) -> tuple[Unit, ...]:
    """A unit and those above it, the nearest first; none without a unit."""
    found: list[Unit] = []
    one = dossier.units.get(unit or "")
    while one is not None:
        found.append(one)
        one = dossier.units.get(one.parent or "")
    return tuple(found)


def heads_above(dossier: Dossier, unit: str | None, *, holders: bool = False, without: str = "") -> tuple[Person, ...]:
    """Who is at the head of a unit and of those above it, the nearest first and each once, `without` one person.

    With `holders` also whoever the table of positions names for a post of the unit, after its head.
    """
    found: dict[str, None] = {}
    for one in units_above(dossier, unit):
        posts = dossier.positions.of(unit=one.id) if holders else ()
        found |= dict.fromkeys(who for who in (one.head, *(post.holder for post in posts)) if who)
    return tuple(person for who in found if who != without and (person := dossier.people.get(who)))
