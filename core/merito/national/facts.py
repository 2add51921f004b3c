"""The number of people of an ente: as it says, otherwise by its table of people."""

from collections.abc import Iterable
from fractions import Fraction

from merito import Person, Step

EMPLOYEES, MANAGERS = "employees", "managers"
MANAGER = "manager"


def employees(step: Step) -> Fraction:
    """Everybody who serves in the year, unless the ente has set the number; 0: unknown, as nobody may set it."""
    own = _set(step, EMPLOYEES)
    return _serving(step, step.dossier.people) if own is None else own


def managers(step: Step) -> Fraction:
    """People with a manager's role, unless the ente has set the number."""
    own = _set(step, MANAGERS)
    return _serving(step, step.dossier.people.of(role=MANAGER)) if own is None else own


def _serving(step: Step, people: Iterable[Person]) -> Fraction:
    return Fraction(sum(bool(step.dossier.service_of(one.id)) for one in people))


def _set(step: Step, key: str) -> Fraction | None:
    return step.parameters.number(key).value if step.parameters.has(key) else None
