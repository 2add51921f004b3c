"""How far structures, units and the ente reached the PEG, and whose prizes that tests (arts. 2, 5, 17 c. 2; I-BL-48).

The 70% is tested on the structure of the largest size or, if a unit inside it has PEG objectives of its own and the
ente reads so, on the unit in which the person is placed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Basis,
    Grade,
    Message,
    Objective,
    Percent,
    Person,
    Phase,
    Ref,
    ResultRows,
    State,
    Step,
    Unit,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, Number, down, fraction, product, quotient
from merito_comunita_montane.organisation import line_of, placed_in, structure_of, top_of, units_at_once
from merito_comunita_montane.planning.objectives import assigned_unit

PEG, WHERE, OF_ENTE = "I-BL-14", "I-BL-48", "I-BL-39"
LARGEST, PLACED = "largest", "placed"
RULES = ("BL-17.2p", PEG)


@rule("BL-2.2", "BL-17.2p", hook="merito_check_plan")
def weights_and_written_degrees(step: Step) -> ResultRows:
    """Invalid weights and impossible written degrees are reported from the plan, before anything is measured."""
    unmeasured = [Grade(scope="indicator", id=one.id, state=State.NOT_MEASURED) for one in step.dossier.indicators]
    plan = _Graded(step, unmeasured)
    plan.grade_all()
    yield from plan.grading.findings


@rule("BL-2.2", "BL-17.2p", PEG, WHERE, OF_ENTE, hook="merito_roll_up")
def grades_of_the_year(step: Step) -> ResultRows:
    """Objectives from their indicators and those below them, units from PEG objectives, and the ente."""
    plan = _Graded(step)
    rows = plan.grade_all()
    misplaced = step.choose(WHERE, largest=tuple(_misplaced(step)), placed=())
    if rows:
        yield from (*rows, *plan.grading.ente(rows, "BL-2.2", OF_ENTE))
        yield from (*misplaced, *_otherwise(step, rows, plan.reached))


def _otherwise(step: Step, rows: Sequence[Grade], reached: Mapping[str, Fraction | None]) -> ResultRows:
    """Units that reach 70% by the mean of their objectives, but not by those reached in full (I-BL-14)."""
    least = product(step.parameters.share("structure_threshold").value, HUNDRED)
    inner = step.reading_told(WHERE).choice != LARGEST
    tested = {unit.id for unit in step.dossier.units if inner or not unit.parent}
    for row in rows:
        whole = reached.get(row.id) if row.scope == "unit" and row.id in tested else None
        if whole is not None and row.value is not None and whole < least <= row.value:
            why = say(
                "come media degli obiettivi di PEG la soglia è raggiunta ({mean}), ma non lo è contando solo "
                "quelli raggiunti per intero ({only}; {reading}): nulla da fare, se la lettura resta quella",
                mean=Percent(down(row.value, 2)),
                only=Percent(down(whole, 2)),
                reading=Ref("reading", PEG),
            )
            yield kit.told("info", RULES[0], why, f"unit:{row.id}", phase=Phase.EVALUATION)


def _misplaced(step: Step) -> ResultRows:
    """A degree written for a unit inside a structure, while the 70% is tested on the structure."""
    for unit in step.dossier.units:
        if unit.parent and unit.extra.get("peg_reached") is not None:
            why = say(
                "il peg_raggiunto non conta: il {threshold} si prova sulla struttura intera ({unit}), se l'ente non "
                "adotta l'altra scelta ({reading})",
                threshold=threshold(step),
                unit=Ref("unit", top_of(step.dossier, unit.id)),
                reading=Ref("reading", WHERE),
            )
            yield kit.told("warning", RULES[0], why, f"unit:{unit.id}", phase=Phase.EVALUATION, inputs=(unit,))


class _Graded:
    """The grades of one dossier's objectives and units, from the `measured` ones of indicators."""

    def __init__(self, step: Step, measured: Sequence[Grade] | None = None) -> None:
        self.step, self.dossier, self.grading = step, step.dossier, kit.Grading(step, measured)
        self.reached: dict[str, Fraction | None] = {}

    def grade_all(self) -> list[Grade]:
        return [*self.grading.objectives("BL-2.2"), *self._units()]

    def _units(self) -> Iterator[Grade]:
        """How far each structure, and each unit inside one with objectives of its own, reached its PEG objectives."""
        assigned, own = self._assigned()
        for unit in self.dossier.units:
            rows = self.dossier.weights.of(node=f"unit:{unit.id}")
            if unit.parent and not rows and unit.id not in own and unit.extra.get("peg_reached") is None:
                continue
            grades, objectives = self.grading.grades, assigned.get(unit.id, [])
            weigh = _weights_of_unit if unit.parent else _weights_of_structure
            weighed = zip((grades[one.id] for one in objectives), weigh(objectives), strict=True)
            children = ((row.child.removeprefix("objective:"), row.weight) for row in rows)
            written = ((grades[child], weight) for child, weight in children if child in grades)
            parts: list[tuple[Grade, Number | None]] = [*(written if rows else weighed)]
            above = unit.parent or self.dossier.ente.id
            row = Grade(scope="unit", id=unit.id, parent=above, rules=RULES, basis=Basis(inputs=(unit, *rows)))
            yield self._given(unit, parts, above) or self._measured(row, parts)

    def _measured(self, row: Grade, parts: Sequence[tuple[Grade, Number | None]]) -> Grade:
        """The mean of the objectives, or the part of them that is reached in full (I-BL-14)."""
        mean = self.grading.graded(row, parts)
        if mean.value is None or mean.state not in (State.FINAL, State.PROVISIONAL):
            return mean
        whole = self.grading.graded(row, [(_whole(grade), weight) for grade, weight in parts])
        if mean.state is State.FINAL:
            self.reached[row.id] = whole.value
        return self.step.choose(PEG, weighted_mean=mean, objectives_reached=evolve(whole, rests_on=mean.rests_on))

    def _given(self, unit: Unit, parts: Sequence[object], above: str) -> Grade | None:
        """The degree that the ente writes for a unit, if there is no objective to measure."""
        if unit.extra.get("peg_reached") is None:
            return None
        given = fraction(unit.extra["peg_reached"])  # type: ignore[arg-type]
        row = Grade(scope="unit", id=unit.id, parent=above, rules=RULES, basis=Basis(inputs=(unit,)))
        if not parts and given <= HUNDRED:
            return evolve(row, value=given)
        why = say("il grado scritto (colonna «peg raggiunto») è {degree}, oltre 100", degree=given)
        if parts:
            why = say(
                "ha sia obiettivi di PEG sia un grado scritto (colonna «peg raggiunto»): tenere una sola delle "
                "due fonti"
            )
        if not unit.parent or self.step.readings[WHERE].choice != LARGEST:
            wrong = kit.told("error", RULES[0], why, f"unit:{unit.id}", phase=Phase.EVALUATION, inputs=(unit,))
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
    """A grade, and what it can still become, as reached in full or not at all."""
    value, zero, full = (
        one if one is None else Fraction(HUNDRED if one >= HUNDRED else 0)
        for one in (grade.value, grade.if_zero, grade.if_full)
    )
    return evolve(grade, value=value, if_zero=zero, if_full=full)


