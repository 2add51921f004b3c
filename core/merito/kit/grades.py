"""Grades from other grades: objectives from indicators and objectives below, units from these, the ente from units."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve

from merito.contract.step import Step
from merito.kit.findings import told
from merito.kit.measurement.rollup import Child, WrongWeights, roll_up, sibling_weights
from merito.kit.series import added
from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.measured import Grade
from merito.model.messages import NOTHING, Message, Percent, Ref, Sayable, say
from merito.model.plan import Objective
from merito.model.results import Finding
from merito.model.states import State
from merito.numbers import Number, fraction, half_up

Part = tuple[Grade, Number | None]


MOST_TERMS = 8  # number: the most terms that a formula writes out


def rolled(row: Grade, parts: Sequence[tuple[Grade, Number]], *, block_if_missing: bool = False) -> Grade:
    """A row (its scope, id, rules, basis) with the weighted mean of other grades, on which it rests.

    A mean that can be computed is explained by its formula.
    """
    found = roll_up((Child(*part) for part in parts), block_if_missing=block_if_missing)
    return evolve(
        row,
        basis=row.basis if found.value is None else partial(_explained, row, parts),
        value=found.value,
        if_zero=found.if_zero,
        if_full=found.if_full,
        state=found.state,
        lacks=found.lacks,
        reason=found.reason,
        rests_on=tuple(grade for grade, _ in parts),
    )


def _explained(row: Grade, parts: Sequence[tuple[Grade, Number]]) -> Basis:
    return evolve(row.basis, formula=mean_formula(parts))


def mean_formula(parts: Sequence[tuple[Grade, Number]]) -> Message:
    """`(60 × 82,5% + 40 × 50%) / 100`, of the grades that count; only their number if there are more than eight."""
    counting = [(grade.value, weight) for grade, weight in parts if grade.value is not None and weight]
    if len(counting) < 2:
        return say("l'unico grado che c'è") if counting else NOTHING
    alike = len({fraction(weight) for _, weight in counting}) == 1
    if len(counting) > MOST_TERMS:
        if alike:
            return say("media semplice di {n} gradi", n=len(counting))
        return say("media ponderata di {n} gradi", n=len(counting))
    terms = added(_term(value, None if alike else weight) for value, weight in counting)
    whole = Fraction(len(counting)) if alike else sum((fraction(weight) for _, weight in counting), Fraction(0))
    if any(fraction(half_up(value, 2)) != fraction(value) for value, _ in counting):
        return say("({terms}) / {whole}, con i gradi esatti", terms=terms, whole=whole)
    return say("({terms}) / {whole}", terms=terms, whole=whole)


def _term(grade: Number, weight: Number | None) -> Message:
    percent = Percent(half_up(grade, 2))
    if weight is None:
        return say("{grade}", grade=percent)
    return say("{weight} × {grade}", weight=fraction(weight), grade=percent)


def refused(row: Grade, why: Sayable) -> Grade:
    """The same row without a figure, and why."""
    return evolve(row, value=None, if_zero=None, if_full=None, state=State.REFUSED, reason=why)


class Grading:
    """The grades of a plan, computed from the bottom: of indicators as given, or as the cycle has measured them.

    `Grading(step).objectives("X-3")` gives a row for each objective under that rule. Their mean by the weights of the
    plan is `graded(row, [(grade, objective.weight), ...])`.

    `findings` are errors about refused grades. They depend only on the plan, so `merito_check_plan` may ask for them
    before anything is measured.
    """

    def __init__(self, step: Step, measured: Iterable[Grade] | None = None) -> None:
        self.dossier = step.dossier
        self.grades: dict[str, Grade] = {}
        self.findings: list[Finding] = []
        given = step.so_far.grades if measured is None else measured
        known = {one.id: one for one in given if one.scope == "indicator"}
        self._under: dict[str, list[Objective]] = defaultdict(list)
        self._indicators: dict[str, list[Part]] = defaultdict(list)
        for objective in self.dossier.objectives:
            self._under[objective.parent or ""].append(objective)
        for indicator in self.dossier.indicators:
            if indicator.objective and indicator.id in known:
                self._indicators[indicator.objective].append((known[indicator.id], indicator.weight))

    def graded(self, row: Grade, parts: Sequence[Part]) -> Grade:
        """A row with the mean of its parts by their weights, or equally if none has one.

        Refused, with an error that cites its first rule, if only some parts have a weight, if weights do not sum to
        100, or if one of its parts is refused.
        """
        row = evolve(row, rests_on=tuple(grade for grade, _ in parts))
        try:
            weights: Sequence[Number] = sibling_weights([weight for _, weight in parts]) or (1,) * len(parts)  # type: ignore[misc]
        except WrongWeights as error:
            inputs, subject = row.basis.inputs, f"{row.scope}:{row.id}"
            self.findings.append(told("error", row.rules[0], error.why, subject, phase=Phase.EVALUATION, inputs=inputs))
            return refused(row, error.why)
        found = rolled(row, [(grade, weight) for (grade, _), weight in zip(parts, weights, strict=True)])
        wrong = tuple(Ref(grade.scope, grade.id) for grade, _ in parts if grade.state is State.REFUSED)
        return refused(evolve(found, basis=row.basis), say("rifiutato: {grades}", grades=wrong)) if wrong else found

    def objectives(self, *rules: str) -> list[Grade]:
        """The grade of every objective: of its indicators, and of the objectives under it."""
        for one in self.dossier.objectives:
            self._objective(one, rules)
        return [self.grades[one.id] for one in self.dossier.objectives]

    def _objective(self, one: Objective, rules: tuple[str, ...]) -> Grade:
        if one.id not in self.grades:
            under = [(self._objective(child, rules), child.weight) for child in self._under[one.id]]
            row = Grade(scope="objective", id=one.id, parent=one.parent or "", rules=rules, basis=Basis(inputs=(one,)))
            self.grades[one.id] = self.graded(row, [*self._indicators[one.id], *under])
        return self.grades[one.id]

    def units(self, *rules: str) -> Iterator[Grade]:
        """The grade of each unit that is responsible for graded objectives: by their weights, or equally.

        An objective under another of the same unit is already included in it. One under another unit's objective, or in
        an area, has its weight there, and none here.
        """
        for unit in self.dossier.units:
            own = self.dossier.objectives.of(responsible=f"unit:{unit.id}")
            ids = {one.id for one in own}
            parts = [
                (self.grades[one.id], None if one.parent or one.area else one.weight)
                for one in own
                if one.parent not in ids
            ]
            if parts:
                above = unit.parent or self.dossier.ente.id
                row = Grade(scope="unit", id=unit.id, parent=above, rules=rules, basis=Basis(inputs=(unit,)))
                yield self.graded(row, parts)

    def ente(self, units: Iterable[Grade], *rules: str) -> Iterator[Grade]:
        """The ente's grade as the mean of its units, equally: of those at the top that measure something.

        A refused unit refuses it too.
        """
        tops = (row for row in units if row.scope == "unit" and not self.dossier.units[row.id].parent)
        counted = (row for row in tops if row.value is not None or row.lacks or row.state is State.REFUSED)
        parts: list[Part] = [(row, None) for row in counted]
        if parts:
            yield self.graded(Grade(scope="ente", id=self.dossier.ente.id, rules=rules), parts)
