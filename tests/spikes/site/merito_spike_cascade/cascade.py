"""Which dashboard carries which indicator, the gaps, and the mean of each dashboard."""

from merito import (
    Basis,
    Carried,
    Child,
    Finding,
    Grade,
    Phase,
    Results,
    Step,
    hookimpl,
    roll_up,
    rule,
    sibling_weights,
)


@hookimpl
@rule("BP-3.3a", "BP-3.3b")
def merito_cascade(step: Step) -> Results | None:
    kinds = {board.id: board.kind for board in step.dossier.dashboards}
    carried = tuple(
        Carried(
            indicator=row.indicator,
            dashboard=row.dashboard,
            kind=kinds[row.dashboard],
            link=row.link,
            rules=("BP-3.3a",),
            basis=Basis(inputs=(row,)),
        )
        for row in step.dossier.dashboard_rows
    )
    below = {row.indicator for row in carried if row.kind != "strategic"}
    gaps = tuple(
        Finding(
            severity="warning",
            phase=Phase.OBJECTIVES,
            rule="BP-3.3b",
            subject=f"indicator:{row.indicator}",
            message=f"l'indicatore strategico {row.indicator} non è portato da alcun cruscotto",
            basis=row.basis,
        )
        for row in carried
        if row.kind == "strategic" and row.indicator not in below
    )
    return Results(cascade=carried, findings=gaps)


@hookimpl
@rule("BP-3.3c")
def merito_roll_up(step: Step) -> Results | None:
    indicators = {grade.id: grade for grade in step.so_far.grades}
    grades = []
    for board in step.dossier.dashboards:
        rows = [row for row in step.dossier.dashboard_rows if row.dashboard == board.id]
        weights = sibling_weights([row.weight for row in rows]) or (1,) * len(rows)
        parts = [Child(indicators[row.indicator], weight) for row, weight in zip(rows, weights, strict=True)]
        rolled = roll_up(parts)
        grades.append(
            Grade(
                view=board.id,
                scope="dashboard",
                id=board.id,
                value=rolled.value,
                if_zero=rolled.if_zero,
                state=rolled.state,
                lacks=rolled.lacks,
                reason=rolled.reason,
                rules=("BP-3.3c",),
                basis=Basis(inputs=(board,), results=tuple(part.grade for part in parts)),
            )
        )
    return Results(grades=tuple(grades))
