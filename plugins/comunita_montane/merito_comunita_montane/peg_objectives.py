"""The objectives of the PEG and the unit to which each is assigned (arts. 5 c. 1 and 17 c. 2)."""

from collections.abc import Sequence
from fractions import Fraction

from merito import Dossier, Objective
from merito.numbers import HUNDRED, Number, fraction, quotient
from merito_comunita_montane.people import top_of, unit_of
from merito_comunita_montane.plan_tree import OF_PEOPLE


def in_peg(one: Objective) -> bool:
    """Whether an objective belongs to the PEG: not those of people, nor those that the ente says are outside it."""
    return one.level not in OF_PEOPLE and one.extra.get("peg") is not False


def assigned_unit(dossier: Dossier, one: Objective) -> str:
    """The unit to which an objective of the PEG is assigned, or nothing."""
    kind, _, identifier = (one.responsible or "").partition(":")
    if not in_peg(one):
        return ""
    if kind == "unit":
        return identifier
    if kind == "position":
        return dossier.positions[identifier].unit or ""
    return unit_of(dossier, dossier.people[identifier]) if kind == "person" else ""


def assigned_structure(dossier: Dossier, one: Objective) -> str:
    """The structure of the largest size to which an objective of the PEG is assigned, or nothing."""
    return top_of(dossier, assigned_unit(dossier, one))


def weights_of_structure(objectives: Sequence[Objective]) -> list[Number | None]:
    """The PEG weights of a structure's objectives; none for one under another or in an area, which weighs there."""
    return [None if one.parent or one.area else one.weight for one in objectives]


def weights_of_unit(objectives: Sequence[Objective]) -> Sequence[Number | None]:
    """The same in a unit inside a structure, where they need not sum to 100.

    In proportion if all its objectives weigh in one place, otherwise equally.
    """
    weights = [fraction(one.weight) for one in objectives if one.weight is not None]
    total = sum(weights, Fraction(0))
    together = len(weights) == len(objectives) and len({(one.parent, one.area) for one in objectives}) == 1
    return [quotient(HUNDRED * weight, total) for weight in weights] if together and total else [None] * len(objectives)
