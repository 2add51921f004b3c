"""The number of people of an ente: as it says, otherwise by its table of people."""

from fractions import Fraction

from merito import Step

EMPLOYEES, MANAGERS = "employees", "managers"
MANAGER = "manager"


def employees(step: Step) -> Fraction:
    """Everybody in the table of people, unless the ente has set the number; 0: unknown, as nobody may set it."""
    own = _set(step, EMPLOYEES)
    return Fraction(len(step.dossier.people)) if own is None else own


def managers(step: Step) -> Fraction:
    """People with a manager's role, unless the ente has set the number."""
    own = _set(step, MANAGERS)
    return Fraction(len(step.dossier.people.of(role=MANAGER))) if own is None else own


def _set(step: Step, key: str) -> Fraction | None:
    return step.parameters.number(key).value if step.parameters.has(key) else None
