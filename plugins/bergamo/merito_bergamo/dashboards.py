"""Means of every dashboard: per objective, per perspective, whole; the ente's figure is the strategic one's."""

from collections.abc import Iterable
from decimal import Decimal

from merito import (
    Area,
    Basis,
    Child,
    Dashboard,
    DashboardRow,
    Dossier,
    Finding,
    Grade,
    Objective,
    Phase,
    Results,
    Rolled,
    State,
    Step,
    hookimpl,
    roll_up,
    rule,
    sibling_weights,
)

STRATEGIC = "strategic"
RULE_OF = {"secretary_general": "BP-4.2", "manager": "BP-4.2", STRATEGIC: "BP-3.3d"}
MEAN, MISSING, ENTE = "I-BP-03", "I-BP-04", "I-BP-10"


@hookimpl
@rule("BP-3.3c", "BP-3.3d", "BP-4.2", "BG-41.2", "I-BP-03", "I-BP-04", "I-BP-10")
def merito_roll_up(step: Step) -> Results | None:
    """Each dashboard on its own rows; a weight missing from some rows, or a sum that is not 100, is refused."""
    indicators = {grade.id: grade for grade in step.so_far.grades if grade.scope == "indicator"}
    mean, block = step.readings[MEAN].choice, step.readings[MISSING].choice == "block"
    grades: list[Grade] = []
    findings: list[Finding] = []
    for dashboard in step.dossier.dashboards:
        rows = [row for row in step.dossier.dashboard_rows if row.dashboard == dashboard.id]
        try:
            weights = sibling_weights([row.weight for row in _scored(rows, indicators)])
        except ValueError as error:
            findings.append(_refused(dashboard, rows, str(error)))
            continue
        weighted = dict(zip((row.indicator for row in _scored(rows, indicators)), weights or (), strict=False))
        children = [Child(indicators[row.indicator], weighted.get(row.indicator, Decimal(1))) for row in rows]
        grades += _Board(dashboard, step.dossier, mean, block).grades(children)
    return Results(grades=(*grades, _ente(step.dossier, grades)), findings=tuple(findings))


def _scored(rows: Iterable[DashboardRow], indicators: dict[str, Grade]) -> list[DashboardRow]:
    """Rows that may carry a weight: monitoring ones never do."""
    return [row for row in rows if indicators[row.indicator].state is not State.MONITORING]


class _Board:
    """One dashboard and the settings with which it is averaged."""

    def __init__(self, dashboard: Dashboard, dossier: Dossier, mean: str, block: bool) -> None:
        self.dashboard, self.dossier, self.mean, self.block = dashboard, dossier, mean, block

    def grades(self, children: list[Child]) -> list[Grade]:
        """Objectives, perspectives and the dashboard, in the order of the plan."""
        objectives = {objective.id: self._objective(objective, children) for objective in self._objectives(children)}
        perspectives = [self._perspective(area, children, objectives) for area in self._areas(objectives)]
        upper = {"objectives": list(objectives.values()), "perspectives": perspectives}
        parts = [Child(grade) for grade in upper[self.mean]] if self.mean in upper else children
        whole = self._grade("dashboard", self.dashboard.id, "", parts, RULE_OF.get(self.dashboard.kind, "BP-3.3c"))
        return [*objectives.values(), *perspectives, whole]

    def _objectives(self, children: list[Child]) -> list[Objective]:
        carried = {child.grade.parent for child in children}
        return [objective for objective in self.dossier.objectives if objective.id in carried]

    def _areas(self, objectives: Iterable[str]) -> list[Area]:
        carried = {self.dossier.objectives[objective].area for objective in objectives}
        return [area for area in self.dossier.areas if area.id in carried]

    def _objective(self, objective: Objective, children: list[Child]) -> Grade:
        own = [child for child in children if child.grade.parent == objective.id]
        return self._grade("objective", objective.id, objective.area or "", own, "BP-3.3d")

    def _perspective(self, area: Area, children: list[Child], objectives: dict[str, Grade]) -> Grade:
        own = [identifier for identifier in objectives if self.dossier.objectives[identifier].area == area.id]
        if self.mean == "indicators":
            parts = [child for child in children if child.grade.parent in own]
        else:
            parts = [Child(objectives[identifier]) for identifier in own]
        return self._grade("perspective", area.id, self.dashboard.id, parts, "BP-3.3d")

    def _grade(self, scope: str, identifier: str, parent: str, parts: list[Child], rule_id: str) -> Grade:
        rolled = roll_up(parts, block_if_missing=self.block)
        counted = [part.grade for part in parts if part.grade.value is not None]
        return Grade(
            view=self.dashboard.id,
            scope=scope,
            id=identifier,
            parent=parent,
            value=rolled.value,
            if_zero=rolled.if_zero,
            state=rolled.state,
            lacks=rolled.lacks,
            reason=rolled.reason,
            rules=(rule_id, MEAN, *((MISSING,) if rolled.lacks else ())),
            basis=Basis(
                inputs=(self.dashboard,) if scope == "dashboard" else (),
                results=tuple(part.grade for part in parts),
                formula=_formula(rolled, len(counted), weighted=len({part.weight for part in parts}) > 1),
            ),
        )


def _formula(rolled: Rolled, counted: int, *, weighted: bool) -> str:
    if not counted:
        return ""
    how = "media ponderata" if weighted else "media semplice"
    return f"{how} di {counted} gradi" if counted > 1 else "l'unico grado che c'è"


def _ente(dossier: Dossier, grades: list[Grade]) -> Grade:
    strategic = next((board.id for board in dossier.dashboards if board.kind == STRATEGIC), None)
    figure = next((grade for grade in grades if grade.key == (strategic, "dashboard", strategic)), None)
    rules = ("BG-41.2", "BP-3.3d", ENTE)
    if figure is None:
        reason = "manca il cruscotto strategico" if strategic is None else "il cruscotto strategico è rifiutato"
        return Grade(scope="ente", id=dossier.ente.id, state=State.NOT_MEASURED, reason=reason, rules=rules)
    return Grade(
        scope="ente",
        id=dossier.ente.id,
        value=figure.value,
        if_zero=figure.if_zero,
        state=figure.state,
        lacks=figure.lacks,
        reason=figure.reason,
        rules=rules,
        basis=Basis(results=(figure,), formula="il grado del cruscotto strategico"),
    )


def _refused(dashboard: Dashboard, rows: list[DashboardRow], why: str) -> Finding:
    return Finding(
        severity="error",
        phase=Phase.EVALUATION,
        rule="BP-3.3c",
        subject=f"dashboard:{dashboard.id}",
        message=f"cruscotto «{dashboard.id}» rifiutato: {why}",
        basis=Basis(inputs=tuple(rows)),
    )
