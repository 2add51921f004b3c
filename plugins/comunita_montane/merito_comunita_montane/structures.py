"""The structures of the largest size: how far each reached its PEG objectives; and the ente (arts. 2, 5, 17 c. 2)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import evolve

from merito import (
    Basis,
    Child,
    Dossier,
    Finding,
    Grade,
    Objective,
    Phase,
    Results,
    State,
    Step,
    Unit,
    Weight,
    hookimpl,
    roll_up,
    rule,
    sibling_weights,
    told,
)
from merito.numbers import HUNDRED, Number, fraction, number_text
from merito_comunita_montane.people import structure_of, structures, top_of
from merito_comunita_montane.plan_tree import OF_PEOPLE

PEG, OF_ENTE = "I-BL-14", "I-BL-39"
RULES = ("BL-17.2p", PEG)


@hookimpl
@rule("BL-2.2", "BL-17.2p", PEG, OF_ENTE)
def merito_roll_up(step: Step) -> Results | None:
    """Objectives from their indicators and those under them, structures from PEG objectives, and the ente."""
    plan = _Plan(step)
    rows = [*plan.objectives(), *plan.structures()]
    plan.findings += _misplaced(step.dossier)
    return Results(grades=(*rows, *plan.ente(rows)), findings=tuple(plan.findings)) if rows else None


def _misplaced(dossier: Dossier) -> Iterator[Finding]:
    """A degree written on a unit inside a structure: the 70% is of the structure."""
    for unit in dossier.units:
        if unit.parent and unit.extra.get("peg_reached") is not None:
            why = f"il peg_raggiunto non conta: il 70% si prova sulla struttura intera ({top_of(dossier, unit.id)})"
            yield told("warning", RULES[0], why, f"unit:{unit.id}", phase=Phase.EVALUATION, inputs=(unit,))


class _Plan:
    """The objectives of one dossier and their grades, made from the bottom."""

    def __init__(self, step: Step) -> None:
        self.step, self.dossier = step, step.dossier
        self.findings: list[Finding] = []
        self.grades: dict[str, Grade] = {}
        self.under: dict[str, list[Objective]] = defaultdict(list)
        self.indicators: dict[str, list[tuple[Number | None, Grade]]] = defaultdict(list)
        known = {one.id: one for one in step.so_far.grades if one.scope == "indicator"}
        for objective in self.dossier.objectives:
            self.under[objective.parent or ""].append(objective)
        for indicator in self.dossier.indicators:
            if indicator.objective and indicator.id in known:
                self.indicators[indicator.objective].append((indicator.weight, known[indicator.id]))

    def objectives(self) -> list[Grade]:
        """The grade of every objective, those under it first."""
        for one in self.dossier.objectives:
            self._objective(one)
        return [self.grades[one.id] for one in self.dossier.objectives]

    def _objective(self, one: Objective) -> Grade:
        if one.id not in self.grades:
            children = [(child.weight, self._objective(child)) for child in self.under[one.id]]
            parts = [*self.indicators[one.id], *children]
            self.grades[one.id] = self._graded("objective", one.id, parts, (one,), ("BL-2.2",), one.parent or "")
        return self.grades[one.id]

    def structures(self) -> Iterator[Grade]:
        """How far each structure reached the PEG objectives assigned to it."""
        assigned = self._assigned()
        for unit in structures(self.dossier):
            rows = [row for row in self.dossier.weights if row.node == f"unit:{unit.id}"]
            listed = [(row.weight, self.grades[child]) for row in rows if (child := _objective_of(row)) in self.grades]
            parts = listed if rows else assigned.get(unit.id, [])
            given = self._given(unit, parts)
            yield given or self._graded("unit", unit.id, parts, (unit, *rows), RULES, self.dossier.ente.id)

    def _given(self, unit: Unit, parts: Sequence[object]) -> Grade | None:
        """The degree that the ente itself writes for a structure, where no objective is there to be measured."""
        given = unit.extra.get("peg_reached")
        if given is None:
            return None
        row = Grade(
            scope="unit",
            id=unit.id,
            parent=self.dossier.ente.id,
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
        self.findings.append(told("error", RULES[0], why, f"unit:{unit.id}", phase=Phase.EVALUATION, inputs=(unit,)))
        return evolve(row, state=State.REFUSED, reason=why)

    def _assigned(self) -> dict[str, list[tuple[Number | None, Grade]]]:
        """PEG objectives by structure: those under an objective of the same structure are already in its grade."""
        found: dict[str, list[tuple[Number | None, Grade]]] = defaultdict(list)
        for one in self.dossier.objectives:
            own = assigned_structure(self.dossier, one)
            above = self.dossier.objectives.get(one.parent or "")
            if own and not (above and assigned_structure(self.dossier, above) == own):
                found[own].append((None if one.parent or one.area else one.weight, self.grades[one.id]))
        return found

    def ente(self, rows: Sequence[Grade]) -> Iterator[Grade]:
        """The ente, by the mean of its structures: the text has no formula for it."""
        own = [row for row in rows if row.scope == "unit" and (row.value is not None or row.lacks)]
        if own:
            yield self._graded("ente", self.dossier.ente.id, [(None, row) for row in own], (), ("BL-2.2", OF_ENTE), "")

    def _graded(
        self,
        scope: str,
        identifier: str,
        parts: Sequence[tuple[Number | None, Grade]],
        inputs: tuple[object, ...],
        rules: tuple[str, ...],
        parent: str,
    ) -> Grade:
        basis = Basis(inputs=inputs, results=tuple(grade for _, grade in parts))
        try:
            weights: Sequence[Number] = sibling_weights([weight for weight, _ in parts]) or (1,) * len(parts)  # type: ignore[misc]
        except ValueError as error:
            why = str(error)
            self.findings.append(
                told("error", rules[0], why, f"{scope}:{identifier}", phase=Phase.EVALUATION, inputs=inputs)
            )
            refused = {"scope": scope, "id": identifier, "parent": parent, "state": State.REFUSED, "reason": why}
            return Grade(**refused, rules=rules, basis=basis)  # type: ignore[arg-type]
        rolled = roll_up(Child(grade, weight) for (_, grade), weight in zip(parts, weights, strict=True))
        wrong = [grade for _, grade in parts if grade.state is State.REFUSED]
        return Grade(
            scope=scope,
            id=identifier,
            parent=parent,
            value=None if wrong else rolled.value,
            if_zero=None if wrong else rolled.if_zero,
            state=State.REFUSED if wrong else rolled.state,
            lacks=rolled.lacks,
            reason=f"rifiutato: {', '.join(one.id for one in wrong)}" if wrong else rolled.reason,
            rules=rules,
            basis=basis,
        )


def in_peg(one: Objective) -> bool:
    """Whether an objective is of the PEG: not one of people, nor one that the ente says is outside it."""
    return one.level not in OF_PEOPLE and one.extra.get("peg") is not False


def assigned_structure(dossier: Dossier, one: Objective) -> str:
    """The structure to which an objective of the PEG is assigned, or nothing."""
    kind, _, identifier = (one.responsible or "").partition(":")
    if not in_peg(one):
        return ""
    if kind == "unit":
        return top_of(dossier, identifier)
    if kind == "position":
        return top_of(dossier, dossier.positions[identifier].unit)
    return structure_of(dossier, dossier.people[identifier]) if kind == "person" else ""


def _objective_of(row: Weight) -> str:
    return row.child.removeprefix("objective:")
