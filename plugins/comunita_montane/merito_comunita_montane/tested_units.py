"""The unit on which the 70% of PEG objectives is tested for each person, and its result (art. 17 c. 2, sixth dash).

It is the structure of the largest size, or the unit in which the person is placed. The reading I-BL-48 decides, if a
unit inside a structure has PEG objectives of its own.
"""

from merito import Grade, Person, State, Step
from merito_comunita_montane.contenders import WHERE, Standing
from merito_comunita_montane.people import line_of, placed_in, structure_of, top_of, units_at_once

LARGEST, PLACED = "largest", "placed"
UNKNOWN = Standing(unsure=True)


class PegUnits:
    """The units that have a degree of their own, and which of them counts for whom."""

    def __init__(self, step: Step) -> None:
        self.dossier = step.dossier
        self.grades = {row.id: row for row in step.so_far.grades if row.scope == "unit"}
        self.inner = frozenset(name for name in self.grades if step.dossier.units[name].parent)
        self.placed = bool(self.inner) and step.readings[WHERE].choice == PLACED
        self._standing = {name: _standing(step, row) for name, row in self.grades.items()}

    def of(self, person: Person, structure: str) -> Grade | None:
        """The degree that counts for somebody of a structure."""
        largest = self.grades.get(structure)
        return self.grades.get(placed_in(self.dossier, person, self.unit_over), largest) if self.placed else largest

    def standing(self, grade: Grade | None) -> Standing:
        """How a unit's degree affects the prizes of its people."""
        return self._standing[grade.id] if grade else UNKNOWN

    def unit_over(self, unit: str | None) -> str:
        """The nearest unit with PEG objectives of its own, from a unit up; otherwise the structure."""
        line = line_of(self.dossier, unit)
        return next((name for name in line if name in self.inner), line[-1] if line else "")

    @property
    def counts_inner(self) -> bool:
        """Whether a unit inside a structure may be the one that counts."""
        return self.placed

    def at_once(self, person: Person) -> tuple[str, ...]:
        """The units that count for somebody on the same days; none if one follows the other."""
        by_unit = self.unit_over if self.counts_inner else lambda unit: top_of(self.dossier, unit)
        return units_at_once(self.dossier, person, by_unit)


def tested_units(step: Step) -> PegUnits:
    """The units of the step, made once."""
    return step.once(PegUnits)


def short(step: Step, grade: Grade | None) -> bool:
    """Whether a unit is known to be below its threshold (art. 17 c. 2, last dash)."""
    if grade is None or grade.state is not State.FINAL or grade.value is None:
        return False
    return grade.value < step.parameters.share("structure_threshold").value * 100


def unmeasured(structure: str, grade: Grade | None) -> str:
    """Why it is unknown whether the unit that counts in a structure is below its threshold (Italian), or nothing."""
    if not structure:
        return "non risulta in quale struttura è collocato"
    if grade is not None and grade.state is State.FINAL:
        return ""
    why = grade.reason if grade and grade.reason else "nessun obiettivo"
    return f"obiettivi di PEG della struttura {grade.id if grade else structure} non misurati: {why}"


def _standing(step: Step, grade: Grade) -> Standing:
    return Standing(unpaid=short(step, grade), unsure=grade.state is not State.FINAL)


def degree_of(step: Step, identifier: str) -> Grade | None:
    """How far the unit that counts for somebody has reached its PEG objectives."""
    person = step.dossier.people[identifier]
    return tested_units(step).of(person, structure_of(step.dossier, person))
