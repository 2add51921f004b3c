"""How many people an ente has: as it says itself, else as its table of people tells."""

from fractions import Fraction

from merito import Step

EMPLOYEES, MANAGERS = "employees", "managers"
MANAGER = "manager"


def employees(step: Step) -> Fraction:
    """Everybody of the table of people, where the ente has not set how many there are; 0: not known."""
    own = _set(step, EMPLOYEES)
    return Fraction(len(step.dossier.people)) if own is None else own


def managers(step: Step) -> Fraction:
    """Those whose role is a manager's, where the ente has not set how many there are."""
    own = _set(step, MANAGERS)
    return Fraction(len(step.dossier.people.of(role=MANAGER))) if own is None else own


def _set(step: Step, key: str) -> Fraction | None:
    return step.parameters.number(key).value if step.parameters.has(key) else None
