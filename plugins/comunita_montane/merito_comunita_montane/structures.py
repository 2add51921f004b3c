"""How far each structure of the largest size, and the ente, reached the PEG objectives (arts. 2, 5, 17 c. 2).

A unit inside a structure has a degree too if the PEG assigns it objectives of its own (I-BL-48).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from attrs import evolve

from merito import (
    Basis,
    Dossier,
    Finding,
    Grade,
    Objective,
    Phase,
    ResultRows,
    State,
    Step,
    Unit,
    Weight,
    hookimpl,
    rule,
)
from merito.kit import Grading, told
from merito.numbers import HUNDRED, Number, decimal_text, down, fraction, number_text, product
from merito_comunita_montane.contenders import WHERE
from merito_comunita_montane.peg_objectives import assigned_unit, weights_of_structure, weights_of_unit
from merito_comunita_montane.people import line_of, top_of
from merito_comunita_montane.tested_units import LARGEST

PEG, OF_ENTE = "I-BL-14", "I-BL-39"
RULES = ("BL-17.2p", PEG)
UNMEASURED = State.NOT_MEASURED


@hookimpl
@rule("BL-2.2", "BL-17.2p")
def merito_check_plan(step: Step) -> ResultRows:
    """Invalid weights and impossible written degrees are reported from the plan, before anything is measured."""
    plan = _Plan(step, [Grade(scope="indicator", id=one.id, state=UNMEASURED) for one in step.dossier.indicators])
    plan.grade_all()
    yield from plan.grading.findings


@hookimpl
@rule("BL-2.2", "BL-17.2p", PEG, WHERE, OF_ENTE)
def merito_roll_up(step: Step) -> ResultRows:
    """Objectives from their indicators and those below them, units from PEG objectives, and the ente."""
    plan = _Plan(step)
    rows = plan.grade_all()
    misplaced = step.choose(WHERE, largest=tuple(_misplaced(step.dossier)), placed=())
    if rows:
        yield from (*rows, *plan.grading.ente(rows, "BL-2.2", OF_ENTE))
        yield from (*misplaced, *_otherwise(step, rows, plan.reached))


def _otherwise(step: Step, rows: Sequence[Grade], reached: Mapping[str, Fraction | None]) -> Iterator[Finding]:
    """Units that reach 70% by the mean of their objectives, but not by those reached in full (I-BL-14)."""
    least = product(step.parameters.share("structure_threshold").value, HUNDRED)
    inner = step.reading_told(WHERE).choice != LARGEST
    tested = {unit.id for unit in step.dossier.units if inner or not unit.parent}
    for row in rows:
        whole = reached.get(row.id) if row.scope == "unit" and row.id in tested else None
        if whole is not None and row.value is not None and whole < least <= row.value:
            mean, only = (decimal_text(down(value, 2)) for value in (row.value, whole))
            why = (
                f"come media degli obiettivi di PEG la soglia è raggiunta ({mean}%), contando solo quelli raggiunti "
                f"per intero no ({only}%; {PEG})"
            )
            yield told("info", RULES[0], why, f"unit:{row.id}", phase=Phase.EVALUATION)


def _misplaced(dossier: Dossier) -> Iterator[Finding]:
    """A degree written for a unit inside a structure, while the 70% is tested on the structure."""
    for unit in dossier.units:
        if unit.parent and unit.extra.get("peg_reached") is not None:
            why = "il peg_raggiunto non conta: il 70% si prova sulla struttura intera"
            why = f"{why} ({top_of(dossier, unit.id)}), se l'ente non adotta l'altra scelta ({WHERE})"
            yield told("warning", RULES[0], why, f"unit:{unit.id}", phase=Phase.EVALUATION, inputs=(unit,))


class _Plan:
    """The grades of one dossier's objectives and units, from the `measured` ones of indicators."""

    def __init__(self, step: Step, measured: Sequence[Grade] | None = None) -> None:
        self.step, self.dossier, self.grading = step, step.dossier, Grading(step, measured)
        self.reached: dict[str, Fraction | None] = {}

    def grade_all(self) -> list[Grade]:
        """The grades of all objectives and of all units."""
        return [*self.grading.objectives("BL-2.2"), *self.units()]

    def units(self) -> Iterator[Grade]:
        """How far each structure, and each unit inside one with objectives of its own, reached its PEG objectives."""
        assigned, own = self._assigned()
        for unit in self.dossier.units:
            rows = self.dossier.weights.of(node=f"unit:{unit.id}")
            if unit.parent and not rows and unit.id not in own and unit.extra.get("peg_reached") is None:
                continue
            grades, objectives = self.grading.grades, assigned.get(unit.id, [])
            weigh = weights_of_unit if unit.parent else weights_of_structure
            weighed = zip((grades[one.id] for one in objectives), weigh(objectives), strict=True)
            listed = ((grades[child], row.weight) for row in rows if (child := _objective_of(row)) in grades)
            parts: list[tuple[Grade, Number | None]] = [*(listed if rows else weighed)]
            above = unit.parent or self.dossier.ente.id
            row = Grade(scope="unit", id=unit.id, parent=above, rules=RULES, basis=Basis(inputs=(unit, *rows)))
            yield self._given(unit, parts, above) or self._measured(row, parts)

    def _measured(self, row: Grade, parts: Sequence[tuple[Grade, Number | None]]) -> Grade:
        """The mean of the objectives, or the part of them that is reached in full (I-BL-14)."""
        mean = self.grading.graded(row, parts)
        if mean.value is None or mean.state is not State.FINAL:
            return mean
        whole = self.grading.graded(row, [(_whole(grade), weight) for grade, weight in parts])
        self.reached[row.id] = whole.value
        return self.step.choose(PEG, weighted_mean=mean, objectives_reached=evolve(whole, rests_on=mean.rests_on))

    def _given(self, unit: Unit, parts: Sequence[object], above: str) -> Grade | None:
        """The degree that the ente writes for a unit, if there is no objective to measure."""
        given = unit.extra.get("peg_reached")
        if given is None:
            return None
        row = Grade(
            scope="unit",
            id=unit.id,
            parent=above,
            value=None if parts or fraction(given) > HUNDRED else fraction(given),  # type: ignore[arg-type]
            rules=RULES,
            basis=Basis(inputs=(unit,)),
        )
        if not parts and fraction(given) <= HUNDRED:  # type: ignore[arg-type]
            return row
        why = f"il grado scritto (colonna peg_raggiunto) è {number_text(given)}, oltre 100"  # type: ignore[arg-type]
        if parts:
            why = (
                "ha sia obiettivi di PEG sia un grado scritto (colonna peg_raggiunto): tenere una sola delle due fonti"
            )
        if not unit.parent or self.step.readings[WHERE].choice != LARGEST:
            wrong = told("error", RULES[0], why, f"unit:{unit.id}", phase=Phase.EVALUATION, inputs=(unit,))
            self.grading.findings.append(wrong)
        return evolve(row, state=State.REFUSED, reason=why)

    def _assigned(self) -> tuple[Mapping[str, Sequence[Objective]], AbstractSet[str]]:
        """PEG objectives by unit, with those of the units inside it; and the units that have some of their own.

        An objective under one of the same unit is already in its grade.
        """
        found: dict[str, list[Objective]] = defaultdict(list)
        own = {one.id: assigned_unit(self.dossier, one) for one in self.dossier.objectives}
        for one in self.dossier.objectives:
            already = line_of(self.dossier, own.get(one.parent or ""))
            for unit in line_of(self.dossier, own[one.id]):
                if unit not in already:
                    found[unit].append(one)
        return found, set(own.values())


def _whole(grade: Grade) -> Grade:
    """An objective as reached or not."""
    if grade.value is None:
        return grade
    return evolve(grade, value=Fraction(100) if grade.value >= HUNDRED else Fraction(0))


def _objective_of(row: Weight) -> str:
    return row.child.removeprefix("objective:")