def _weights_of_structure(objectives: Sequence[Objective]) -> Sequence[Number | None]:
    """The PEG weights of a structure's objectives; none for one under another or in an area, which weighs there."""
    return [None if one.parent or one.area else one.weight for one in objectives]


def _weights_of_unit(objectives: Sequence[Objective]) -> Sequence[Number | None]:
    """The same in a unit inside a structure, where they need not sum to 100.

    In proportion if all its objectives weigh in one place, otherwise equally.
    """
    weights = [fraction(one.weight) for one in objectives if one.weight is not None]
    total = sum(weights, Fraction(0))
    together = len(weights) == len(objectives) and len({(one.parent, one.area) for one in objectives}) == 1
    return [quotient(HUNDRED * weight, total) for weight in weights] if together and total else [None] * len(objectives)


@frozen(kw_only=True)
class Standing:
    """How a unit's 70% affects a prize: `unpaid` below it, `unsure` while it is not measured."""

    unpaid: bool = False
    unsure: bool = False


class TestedUnits:
    """The units that have a degree of their own, and which of them counts for whom (art. 17 c. 2, sixth dash)."""

    def __init__(self, step: Step) -> None:
        self.dossier = step.dossier
        self.grades = {row.id: _that_counts(step, row) for row in step.so_far.grades if row.scope == "unit"}
        self.inner = frozenset(name for name in self.grades if step.dossier.units[name].parent)
        self.placed = bool(self.inner) and step.readings[WHERE].choice == PLACED
        self._standing = {
            name: Standing(unpaid=short(step, row), unsure=row.state is not State.FINAL)
            for name, row in self.grades.items()
        }

    def of(self, person: Person, structure: str) -> Grade | None:
        """The degree that counts for somebody of a structure."""
        largest = self.grades.get(structure)
        return self.grades.get(placed_in(self.dossier, person, self._over), largest) if self.placed else largest

    def standing(self, grade: Grade | None) -> Standing:
        """How a unit's degree affects the prizes of its people."""
        return self._standing[grade.id] if grade else Standing(unsure=True)

    def _over(self, unit: str | None) -> str:
        """The nearest unit with PEG objectives of its own, from a unit up; otherwise the structure."""
        line = line_of(self.dossier, unit)
        return next((name for name in line if name in self.inner), line[-1] if line else "")

    def at_once(self, person: Person) -> tuple[str, ...]:
        """The units that count for somebody on the same days; none if one follows the other."""
        by_unit = self._over if self.placed else lambda unit: top_of(self.dossier, unit)
        return units_at_once(self.dossier, person, by_unit)


