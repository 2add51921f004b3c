"""The summaries that the appendix prints: c) by strategic area, d) by managerial area. They contain no people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from merito import Area, Basis, Grade, Objective, ResultRows, Step, TableRow, Unit, hookimpl, rule
from merito_brescia.branches import SPECIAL_AGENCY, STRATEGIC, STRATEGIC_AREA, Tree
from merito_brescia.indicators import STATES, grade_cell
from merito_brescia.nodes import bare
from merito_brescia.tree import AREAS, MANAGERS

BY_AREA, BY_MANAGER = "riepilogo_aree", "riepilogo_dirigenti"
LEVELS = {STRATEGIC: "strategico", "operational": "operativo"}
CHAMBER = "Performance Camera di Commercio"


@hookimpl
@rule("BS-SM-Ac", "BS-SM-Ad")
def merito_transparency(step: Step) -> ResultRows:
    """Grades of objectives and totals; the special agency and its manager after the chamber's figure."""
    tree = step.once(Tree)
    if tree.empty:
        return
    yield from (*_by_area(step, tree), *_by_manager(step, tree))


def _by_area(step: Step, tree: Tree) -> Iterator[TableRow]:
    for area in tree.areas(STRATEGIC_AREA):
        yield from _area(step, tree, area, f"Totale Area strategica {area.id}")
    yield _row(BY_AREA, {"area": "", **_empty(CHAMBER)}, _ente(step))
    for area in tree.areas(SPECIAL_AGENCY):
        yield from _area(step, tree, area, "Totale Azienda Speciale")


def _area(step: Step, tree: Tree, area: Area, total: str) -> Iterator[TableRow]:
    for top in tree.tops_of(area):
        for one in (top, *tree.under(top)):
            yield _row(
                BY_AREA, {"area": area.id, **_objective_cells(one)}, step.so_far.grade("objective", one.id, AREAS), one
            )
    yield _row(BY_AREA, {"area": area.id, **_empty(total)}, step.so_far.grade("area", area.id, AREAS), area)


def _by_manager(step: Step, tree: Tree) -> Iterator[TableRow]:
    units = tree.managers
    for unit in units:
        if unit.kind != SPECIAL_AGENCY:
            yield from _manager(step, tree, unit)
    yield _row(BY_MANAGER, {"area_dirigenziale": "", "peso": "", **_empty(CHAMBER)}, _ente(step))
    for unit in units:
        if unit.kind == SPECIAL_AGENCY:
            yield from _manager(step, tree, unit)
    for area in tree.areas(SPECIAL_AGENCY) if units else ():
        columns = {"area_dirigenziale": "", "peso": "", **_empty("Performance Azienda Speciale")}
        yield _row(BY_MANAGER, columns, step.so_far.grade("area", area.id, AREAS), area)


def _manager(step: Step, tree: Tree, unit: Unit) -> Iterator[TableRow]:
    for part in tree.unit(unit).parts:
        one = tree.dossier.objectives.get(bare(part.ref))
        if one is not None:
            columns = {"area_dirigenziale": unit.id, "peso": part.weight or Decimal(0), **_objective_cells(one)}
            yield _row(BY_MANAGER, columns, step.so_far.grade("objective", one.id, MANAGERS), one, part.row)
    columns = {"area_dirigenziale": unit.id, "peso": "", **_empty(f"Totale {unit.name or unit.id}")}
    yield _row(BY_MANAGER, columns, step.so_far.grade("manager", unit.id, MANAGERS), unit)


def _ente(step: Step) -> Grade | None:
    return step.so_far.grade("ente", step.dossier.ente.id)


Columns = dict[str, str | int | Decimal | date]


def _objective_cells(one: Objective) -> Columns:
    return {"codice": one.id, "livello": LEVELS.get(one.level, ""), "obiettivo": one.title}


def _empty(title: str) -> Columns:
    return {"codice": "", "livello": "", "obiettivo": title}


def _row(table: str, columns: Columns, grade: Grade | None, *inputs: object) -> TableRow:
    told: Columns = {**columns, "grado": grade_cell(grade), "stato": STATES[grade.state] if grade else "non calcolato"}
    return TableRow(
        table=table,
        columns=tuple(told.items()),
        rules=("BS-SM-Ac" if table == BY_AREA else "BS-SM-Ad",),
        rests_on=(grade,) if grade else (),
        basis=Basis(inputs=inputs),
    )
