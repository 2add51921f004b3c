"""Means of every dashboard: by objective, by perspective and in total; the strategic one gives the ente's figure."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import (
    Area,
    Basis,
    Dashboard,
    DashboardRow,
    Dossier,
    Grade,
    Intermediate,
    Objective,
    ResultRows,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.kit import Child, rolled
from merito.numbers import counted
from merito_bergamo.forms import counts
from merito_bergamo.plan import FORMS, STRATEGIC, weights_problem

RULE_OF = {
    STRATEGIC: "BP-3.3d",
    "secretary_general": "BP-4.2",
    "manager": "BP-4.2",
    "pola": "BP-5.4m",
    "individual": "BP-3.3f",
    "group": "BP-3.3f",
}
SERVICE = "service"
MEAN, MISSING, ENTE = "I-BP-03", "I-BP-04", "I-BP-10"


@hookimpl
@rule("BP-3.3c", "BP-3.3d", "BP-3.3f", "BP-4.2", "BP-5.4m", "BG-41.2", "I-BP-03", "I-BP-04", "I-BP-10")
def merito_roll_up(step: Step) -> ResultRows:
    """Each dashboard is averaged from its own rows; one with refused weights has no figure but a reason."""
    indicators = {grade.id: grade for grade in step.so_far.grades if grade.scope == "indicator"}
    grades: list[Grade] = []
    for dashboard in step.dossier.dashboards:
        problem = weights_problem(step.dossier, dashboard)
        if problem:
            grades.append(_refused(dashboard, problem))
            continue
        if dashboard.kind in FORMS and not counts(step, dashboard):
            grades.append(_unknown(dashboard))
            continue
        rows = step.dossier.dashboard_rows.of(dashboard=dashboard.id)
        children = [Child(indicators[row.indicator], _weight(row)) for row in rows]
        grades += _Board(step, dashboard, rows).grades(children)
    yield from (*grades, _ente(step.dossier, grades))


def _weight(row: DashboardRow) -> Decimal:
    return Decimal(1) if row.weight is None else row.weight


class _Board:
    """One dashboard and the readings by which it is averaged."""

    def __init__(self, step: Step, dashboard: Dashboard, rows: tuple[DashboardRow, ...]) -> None:
        self.dashboard, self.dossier, self.rows = dashboard, step.dossier, rows
        self.mean, self.missing = step.readings[MEAN].choice, step.readings[MISSING].choice

    def grades(self, children: list[Child]) -> list[Grade]:
        """Objectives, perspectives and the dashboard, in the order of the plan."""
        of_each: dict[str, list[Child]] = {}
        for child in children:
            of_each.setdefault(child.grade.parent, []).append(child)
        objectives = {one.id: self._objective(one, of_each[one.id]) for one in self.dossier.objectives.among(of_each)}
        perspectives = [self._perspective(area, children, objectives) for area in self._areas(objectives)]
        parts = self._parts(children, list(objectives.values()), perspectives)
        whole = self._grade("dashboard", self.dashboard.id, "", parts, RULE_OF.get(self.dashboard.kind, "BP-3.3c"))
        return [*objectives.values(), *perspectives, whole]

    def _parts(self, children: list[Child], objectives: list[Grade], perspectives: list[Grade]) -> list[Child]:
        """What the dashboard is the mean of; rows without an objective or a perspective count by themselves."""
        if self.mean == "indicators" or not objectives:
            return children
        known = {grade.id for grade in objectives}
        alone = [child.grade for child in children if child.grade.parent not in known]
        outside = [grade for grade in objectives if not grade.parent]
        upper = objectives if self.mean == "objectives" else [*perspectives, *outside]
        return [Child(grade) for grade in (*upper, *alone)]

    def _areas(self, objectives: Iterable[str]) -> tuple[Area, ...]:
        return self.dossier.areas.among(self.dossier.area_of(objective) for objective in objectives)

    def _objective(self, objective: Objective, own: list[Child]) -> Grade:
        return self._grade("objective", objective.id, self.dossier.area_of(objective.id), own, "BP-3.3d")

    def _perspective(self, area: Area, children: list[Child], objectives: dict[str, Grade]) -> Grade:
        own = [identifier for identifier in objectives if self.dossier.area_of(identifier) == area.id]
        if self.mean == "indicators":
            parts = [child for child in children if child.grade.parent in own]
        else:
            parts = [Child(objectives[identifier]) for identifier in own]
        return self._grade("perspective", area.id, self.dashboard.id, parts, "BP-3.3d")

    def _grade(self, scope: str, identifier: str, parent: str, parts: list[Child], rule_id: str) -> Grade:
        weighing = [part for part in parts if part.weight]
        touched = any(MISSING in part.grade.rules for part in weighing)
        row = Grade(
            view=self.dashboard.id,
            scope=scope,
            id=identifier,
            parent=parent,
            rules=(rule_id, MEAN, *((MISSING,) if touched else ())),
            basis=Basis(inputs=(self.dashboard, *self.rows) if scope == "dashboard" else ()),
        )
        return rolled(row, [(part.grade, part.weight) for part in parts], block_if_missing=self.missing == "block")


def _refused(dashboard: Dashboard, why: str) -> Grade:
    return Grade(
        view=dashboard.id,
        scope="dashboard",
        id=dashboard.id,
        state=State.REFUSED,
        reason=why,
        rules=(RULE_OF.get(dashboard.kind, "BP-3.3c"),),
        basis=Basis(inputs=(dashboard,)),
    )


def _unknown(dashboard: Dashboard) -> Grade:
    return Grade(
        view=dashboard.id,
        scope="dashboard",
        id=dashboard.id,
        state=State.BLOCKED,
        lacks=(dashboard.id,),
        reason="BG-40.2e: la scheda obiettivi non risulta consegnata entro l'anno: i suoi obiettivi non contano",
        rules=(RULE_OF[dashboard.kind], "BG-40.2e", "I-BG-23"),
        basis=Basis(inputs=(dashboard,)),
    )


def _ente(dossier: Dossier, grades: list[Grade]) -> Grade:
    rules = ("BG-41.2", "BP-3.3d", ENTE)
    strategic = [board.id for board in dossier.dashboards if board.kind == STRATEGIC]
    if len(strategic) != 1:
        reason = "più di un cruscotto strategico" if strategic else "manca il cruscotto strategico"
        return Grade(scope="ente", id=dossier.ente.id, state=State.NOT_MEASURED, reason=reason, rules=rules)
    figure = next(grade for grade in grades if grade.key == (strategic[0], "dashboard", strategic[0]))
    return evolve(
        figure,
        view="",
        scope="ente",
        id=dossier.ente.id,
        rules=(*rules, *((MISSING,) if MISSING in figure.rules else ())),
        rests_on=(figure,),
        basis=Basis(formula="il grado del cruscotto strategico", steps=tuple(_services(dossier, grades))),
    )


def _services(dossier: Dossier, grades: list[Grade]) -> Iterator[Intermediate]:
    """The mean of the services that have a grade, shown next to the ente's figure (I-BP-10)."""
    known = {board.id for board in dossier.dashboards if board.kind == SERVICE}
    boards = [grade for grade in grades if grade.scope == "dashboard" and grade.id in known]
    values = [grade.value for grade in boards if grade.value is not None]
    if values:
        name = f"media di {counted(len(values), 'servizio', 'servizi')}"
        name += f" su {len(boards)}" if len(values) < len(boards) else ""
        name += ", provvisoria" if any(grade.lacks for grade in boards) else ""
        yield Intermediate(name, sum(values, Fraction(0)) / len(values), "%")
