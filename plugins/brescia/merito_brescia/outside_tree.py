"""Warnings of rows of the plan that count in no grade, or in another place than they say (par. 3.1)."""

from collections.abc import Iterator

from merito import Finding, Objective, Phase, rule
from merito.kit import listed, told
from merito_brescia.branches import Tree
from merito_brescia.nodes import bare

RULE = "BS-SM-3.1c"
WEIGHED = ("area", "objective", "unit")


@rule("BS-SM-3.1c", "BS-SM-3.1a")
def outside(tree: Tree) -> tuple[Finding, ...]:
    """Indicators without an objective, objectives with two places, weights in something that is no node, activities."""
    return (*_indicators(tree), *_misplaced(tree), *_nodes(tree), *_activities(tree))


def _indicators(tree: Tree) -> Iterator[Finding]:
    loose = [one for one in tree.dossier.indicators if not one.objective]
    if loose:
        why = f"indicatori di nessun obiettivo, che non entrano in alcun grado: {listed(one.id for one in loose)}"
        yield told("warning", RULE, why, phase=Phase.EVALUATION, inputs=tuple(loose))


def _misplaced(tree: Tree) -> Iterator[Finding]:
    """A strategic objective has none above it; an operational one belongs to the area of the one above it."""
    for one in tree.tops:
        if one.parent:
            why = f"l'obiettivo strategico {one.id} non dipende da un altro: il superiore {one.parent} non conta"
            yield _finding(one, f"{why}, vale l'area {one.area or '-'}")
    for one in tree.operational:
        top = tree.above(one)
        if top and one.area and one.area != top.area:
            why = f"l'obiettivo operativo {one.id} è scritto nell'area {one.area}, ma dipende da {top.id}"
            yield _finding(one, f"{why}, che sta nell'area {top.area or '-'}: conta lì")


def _finding(one: Objective, why: str) -> Finding:
    return told("warning", RULE, why, f"objective:{one.id}", inputs=(one,))


def _nodes(tree: Tree) -> Iterator[Finding]:
    """Only areas, objectives and units are nodes of the tree."""
    for node, rows in tree.rows.items():
        kind = node.partition(":")[0]
        if kind not in WEIGHED and rows:
            children = ", ".join(bare(row.child) for row in rows)
            why = f"le righe della tabella pesi in {node} ({children}) non contano: non è un nodo dell'albero"
            yield told("warning", RULE, why, node, inputs=tuple(rows))


def _activities(tree: Tree) -> Iterator[Finding]:
    """The text does not say how activities make the grade of their indicator: its own actual gives the grade."""
    which = list(dict.fromkeys(row.indicator for row in tree.dossier.activities))
    if which:
        why = f"le attività non entrano nel grado, che si fa su atteso e consuntivo dell'indicatore: {listed(which)}"
        yield told("warning", "BS-SM-3.1a", why, inputs=tuple(tree.dossier.activities))
