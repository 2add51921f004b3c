"""Categories A to D, and the areas that replaced them with the contract of 16.11.2022."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from merito.contract.step import Step

AREAS, SINCE = "areas", "IT-AREE"


def category_of(step: Step, written: str) -> str:
    """The category that an area replaces in the year; anything else, and everything before areas existed, as written.

    So a text of 2020 that requires category D is correct in a cycle in which its people are funzionari.
    """
    name = written.strip()
    return next((old for old, names in _areas(step).items() if name.casefold() in _folded(names)), name)


def area_of(step: Step, written: str) -> str:
    """The area that replaces a category in the year, whatever its economic position; anything else as written."""
    name = written.strip()
    category = category_of(step, name)
    letter = category[:1].upper() if category[1:].isdigit() or len(category) == 1 else category
    names = _areas(step).get(letter, ())
    return next(iter(names), name)


def _areas(step: Step) -> Mapping[str, tuple[str, ...]]:
    """The areas of the year, with all their names, by the category that each has replaced."""
    if not step.in_force(SINCE) or AREAS not in step.parameters.declared:
        return {}
    found = step.parameters.table(AREAS, on=date(step.dossier.year, 12, 31)).value
    return cast(Mapping[str, tuple[str, ...]], found)


def _folded(names: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in names}
