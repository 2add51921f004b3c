"""What the Plan must contain: measurable objectives, complete forms, a tree whose weights sum to 100 at every node.

Par. 2, 3, 3.1, 3.2.1 and 6.1, and the planning forms of the appendix.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from merito import Figure, Finding, Indicator, Objective, ResultRows, Said, Step, kit, rule
from merito_brescia import telling
from merito_brescia.planning.tree import OF_PEOPLE, OPERATIONAL, SPECIAL_AGENCY, STRATEGIC, Tree, bare, weights_problem

NODES = {"objective": "obiettivo", "area": "area", "unit": "area dirigenziale"}


@rule("BS-SM-2.2", "BS-SM-2.3", "BS-SM-3.I", "BS-SM-6.3", "BS-SM-Au", "I-BS-50", hook="merito_check_plan")
def measurable_objectives(step: Step) -> ResultRows:
    """An objective that nothing measures is an error of its own; the rest is a warning."""
    tree = step.once(Tree)
    if tree.empty:
        return
    yield from (*_measured(tree), *_horizon(step, tree), *_resources(tree), *_kinds(step, tree), *_titles(tree))
    if not any(one.extra.get("anticorruption") is True for one in tree.dossier.objectives):
        why = "nessun obiettivo è segnato come adempimento del Piano di prevenzione della corruzione"
        yield telling.objectives("warning", "BS-SM-6.3", why)


def _measured(tree: Tree) -> Iterator[Finding]:
    """Every objective has an indicator, and every indicator of this year an expected result."""
    for one in tree.objectives:
        counted = tree.counted(one)
        without = [row.id for row in counted if row.target.said is not Said.VALUE]
        if not counted and not tree.under(one):
            why = f"l'obiettivo {one.id} è senza grado: nessun indicatore lo misura quest'anno"
            yield telling.evaluation("error", "BS-SM-2.2", why, f"objective:{one.id}", one)
        if without:
            expected = f"risultato atteso {tree.dossier.year}"
            why = f"l'obiettivo {one.id} ha indicatori senza {expected}: {kit.listed(without)}"
            yield telling.objectives("warning", "BS-SM-2.2", why, f"objective:{one.id}", one)


def _horizon(step: Step, tree: Tree) -> Iterator[Finding]:
    """Normally three years for a strategic objective and one for an operational one, if the dates are given."""
    for one in tree.objectives:
        strategic = one.level == STRATEGIC
        expected = step.parameters.number("strategic_years" if strategic else "operational_years").value
        if one.start and one.end and one.end.year - one.start.year + 1 != expected:
            what = f"l'obiettivo {'strategico' if strategic else 'operativo'} {one.id}"
            found = f"dal {one.start.year} al {one.end.year}"
            why = f"{what} va {found}; l'orizzonte è, di norma, di anni: {expected}"
            yield telling.objectives("warning", "BS-SM-2.2", why, f"objective:{one.id}", one)


def _resources(tree: Tree) -> Iterator[Finding]:
    given = {row.objective for row in tree.dossier.resources if row.is_of(tree.dossier.year)}
    without = [one.id for one in tree.objectives if one.id not in given]
    if without:
        why = f"obiettivi senza risorse umane, finanziarie o strumentali (tabella risorse): {kit.listed(without)}"
        yield telling.resources("warning", "BS-SM-2.3", why)


def _kinds(step: Step, tree: Tree) -> Iterator[Finding]:
    """The type and the dimension of an indicator are among those of par. 3 and 3.1."""
    keys = {"tipo (ambito)": "indicator_aspects", "dimensione": "indicator_dimensions"}
    allowed = {what: [str(one) for one in step.parameters.list(key).value] for what, key in keys.items()}
    lacking: dict[str, list[str]] = {what: [] for what in keys}
    for row in (row for one in tree.objectives for row in tree.indicators(one)):
        for what, written in zip(keys, (row.aspect, row.dimension), strict=True):
            if not written:
                lacking[what].append(row.id)
            elif "_".join(written.casefold().replace("à", "a").split()) not in allowed[what]:
                why = f"l'indicatore {row.id} ha {what} «{written}»; sono ammessi: {', '.join(allowed[what])}"
                yield telling.objectives("warning", "BS-SM-3.I", why, f"indicator:{row.id}", row)
    yield from _lacking("BS-SM-3.I", "indicatori", lacking)


def _titles(tree: Tree) -> Iterator[Finding]:
    """A code has one title, in both views, and a title has one code."""
    codes: dict[str, list[Objective]] = defaultdict(list)
    for one in tree.objectives:
        codes[_plain(one.title)].append(one)
    for same in codes.values():
        if len(same) > 1:
            why = f"«{same[0].title}» è il titolo di più codici: {', '.join(sorted(one.id for one in same))}"
            yield telling.objectives("warning", "BS-SM-Au", why, f"objective:{same[-1].id}", *same)
    for row in tree.dossier.weights:
        printed = str(row.extra.get("title") or "")
        objective = tree.dossier.objectives.get(row.child.removeprefix("objective:"))
        if printed and objective and _plain(printed) != _plain(objective.title):
            why = f"il codice {objective.id} ha due titoli: «{objective.title}» e, in {row.node}, «{printed}»"
            yield telling.objectives("warning", "BS-SM-Au", why, f"objective:{objective.id}", objective, row)


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


@rule("BS-SM-3.1e", "BS-SM-Ap1", "BS-SM-Ap2", hook="merito_check_plan")
def planning_forms(step: Step) -> ResultRows:
    """Warns of what a form leaves blank; weights that do not sum to 100 are reported with their node.

    A target of the year that is still to be written is told once, by the national layer (IT-4.2a).
    """
    tree, years = step.once(Tree), int(step.parameters.number("strategic_years").value)
    strategic = [one for one in tree.objectives if one.level == STRATEGIC]
    others = [one for one in tree.objectives if one.level != STRATEGIC]
    for one in strategic:
        yield from _own_indicators(tree, one, years)
    yield from _lacking("BS-SM-Ap1", "indicatori di obiettivi strategici", _blanks(tree.measuring(*strategic)))
    rows = tree.measuring(*others)
    blanks = _blanks(rows) | {
        "risultato atteso al 30/6": [row.id for row in rows if row.target_interim.said is not Said.VALUE],
        "risultato atteso al 31/12": [row.id for row in rows if not (row.lacks_target or _is_set(row.target))],
    }
    yield from _lacking("BS-SM-Ap2", "indicatori di obiettivi operativi", blanks)
    accounts = {row.objective for row in tree.dossier.resources if row.account and row.is_of(tree.dossier.year)}
    without = [one.id for one in others if one.id not in accounts]
    yield from _lacking("BS-SM-Ap2", "obiettivi operativi", {"conto di bilancio": without})


def _own_indicators(tree: Tree, one: Objective, years: int) -> Iterator[Finding]:
    """A strategic objective has indicators of its own, with target and weight for this year and its later years."""
    own, this, targets = tree.measuring(one), tree.dossier.year, tree.dossier.targets
    if not own:
        why = f"l'obiettivo strategico {one.id} non ha indicatori propri"
        yield telling.objectives("warning", "BS-SM-3.1e", why, f"objective:{one.id}", one)
    first = one.start.year if one.start else this
    for year in range(max(first, this), first + years):
        if year == this:
            given = {row.id: (row.lacks_target or _is_set(row.target), row.weight) for row in own}
        else:
            planned = ((row.id, targets.first(indicator=row.id, year=year, at="final")) for row in own)
            given = {name: (_is_set(row.value), row.weight) for name, row in planned if row is not None}
        complete = {name for name, (known, weight) in given.items() if known and weight is not None}
        lacking = [row.id for row in own if row.id not in complete]
        if lacking:
            why = f"indicatori dell'obiettivo strategico {one.id} senza risultato atteso o peso {year}"
            yield telling.objectives("warning", "BS-SM-3.1e", f"{why}: {kit.listed(lacking)}", f"objective:{one.id}")


def _is_set(target: Figure) -> bool:
    return target.said is Said.VALUE


def _blanks(rows: list[Indicator]) -> dict[str, list[str]]:
    """Indicators without past values, or without documents to show to the OIV."""
    unproved = [row.id for row in rows if not (row.origin or row.extra.get("evidence_kind"))]
    without_past = [row.id for row in rows if not row.baseline.text]
    return {"il dato storico": without_past, "la documentazione da presentare all'OIV": unproved}


def _lacking(rule_id: str, whose: str, lacking: Mapping[str, list[str]]) -> Iterator[Finding]:
    for what, ids in lacking.items():
        if ids:
            yield telling.objectives("warning", rule_id, f"{whose} senza {what}: {kit.listed(ids)}")


@rule(
    *("BS-SM-3.1a", "BS-SM-3.1b", "BS-SM-3.1c", "BS-SM-3.1d", "BS-SM-3.1f", "BS-SM-3.2.1a", "BS-SM-Ac", "BS-SM-Ap1"),
    *("I-BS-24", "I-BS-26", "I-BS-28"),
    hook="merito_check_plan",
)
def weights_at_every_node(step: Step) -> ResultRows:
    """A node with invalid weights is an error of that node alone; so is an objective that belongs to nothing."""
    tree = step.once(Tree)
    if tree.empty:
        return
    yield from (*_nodes(tree), *_hanging(tree), *_elsewhere(tree), *_areas(step, tree), *_other_years(tree))
    yield from (*_unwritten(tree), *_unassigned(tree), *_uncounted(tree))


def _nodes(tree: Tree) -> Iterator[Finding]:
    """Each node with invalid weights; objectives outside the Plan, or without indicators, have rules of their own."""
    measured = (one for one in tree.objectives if one.id not in tree.outside and (tree.counted(one) or tree.under(one)))
    nodes = (
        *(("BS-SM-3.1b" if tree.top(one) else "BS-SM-3.1a", "l'obiettivo", tree.objective(one)) for one in measured),
        *(("BS-SM-3.1c", "l'area", tree.area(area)) for area in tree.areas),
        ("BS-SM-3.2.1a", "l'ente", tree.ente()),
        *(("BS-SM-3.1d", "l'area dirigenziale", tree.unit(unit)) for unit in tree.managers),
    )
    for rule_id, what, node in nodes:
        if node.problem:
            why = f"{what} {bare(node.ref)} è senza grado: {node.problem}"
            yield telling.evaluation("error", rule_id, why, node.ref, *node.inputs)


def _hanging(tree: Tree) -> Iterator[Finding]:
    """Every strategic objective is in an area, every operational one under a strategic one."""
    areas = {area.id for area in tree.areas}
    for one in tree.dossier.objectives:
        if tree.top(one):
            why = "" if one.area in areas else "non sta in alcuna area strategica"
        elif one.level == OPERATIONAL:
            why = "" if tree.above(one) else "non è collegato ad alcun obiettivo strategico"
        else:
            why = "" if one.level in OF_PEOPLE else "non ha un livello, strategico o operativo"
        if why:
            told = f"l'obiettivo {one.id} {why}: non entra nel grado dell'ente"
            yield telling.evaluation("error", "BS-SM-3.1c", told, f"objective:{one.id}", one)


def _elsewhere(tree: Tree) -> Iterator[Finding]:
    """Rows of the table of weights under an objective do not count: its parts have their weights in their own rows."""
    for node, rows in tree.rows.items():
        for row in rows if node.startswith("objective:") else ():
            child = tree.dossier.objectives.get(bare(row.child)) if row.child.startswith("objective:") else None
            above = tree.above(child) if child else None
            if child and above and above.id != bare(node):
                why = (
                    f"un obiettivo operativo dipende da un solo obiettivo strategico: {child.id} sta in {above.id}, e "
                    f"la riga che gli dà peso in {bare(node)} non conta"
                )
                yield telling.evaluation("error", "BS-SM-3.1c", why, f"objective:{child.id}", child)
            else:
                why = f"la riga {row.child} in {node} della tabella pesi non conta: vale il peso nella riga propria"
                yield telling.objectives("warning", "BS-SM-3.1c", why, node, row)


def _areas(step: Step, tree: Tree) -> Iterator[Finding]:
    """The areas are those that the text names, with the special agency apart."""
    named = [str(title) for title in step.parameters.list("strategic_areas").value]
    found = [area.title or area.id for area in tree.strategic_areas]
    if sorted(map(str.casefold, named)) != sorted(map(str.casefold, found)):
        titles = "; ".join(f"«{title}»" for title in named)
        why = f"le aree strategiche sono: {titles}; nei dati: {'; '.join(found) or 'nessuna'}"
        yield telling.objectives("warning", "BS-SM-3.1f", f"{why}. Se il Piano ne ha altre, stabilire strategic_areas")
    if not tree.agency:
        yield telling.objectives("warning", "BS-SM-3.1f", "manca l'Azienda Speciale tra le aree")
    for area in tree.dossier.areas:
        why = ""
        if area.kind == SPECIAL_AGENCY and area.weight is not None:
            why = f"il peso dell'Azienda Speciale {area.id} non conta: il suo totale sta fuori dal grado dell'ente"
        if area not in tree.areas:
            why = f"l'area {area.id} non è un'area strategica né l'Azienda Speciale: non entra in alcun grado"
        if why:
            yield telling.objectives("warning", "BS-SM-3.1f", why, f"area:{area.id}", area)


def _other_years(tree: Tree) -> Iterator[Finding]:
    """The weights of other years sum to 100 at each node; an indicator under monitoring weighs nothing."""
    this, dossier = tree.dossier.year, tree.dossier
    given: dict[tuple[str, int], list[Decimal | None]] = defaultdict(list)
    for target in dossier.targets:
        indicator = dossier.indicators[target.indicator]
        unsaid = target.value.said in (Said.NOTHING, Said.MONITORING) or indicator.monitoring is True
        idle = target.weight is None and unsaid
        if target.at == "final" and target.year != this and indicator.objective and not idle:
            given[f"objective:{indicator.objective}", target.year].append(target.weight)
    own: set[tuple[str, int]] = set()
    for row in dossier.weights:
        if row.year not in (None, this) and row.node.partition(":")[0] in NODES:
            given[row.node, row.year or this].append(row.weight)
            own.add((row.node, row.year or this))
    for (node, year), weights in given.items():
        why = weights_problem(weights, without="")
        if why:
            kind, _, name = node.partition(":")
            of_form = "BS-SM-Ap1" if kind == "objective" else "BS-SM-3.1c"
            if kind == "objective" and (node, year) not in own:
                linked = f"gli obiettivi operativi collegati hanno un peso {year}"
                why = f"{why}; {linked} se la tabella pesi lo dà con l'anno"
            yield telling.objectives("warning", of_form, f"{NODES[kind]} {name}, anno {year}: {why}", node)


def _unwritten(tree: Tree) -> Iterator[Finding]:
    """Every operational objective has a written weight, even zero, in its strategic area (form c)."""
    areas = {area.id for area in tree.strategic_areas}
    given = {(node, row.child) for node, rows in tree.rows.items() for row in rows}
    placed = [(one, above.area) for one in tree.operational if (above := tree.above(one)) and above.area in areas]
    missing = [one.id for one, area in placed if (f"area:{area}", f"objective:{one.id}") not in given]
    if missing:
        why = "obiettivi operativi senza un peso scritto nella loro area strategica, anche zero (tabella pesi)"
        yield telling.objectives("warning", "BS-SM-Ac", f"{why}: lì non contano (I-BS-24): {kit.listed(missing)}")


def _unassigned(tree: Tree) -> Iterator[Finding]:
    """If the second view is given, every objective is in it."""
    given = {row.child for node, rows in tree.rows.items() if node.startswith("unit:") for row in rows}
    missing = [one.id for one in tree.objectives if f"objective:{one.id}" not in given]
    if given and missing:
        why = f"obiettivi di nessuna area dirigenziale: {kit.listed(missing)}"
        yield telling.objectives("warning", "BS-SM-3.1d", why)


def _uncounted(tree: Tree) -> Iterator[Finding]:
    """Rows that count in no grade, or in another place than they say.

    A strategic objective has none above it; an operational one belongs to the area of the one above it. Only areas,
    objectives and units are nodes. The text does not say how activities make the grade of their indicator: its own
    actual gives the grade.
    """
    loose = tuple(one for one in tree.dossier.indicators if not one.objective)
    if loose:
        why = f"indicatori di nessun obiettivo, che non entrano in alcun grado: {kit.listed(one.id for one in loose)}"
        yield telling.evaluation("warning", "BS-SM-3.1c", why, "", *loose)
    for one in tree.tops:
        if one.parent:
            parent, counts = f"il superiore {one.parent} non conta", f"vale l'area {one.area or '-'}"
            why = f"l'obiettivo strategico {one.id} non dipende da un altro: {parent}, {counts}"
            yield telling.objectives("warning", "BS-SM-3.1c", why, f"objective:{one.id}", one)
    for one in tree.operational:
        top = tree.above(one)
        if top and one.area and one.area != top.area:
            where = f"{top.id}, che sta nell'area {top.area or '-'}"
            why = f"l'obiettivo operativo {one.id} è scritto nell'area {one.area}, ma dipende da {where}: conta lì"
            yield telling.objectives("warning", "BS-SM-3.1c", why, f"objective:{one.id}", one)
    for node, rows in tree.rows.items():
        if node.partition(":")[0] not in NODES and rows:
            children = ", ".join(bare(row.child) for row in rows)
            why = f"le righe della tabella pesi in {node} ({children}) non contano: non è un nodo dell'albero"
            yield telling.objectives("warning", "BS-SM-3.1c", why, node, *rows)
    which = list(dict.fromkeys(row.indicator for row in tree.dossier.activities))
    if which:
        why = "le attività non entrano nel grado, che si fa su atteso e consuntivo dell'indicatore"
        yield telling.objectives("warning", "BS-SM-3.1a", f"{why}: {kit.listed(which)}", "", *tree.dossier.activities)
