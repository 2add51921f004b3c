"""Checks of the performance tree by par. 3.1: weights that sum to 100 at every node and year, no loose objective."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from merito import Area, Finding, Indicator, Objective, Phase, ResultRows, Said, Step, Target, Weight, hookimpl, rule
from merito.kit import listed, told
from merito_brescia.branches import OF_PEOPLE, OPERATIONAL, SPECIAL_AGENCY, STRATEGIC_AREA, Tree
from merito_brescia.nodes import NO_WEIGHTS, Node, bare, weights_problem
from merito_brescia.outside_tree import outside

NODES = {"objective": "obiettivo", "area": "area", "unit": "area dirigenziale"}


@hookimpl
@rule(
    "BS-SM-3.1a",
    "BS-SM-3.1b",
    "BS-SM-3.1c",
    "BS-SM-3.1d",
    "BS-SM-3.1f",
    "BS-SM-3.2.1a",
    "BS-SM-Ac",
    "BS-SM-Ap1",
    "I-BS-24",
    "I-BS-26",
    "I-BS-28",
)
def merito_check_plan(step: Step) -> ResultRows:
    """A node with invalid weights is an error of that node alone; so is an objective that belongs to nothing."""
    tree = step.once(Tree)
    if tree.empty:
        return
    findings = (*_nodes(tree), *_hanging(tree), *_elsewhere(tree), *_areas(step, tree), *_other_years(tree))
    yield from (*findings, *_unwritten(tree), *_unassigned(tree), *outside(tree))


def _nodes(tree: Tree) -> Iterator[Finding]:
    for one in tree.objectives:
        told_elsewhere = one.id in tree.outside or not (tree.counted(one) or tree.under(one))
        if not told_elsewhere:  # reported under a rule of its own: outside the Plan, or without any indicator
            yield from _refused(tree.objective(one), "BS-SM-3.1b" if tree.top(one) else "BS-SM-3.1a", "l'obiettivo")
    for area in (*tree.areas(STRATEGIC_AREA), *tree.areas(SPECIAL_AGENCY)):
        yield from _refused(tree.area(area), "BS-SM-3.1c", "l'area")
    yield from _refused(tree.ente(), "BS-SM-3.2.1a", "l'ente")
    for unit in tree.managers:
        yield from _refused(tree.unit(unit), "BS-SM-3.1d", "l'area dirigenziale")


def _refused(node: Node, rule_id: str, what: str) -> Iterator[Finding]:
    if node.problem:
        why = f"{what} {bare(node.ref)} è senza grado: {node.problem}"
        yield told("error", rule_id, why, node.ref, phase=Phase.EVALUATION, inputs=node.inputs)


def _hanging(tree: Tree) -> Iterator[Finding]:
    """Every strategic objective is in an area, every operational one under a strategic one."""
    areas = {area.id for area in (*tree.areas(STRATEGIC_AREA), *tree.areas(SPECIAL_AGENCY))}
    for one in tree.dossier.objectives:
        if tree.top(one):
            why = "" if one.area in areas else "non sta in alcuna area strategica"
        elif one.level == OPERATIONAL:
            why = "" if tree.above(one) else "non è collegato ad alcun obiettivo strategico"
        else:
            why = "" if one.level in OF_PEOPLE else "non ha un livello, strategico o operativo"
        if why:
            yield _error(one, f"l'obiettivo {one.id} {why}: non entra nel grado dell'ente")


def _elsewhere(tree: Tree) -> Iterator[Finding]:
    """Rows of the table of weights under an objective do not count: its parts have their weights in their own rows."""
    for node, rows in tree.rows.items():
        for row in rows if node.startswith("objective:") else ():
            child = tree.dossier.objectives.get(bare(row.child)) if row.child.startswith("objective:") else None
            above = tree.above(child) if child else None
            if child and above and above.id != bare(node):
                why = f"un obiettivo operativo dipende da un solo obiettivo strategico: {child.id} sta in {above.id}"
                yield _error(child, f"{why}, e la riga che gli dà peso in {bare(node)} non conta")
            else:
                why = f"la riga {row.child} in {node} della tabella pesi non conta: vale il peso nella riga propria"
                yield told("warning", "BS-SM-3.1c", why, node, inputs=(row,))


def _error(one: Objective, why: str) -> Finding:
    return told("error", "BS-SM-3.1c", why, f"objective:{one.id}", phase=Phase.EVALUATION, inputs=(one,))


def _areas(step: Step, tree: Tree) -> Iterator[Finding]:
    """The areas are those that the text names, with the special agency apart."""
    named = [str(title) for title in step.parameters.list("strategic_areas").value]
    found = [area.title or area.id for area in tree.areas(STRATEGIC_AREA)]
    if sorted(map(str.casefold, named)) != sorted(map(str.casefold, found)):
        titles = "; ".join(f"«{title}»" for title in named)
        why = f"le aree strategiche sono: {titles}; nei dati: {'; '.join(found) or 'nessuna'}"
        yield told("warning", "BS-SM-3.1f", f"{why}. Se il Piano ne ha altre, stabilire strategic_areas")
    if not tree.areas(SPECIAL_AGENCY):
        yield told("warning", "BS-SM-3.1f", "manca l'Azienda Speciale tra le aree")
    for area in tree.dossier.areas:
        yield from _area(area)


def _area(area: Area) -> Iterator[Finding]:
    if area.kind == SPECIAL_AGENCY and area.weight is not None:
        why = f"il peso dell'Azienda Speciale {area.id} non conta: il suo totale sta fuori dal grado dell'ente"
        yield told("warning", "BS-SM-3.1f", why, f"area:{area.id}", inputs=(area,))
    if area.kind not in (STRATEGIC_AREA, SPECIAL_AGENCY):
        why = f"l'area {area.id} non è un'area strategica né l'Azienda Speciale: non entra in alcun grado"
        yield told("warning", "BS-SM-3.1f", why, f"area:{area.id}", inputs=(area,))


def _other_years(tree: Tree) -> Iterator[Finding]:
    """Weights that the plan gives for its other years must sum to 100 at each node too."""
    year = tree.dossier.year
    given: dict[tuple[str, int], list[Decimal | None]] = defaultdict(list)
    own: set[tuple[str, int]] = set()
    for target in tree.dossier.targets:
        indicator = tree.dossier.indicators[target.indicator]
        if target.at == "final" and target.year != year and indicator.objective and not _idle(indicator, target):
            given[f"objective:{indicator.objective}", target.year].append(target.weight)
    for row in _planned(tree):
        given[row.node, row.year or year].append(row.weight)
        own.add((row.node, row.year or year))
    for (node, at), weights in given.items():
        why = weights_problem(weights)
        if why and why != NO_WEIGHTS:
            hint = "" if (node, at) in own or not node.startswith("objective:") else _hint(at)
            of_form = "BS-SM-Ap1" if node.startswith("objective:") else "BS-SM-3.1c"
            kind, _, name = node.partition(":")
            yield told("warning", of_form, f"{NODES[kind]} {name}, anno {at}: {why}{hint}", node)


def _idle(indicator: Indicator, target: Target) -> bool:
    """Whether an indicator weighs nothing in that year of the plan: under monitoring, or with nothing expected."""
    unsaid = target.value.said in (Said.NOTHING, Said.MONITORING)
    return target.weight is None and (unsaid or indicator.monitoring is True)


def _planned(tree: Tree) -> list[Weight]:
    """Rows of other years whose node belongs to the plan."""
    other = [row for row in tree.dossier.weights if row.year not in (None, tree.dossier.year)]
    return [row for row in other if row.node.partition(":")[0] in NODES]


def _hint(year: int) -> str:
    return f"; gli obiettivi operativi collegati hanno un peso {year} se la tabella pesi lo dà con l'anno"


def _unwritten(tree: Tree) -> Iterator[Finding]:
    """Every operational objective has a written weight, even zero, in its strategic area (form c)."""
    areas = {area.id for area in tree.areas(STRATEGIC_AREA)}
    given = {(node, row.child) for node, rows in tree.rows.items() for row in rows}
    placed = [(one, above.area) for one in tree.operational if (above := tree.above(one)) and above.area in areas]
    missing = [one.id for one, area in placed if (f"area:{area}", f"objective:{one.id}") not in given]
    if missing:
        why = "obiettivi operativi senza un peso scritto nella loro area strategica, anche zero (tabella pesi)"
        yield told("warning", "BS-SM-Ac", f"{why}: lì non contano (I-BS-24): {listed(missing)}")


def _unassigned(tree: Tree) -> Iterator[Finding]:
    """If the second view is given, every objective is in it."""
    given = {row.child for node, rows in tree.rows.items() if node.startswith("unit:") for row in rows}
    missing = [one.id for one in tree.objectives if f"objective:{one.id}" not in given]
    if given and missing:
        yield told("warning", "BS-SM-3.1d", f"obiettivi di nessuna area dirigenziale: {listed(missing)}")