def _that_counts(step: Step, grade: Grade) -> Grade:
    """The degree for the 70%: the bound that decides, if whatever is missing leaves it on the same side."""
    if grade.state is not State.PROVISIONAL or grade.if_zero is None or grade.if_full is None:
        return grade
    least = product(step.parameters.share("structure_threshold").value, HUNDRED)
    if grade.if_full >= least > grade.if_zero:
        return grade
    sure = grade.if_zero >= least
    bound = grade.if_zero if sure else grade.if_full
    why = say("al più {bound}, quale che sia ciò che manca ({why})", bound=Percent(bound), why=grade.reason)
    if sure:
        least_known = Percent(down(bound, 2))
        why = say("almeno {bound}, quale che sia ciò che manca ({why})", bound=least_known, why=grade.reason)
    basis = evolve(grade.basis, formula=why)
    return evolve(grade, value=bound, state=State.FINAL, lacks=(), reason=why, rests_on=(grade,), basis=basis)


def degree_of(step: Step, identifier: str) -> Grade | None:
    """How far the unit that counts for somebody has reached its PEG objectives."""
    person = step.dossier.people[identifier]
    return step.once(TestedUnits).of(person, structure_of(step.dossier, person))


def short(step: Step, grade: Grade | None) -> bool:
    """Whether a unit is known to be below its threshold (art. 17 c. 2, last dash)."""
    if grade is None or grade.state is not State.FINAL or grade.value is None:
        return False
    return grade.value < step.parameters.share("structure_threshold").value * 100


def threshold(step: Step) -> Percent:
    """The share of its PEG objectives that a unit has to reach."""
    return Percent(product(step.parameters.share("structure_threshold").value, HUNDRED))


def why_short(step: Step, unit: str) -> Message:
    """That a unit is below its threshold."""
    return say(
        "la struttura {unit} non ha raggiunto il {threshold} dei suoi obiettivi di PEG",
        unit=Ref("unit", unit),
        threshold=threshold(step),
    )


def unmeasured(structure: str, grade: Grade | None) -> Message:
    """Why it is unknown whether the unit that counts in a structure is below its threshold, or nothing."""
    if not structure:
        return say("non risulta in quale struttura è collocato")
    if grade is not None and grade.state is State.FINAL:
        return NOTHING
    return say(
        "obiettivi di PEG della struttura {unit} non misurati: {why}. Chi li misura scrive le misure che mancano; di "
        "una struttura soppressa nell'anno quelle al giorno della soppressione, o una variazione del Piano toglie gli "
        "obiettivi, o li dà alla struttura che ne prende i compiti; se non ne ha, il grado raggiunto va in "
        "peg_raggiunto",
        unit=Ref("unit", grade.id if grade else structure),
        why=(grade.reason if grade else NOTHING) or say("nessun obiettivo"),
    )
