"""Checks of the plan by arts. 7 and 8: types of objectives, each measured in all its years, one for each head."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from merito import Finding, Indicator, Objective, Phase, ResultRows, Said, Step, hookimpl, rule
from merito.kit import final_measure, listed, tenures, told
from merito_comunita_montane.people import MANAGER, POSITION, role_of
from merito_comunita_montane.plan_tree import OF_PEOPLE, OPERATIONAL, STRATEGIC, PlanTree, watched
from merito_comunita_montane.planning_documents import LINE, PROGRAMME

LEVELS = (STRATEGIC, OPERATIONAL, *OF_PEOPLE)


@hookimpl
@rule("BL-7.1ac", "BL-8.1", "BL-8.2b", "BL-8.2c")
def merito_check_plan(step: Step) -> ResultRows:
    """Lists what the plan leaves out, and stops nothing."""
    tree = PlanTree(step.dossier)
    if not tree.objectives:
        return
    yield from (*_content(tree), *_types(tree), *_measured(step, tree), *_years(step, tree), *_heads(step, tree))


def _listed(rule_id: str, what: str, ids: list[str]) -> Iterator[Finding]:
    if ids:
        yield told("warning", rule_id, f"{what}: {listed(ids)}")


def _content(tree: PlanTree) -> Iterator[Finding]:
    levels = {one.level for one in tree.objectives}
    for level, name in ((STRATEGIC, "strategici"), (OPERATIONAL, "operativi (gestionali)")):
        if level not in levels:
            yield told("warning", "BL-7.1ac", f"il Piano non ha obiettivi {name}")
    counted = [row for row in tree.dossier.indicators if not watched(row)]
    without = [row.id for row in counted if row.target_interim.said is not Said.VALUE]
    yield from _listed("BL-7.1ac", "indicatori senza risultato atteso intermedio (atteso_intermedio)", without)


def _types(tree: PlanTree) -> Iterator[Finding]:
    """Strategic objectives cite their document; operational ones lead to a strategic one."""
    yield from _listed("BL-8.1", "obiettivi senza tipo (livello)", [one.id for one in tree.objectives if not one.level])
    strategic = [one for one in tree.objectives if one.level == STRATEGIC]
    uncited = [one.id for one in strategic if not (one.extra.get(LINE) or one.extra.get(PROGRAMME))]
    what = "obiettivi strategici che non citano il documento di programmazione (linea_mandato o programma_rpp)"
    yield from _listed("BL-8.1", what, uncited)
    loose = [one.id for one in tree.objectives if one.level == OPERATIONAL and not _leads_to_strategic(tree, one)]
    yield from _listed("BL-8.1", "obiettivi operativi sotto nessun obiettivo strategico (superiore)", loose)


def _leads_to_strategic(tree: PlanTree, one: Objective) -> bool:
    return any(above.level == STRATEGIC for above in tree.above(one))


def _measured(step: Step, tree: PlanTree) -> Iterator[Finding]:
    """An indicator for every objective, with a target set beforehand and a result once the year is over."""
    own = {one.id: tree.indicators(one) for one in tree.objectives}
    yield from _listed("BL-8.2c", "obiettivi senza indicatori", [name for name, rows in own.items() if not rows])
    counted = [row for row in tree.dossier.indicators if not watched(row)]
    unset = [row.id for row in counted if row.target.said is not Said.VALUE]
    yield from _listed("BL-8.2c", "indicatori senza risultato atteso definito a preventivo", unset)
    if step.as_of > date(step.dossier.year, 12, 31):
        unverified = [row.id for row in counted if not _verified(step, row)]
        what = f"indicatori non verificati a consuntivo del {step.dossier.year}"
        yield from _listed("BL-8.2c", what, unverified)


def _verified(step: Step, indicator: Indicator) -> bool:
    measure = final_measure(step.dossier, indicator.id)
    return measure is not None and measure.value.said is Said.VALUE


def _years(step: Step, tree: PlanTree) -> Iterator[Finding]:
    """An objective of several years has a target in each year to come, and is measured every year."""
    this = step.dossier.year
    planned = {(row.indicator, row.year) for row in step.dossier.targets if row.value.said is Said.VALUE}
    planned |= {(row.id, this) for row in step.dossier.indicators if row.target.said is Said.VALUE}
    unplanned, unmeasured = [], []
    for one in tree.objectives:
        if not (one.start and one.end) or one.start.year == one.end.year:
            continue
        own = tree.indicators(one)
        years = range(max(one.start.year, this), one.end.year + 1)
        lacking = [year for year in years if not any((row.id, year) in planned for row in own)]
        if lacking:
            unplanned.append(f"{one.id}: {', '.join(map(str, lacking))}")
        if step.as_of > date(this, 12, 31) and not any(_verified(step, row) for row in own):
            unmeasured.append(one.id)
    what = "obiettivi pluriennali senza stato di avanzamento atteso (tabella attesi)"
    yield from _listed("BL-8.2b", what, unplanned)
    yield from _listed("BL-8.2b", f"obiettivi pluriennali senza stato di avanzamento misurato nel {this}", unmeasured)


def _heads(step: Step, tree: PlanTree) -> Iterator[Finding]:
    """Every dirigente and every PO has an objective with indicators: their own, or of the unit or post they hold."""
    dossier = step.dossier
    measured = {one.responsible for one in tree.objectives if one.responsible and tree.indicators(one)}
    held: dict[str, list[str]] = defaultdict(list)
    for row in tenures(dossier):
        held[row.person].append(f"position:{row.position.id}")
    for person in dossier.people:
        if not dossier.service_of(person.id) or role_of(dossier, person) not in (MANAGER, POSITION):
            continue
        led = (f"unit:{unit.id}" for unit in dossier.units.of(head=person.id))
        own = {f"person:{person.id}", *held[person.id], *led}
        if not own & measured:
            why = "il Piano non gli assegna alcun obiettivo con indicatori, a suo nome o della sua unità o posizione"
            subject = f"person:{person.id}"
            yield told("warning", "BL-7.1ac", why, subject, phase=Phase.OBJECTIVES, inputs=(person,))
