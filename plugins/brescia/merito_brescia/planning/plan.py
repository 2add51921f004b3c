"""What the Plan must contain: measurable objectives, complete forms, a tree whose weights sum to 100 at every node.

Par. 2, 3, 3.1, 3.2.1 and 6.1, and the planning forms of the appendix.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from merito import (
    NOTHING,
    Figure,
    Finding,
    Indicator,
    Message,
    Objective,
    Ref,
    ResultRows,
    Said,
    Step,
    kit,
    rule,
    say,
    several,
)
from merito_brescia import telling
from merito_brescia.planning.tree import OF_PEOPLE, OPERATIONAL, SPECIAL_AGENCY, STRATEGIC, Tree, bare, weights_problem

NODES = ("objective", "area", "unit")


@rule("BS-SM-2.2", "BS-SM-2.3", "BS-SM-3.I", "BS-SM-6.3", "BS-SM-Au", "I-BS-50", hook="merito_check_plan")
def measurable_objectives(step: Step) -> ResultRows:
    """An objective that nothing measures is an error of its own; the rest is a warning."""
    tree = step.once(Tree)
    if tree.empty:
        return
    yield from (*_measured(tree), *_horizon(step, tree), *_resources(tree), *_kinds(step, tree), *_titles(tree))
    if not any(one.extra.get("anticorruption") is True for one in tree.dossier.objectives):
        why = say("nessun obiettivo è segnato come adempimento del Piano di prevenzione della corruzione")
        yield telling.objectives("warning", "BS-SM-6.3", why)


def _measured(tree: Tree) -> Iterator[Finding]:
    """Every objective has an indicator, and every indicator of this year an expected result."""
    for one in tree.objectives:
        counted = tree.counted(one)
        without = [row.id for row in counted if row.target.said is not Said.VALUE]
        if not counted and not tree.under(one):
            why = say(
                "l'obiettivo {objective} è senza grado: nessun indicatore lo misura quest'anno",
                objective=Ref("objective", one.id),
            )
            yield telling.evaluation("error", "BS-SM-2.2", why, f"objective:{one.id}", one)
        if without:
            why = say(
                "l'obiettivo {objective} ha indicatori senza risultato atteso {year}: {indicators}",
                objective=Ref("objective", one.id),
                year=tree.dossier.year,
                indicators=kit.listed(without, "indicator"),
            )
            yield telling.objectives("warning", "BS-SM-2.2", why, f"objective:{one.id}", one)


def _horizon(step: Step, tree: Tree) -> Iterator[Finding]:
    """Normally three years for a strategic objective and one for an operational one, if the dates are given."""
    for one in tree.objectives:
        strategic = one.level == STRATEGIC
        expected = step.parameters.number("strategic_years" if strategic else "operational_years").value
        if one.start and one.end and one.end.year - one.start.year + 1 != expected:
            values: dict[str, Any] = {
                "objective": Ref("objective", one.id),
                "first": one.start.year,
                "last": one.end.year,
                "years": expected,
            }
            why = (
                say(
                    "l'obiettivo strategico {objective} va dal {first} al {last}; l'orizzonte è, di norma, di anni: "
                    "{years}",
                    **values,
                )
                if strategic
                else say(
                    "l'obiettivo operativo {objective} va dal {first} al {last}; l'orizzonte è, di norma, di anni: "
                    "{years}",
                    **values,
                )
            )
            yield telling.objectives("warning", "BS-SM-2.2", why, f"objective:{one.id}", one)


def _resources(tree: Tree) -> Iterator[Finding]:
    given = {row.objective for row in tree.dossier.resources if row.is_of(tree.dossier.year)}
    without = [one.id for one in tree.objectives if one.id not in given]
    if without:
        why = say(
            "obiettivi senza risorse umane, finanziarie o strumentali (tabella risorse): {objectives}",
            objectives=kit.listed(without, "objective"),
        )
        yield telling.resources("warning", "BS-SM-2.3", why)


def _kinds(step: Step, tree: Tree) -> Iterator[Finding]:
    """The type and the dimension of an indicator are among those of par. 3 and 3.1."""
    keys = ("indicator_aspects", "indicator_dimensions")
    allowed = {key: [str(one) for one in step.parameters.list(key).value] for key in keys}
    lacking: dict[str, list[str]] = {key: [] for key in keys}
    for row in (row for one in tree.objectives for row in tree.indicators(one)):
        for key, written in zip(keys, (row.aspect, row.dimension), strict=True):
            if not written:
                lacking[key].append(row.id)
            elif "_".join(written.casefold().replace("à", "a").split()) not in allowed[key]:
                why = _not_among(key, row, written, tuple(allowed[key]))
                yield telling.objectives("warning", "BS-SM-3.I", why, f"indicator:{row.id}", row)
    aspects, dimensions = (kit.listed(lacking[key]) for key in keys)
    if lacking["indicator_aspects"]:
        yield _without("BS-SM-3.I", say("indicatori senza tipo (ambito): {indicators}", indicators=aspects))
    if lacking["indicator_dimensions"]:
        yield _without("BS-SM-3.I", say("indicatori senza dimensione: {indicators}", indicators=dimensions))


def _not_among(key: str, row: Indicator, written: str, allowed: tuple[str, ...]) -> Message:
    named = Ref("indicator", row.id)
    if key == "indicator_aspects":
        return say(
            "l'indicatore {indicator} ha tipo (ambito) «{written}»; sono ammessi: {allowed}",
            indicator=named,
            written=written,
            allowed=allowed,
        )
    return say(
        "l'indicatore {indicator} ha dimensione «{written}»; sono ammessi: {allowed}",
        indicator=named,
        written=written,
        allowed=allowed,
    )


def _without(rule_id: str, why: Message) -> Finding:
    return telling.objectives("warning", rule_id, why)


def _titles(tree: Tree) -> Iterator[Finding]:
    """A code has one title, in both views, and a title has one code."""
    codes: dict[str, list[Objective]] = defaultdict(list)
    for one in tree.objectives:
        codes[_plain(one.title)].append(one)
    for same in codes.values():
        if len(same) > 1:
            why = say(
                "«{title}» è il titolo di più codici: {codes}",
                title=same[0].title,
                codes=tuple(sorted(one.id for one in same)),
            )
            yield telling.objectives("warning", "BS-SM-Au", why, f"objective:{same[-1].id}", *same)
    for row in tree.dossier.weights:
        printed = str(row.extra.get("title") or "")
        objective = tree.dossier.objectives.get(row.child.removeprefix("objective:"))
        if printed and objective and _plain(printed) != _plain(objective.title):
            why = say(
                "il codice {code} ha due titoli: «{title}» e, in {node}, «{printed}»",
                code=objective.id,
                title=objective.title,
                node=row.node,
                printed=printed,
            )
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
    yield from _blanks_of_strategic(tree.measuring(*strategic))
    yield from _blanks_of_operational(tree.measuring(*others))
    accounts = {row.objective for row in tree.dossier.resources if row.account and row.is_of(tree.dossier.year)}
    without = [one.id for one in others if one.id not in accounts]
    if without:
        why = say(
            "obiettivi operativi senza conto di bilancio: {objectives}", objectives=kit.listed(without, "objective")
        )
        yield _without("BS-SM-Ap2", why)


def _own_indicators(tree: Tree, one: Objective, years: int) -> Iterator[Finding]:
    """A strategic objective has indicators of its own, with target and weight for this year and its later years."""
    own, this, targets = tree.measuring(one), tree.dossier.year, tree.dossier.targets
    if not own:
        why = say("l'obiettivo strategico {objective} non ha indicatori propri", objective=Ref("objective", one.id))
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
            why = say(
                "indicatori dell'obiettivo strategico {objective} senza risultato atteso o peso {year}: {indicators}",
                objective=Ref("objective", one.id),
                year=year,
                indicators=kit.listed(lacking, "indicator"),
            )
            yield telling.objectives("warning", "BS-SM-3.1e", why, f"objective:{one.id}")


def _is_set(target: Figure) -> bool:
    return target.said is Said.VALUE


def _without_past(rows: list[Indicator]) -> list[str]:
    """Indicators without the last actual; a day by which something is done has none, since it is done once."""
    return [row.id for row in rows if not row.baseline.text and row.kind != "date"]


def _unproved(rows: list[Indicator]) -> list[str]:
    """Indicators without documents to show to the OIV."""
    return [row.id for row in rows if not (row.origin or row.extra.get("evidence_kind"))]


def _blanks_of_strategic(rows: list[Indicator]) -> Iterator[Finding]:
    if ids := _without_past(rows):
        why = say(
            "indicatori di obiettivi strategici senza il dato storico: {indicators}: "
            "chi fa il Piano lo scrive (colonna «ultimo consuntivo»)",
            indicators=kit.listed(ids, "indicator"),
        )
        yield _without("BS-SM-Ap1", why)
    if ids := _unproved(rows):
        why = say(
            "indicatori di obiettivi strategici senza la documentazione da presentare all'OIV: {indicators}: "
            "chi fa il Piano la indica (colonna fonte o evidenza)",
            indicators=kit.listed(ids, "indicator"),
        )
        yield _without("BS-SM-Ap1", why)


def _blanks_of_operational(rows: list[Indicator]) -> Iterator[Finding]:
    if ids := _without_past(rows):
        why = say(
            "indicatori di obiettivi operativi senza il dato storico: {indicators}: "
            "chi fa il Piano lo scrive (colonna «ultimo consuntivo»)",
            indicators=kit.listed(ids, "indicator"),
        )
        yield _without("BS-SM-Ap2", why)
    if ids := _unproved(rows):
        why = say(
            "indicatori di obiettivi operativi senza la documentazione da presentare all'OIV: {indicators}: "
            "chi fa il Piano la indica (colonna fonte o evidenza)",
            indicators=kit.listed(ids, "indicator"),
        )
        yield _without("BS-SM-Ap2", why)
    if ids := [row.id for row in rows if row.target_interim.said is not Said.VALUE]:
        why = say(
            "indicatori di obiettivi operativi senza risultato atteso al 30/6: {indicators}: "
            "chi fa il Piano lo scrive (colonna «atteso intermedio»)",
            indicators=kit.listed(ids, "indicator"),
        )
        yield _without("BS-SM-Ap2", why)
    if ids := [row.id for row in rows if not (row.lacks_target or _is_set(row.target))]:
        why = say(
            "indicatori di obiettivi operativi senza risultato atteso al 31/12: {indicators}: "
            "chi fa il Piano lo scrive (colonna atteso)",
            indicators=kit.listed(ids, "indicator"),
        )
        yield _without("BS-SM-Ap2", why)


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
        *(("BS-SM-3.1b" if tree.top(one) else "BS-SM-3.1a", tree.objective(one)) for one in measured),
        *(("BS-SM-3.1c", tree.area(area)) for area in tree.areas),
        ("BS-SM-3.2.1a", tree.ente()),
        *(("BS-SM-3.1d", tree.unit(unit)) for unit in tree.managers),
    )
    for rule_id, node in nodes:
        if node.problem:
            why = say("{node} è senza grado: {why}", node=_called(Ref.to(node.ref)), why=node.problem)
            yield telling.evaluation("error", rule_id, why, node.ref, *node.inputs)


def _called(node: Ref) -> Message:
    match node.kind:
        case "objective":
            return say("l'obiettivo {objective}", objective=node)
        case "area":
            return say("l'area {area}", area=node)
        case "unit":
            return say("l'area dirigenziale {unit}", unit=node)
    return say("l'ente {ente}", ente=node)


def _hanging(tree: Tree) -> Iterator[Finding]:
    """Every strategic objective is in an area, every operational one under a strategic one."""
    areas = {area.id for area in tree.areas}
    for one in tree.dossier.objectives:
        named: dict[str, Any] = {"objective": Ref("objective", one.id)}
        if tree.top(one):
            loose = one.area not in areas
            why = say(
                "l'obiettivo {objective} non sta in alcuna area strategica: non entra nel grado dell'ente", **named
            )
        elif one.level == OPERATIONAL:
            loose = tree.above(one) is None
            why = say(
                "l'obiettivo {objective} non è collegato ad alcun obiettivo strategico: non entra nel grado dell'ente",
                **named,
            )
        else:
            loose = one.level not in OF_PEOPLE
            why = say(
                "l'obiettivo {objective} non ha un livello, strategico o operativo: non entra nel grado dell'ente",
                **named,
            )
        if loose:
            yield telling.evaluation("error", "BS-SM-3.1c", why, f"objective:{one.id}", one)


def _elsewhere(tree: Tree) -> Iterator[Finding]:
    """Rows of the table of weights under an objective do not count: its parts have their weights in their own rows."""
    for node, rows in tree.rows.items():
        for row in rows if node.startswith("objective:") else ():
            child = tree.dossier.objectives.get(bare(row.child)) if row.child.startswith("objective:") else None
            above = tree.above(child) if child else None
            if child and above and above.id != bare(node):
                why = say(
                    "un obiettivo operativo dipende da un solo obiettivo strategico: {objective} sta in {above}, e la "
                    "riga che gli dà peso in {node} non conta",
                    objective=Ref("objective", child.id),
                    above=Ref("objective", above.id),
                    node=Ref.to(node),
                )
                yield telling.evaluation("error", "BS-SM-3.1c", why, f"objective:{child.id}", child)
            else:
                why = say(
                    "la riga {row} in {node} della tabella pesi non conta: vale il peso nella riga propria",
                    row=row.child,
                    node=node,
                )
                yield telling.objectives("warning", "BS-SM-3.1c", why, node, row)


def _areas(step: Step, tree: Tree) -> Iterator[Finding]:
    """The areas are those that the text names, with the special agency apart."""
    named = [str(title) for title in step.parameters.list("strategic_areas").value]
    found = [area.title or area.id for area in tree.strategic_areas]
    if sorted(map(str.casefold, named)) != sorted(map(str.casefold, found)):
        why = say(
            "le aree strategiche sono: {named}; nei dati: {found}. Se il Piano ne ha altre, stabilire strategic_areas",
            named=several(*(say("«{title}»", title=title) for title in named)),
            found=several(*(say("{title}", title=title) for title in found)) or say("nessuna"),
        )
        yield telling.objectives("warning", "BS-SM-3.1f", why)
    if not tree.agency:
        yield telling.objectives("warning", "BS-SM-3.1f", say("manca l'Azienda Speciale tra le aree"))
    for area in tree.dossier.areas:
        why = NOTHING
        if area.kind == SPECIAL_AGENCY and area.weight is not None:
            why = say(
                "il peso dell'Azienda Speciale {area} non conta: il suo totale sta fuori dal grado dell'ente",
                area=Ref("area", area.id),
            )
        if area not in tree.areas:
            why = say(
                "l'area {area} non è un'area strategica né l'Azienda Speciale: non entra in alcun grado",
                area=Ref("area", area.id),
            )
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
        why = weights_problem(weights, without=NOTHING)
        if why:
            kind = node.partition(":")[0]
            of_form = "BS-SM-Ap1" if kind == "objective" else "BS-SM-3.1c"
            if kind == "objective" and (node, year) not in own:
                linked = say(
                    "gli obiettivi operativi collegati hanno un peso {year} se la tabella pesi lo dà con l'anno",
                    year=year,
                )
                why = several(why, linked)
            yield telling.objectives("warning", of_form, _in_year(Ref.to(node), year, why), node)


def _in_year(node: Ref, year: int, why: Message) -> Message:
    match node.kind:
        case "objective":
            return say("obiettivo {objective}, anno {year}: {why}", objective=node, year=year, why=why)
        case "area":
            return say("area {area}, anno {year}: {why}", area=node, year=year, why=why)
    return say("area dirigenziale {unit}, anno {year}: {why}", unit=node, year=year, why=why)


def _unwritten(tree: Tree) -> Iterator[Finding]:
    """Every operational objective has a written weight, even zero, in its strategic area (form c)."""
    areas = {area.id for area in tree.strategic_areas}
    given = {(node, row.child) for node, rows in tree.rows.items() for row in rows}
    placed = [(one, above.area) for one in tree.operational if (above := tree.above(one)) and above.area in areas]
    missing = [one.id for one, area in placed if (f"area:{area}", f"objective:{one.id}") not in given]
    if missing:
        why = say(
            "obiettivi operativi senza un peso scritto nella loro area strategica, anche zero (tabella pesi): lì non "
            "contano ({reading}): {objectives}",
            reading=Ref("reading", "I-BS-24"),
            objectives=kit.listed(missing, "objective"),
        )
        yield telling.objectives("warning", "BS-SM-Ac", why)


def _unassigned(tree: Tree) -> Iterator[Finding]:
    """If the second view is given, every objective is in it."""
    given = {row.child for node, rows in tree.rows.items() if node.startswith("unit:") for row in rows}
    missing = [one.id for one in tree.objectives if f"objective:{one.id}" not in given]
    if given and missing:
        why = say("obiettivi di nessuna area dirigenziale: {objectives}", objectives=kit.listed(missing, "objective"))
        yield telling.objectives("warning", "BS-SM-3.1d", why)


def _uncounted(tree: Tree) -> Iterator[Finding]:
    """Rows that count in no grade, or in another place than they say.

    A strategic objective has none above it; an operational one belongs to the area of the one above it. Only areas,
    objectives and units are nodes. The text does not say how activities make the grade of their indicator: its own
    actual gives the grade.
    """
    loose = tuple(one for one in tree.dossier.indicators if not one.objective)
    if loose:
        why = say(
            "indicatori di nessun obiettivo, che non entrano in alcun grado: {indicators}",
            indicators=kit.listed((one.id for one in loose), "indicator"),
        )
        yield telling.evaluation("warning", "BS-SM-3.1c", why, "", *loose)
    for one in tree.tops:
        if one.parent:
            why = say(
                "l'obiettivo strategico {objective} non dipende da un altro: il superiore {parent} non conta, vale "
                "l'area {area}",
                objective=Ref("objective", one.id),
                parent=Ref("objective", one.parent),
                area=Ref("area", one.area) if one.area else "-",
            )
            yield telling.objectives("warning", "BS-SM-3.1c", why, f"objective:{one.id}", one)
    for one in tree.operational:
        top = tree.above(one)
        if top and one.area and one.area != top.area:
            why = say(
                "l'obiettivo operativo {objective} è scritto nell'area {written}, ma dipende da {above}, che sta "
                "nell'area {area}: conta lì",
                objective=Ref("objective", one.id),
                written=Ref("area", one.area),
                above=Ref("objective", top.id),
                area=Ref("area", top.area) if top.area else "-",
            )
            yield telling.objectives("warning", "BS-SM-3.1c", why, f"objective:{one.id}", one)
    for node, rows in tree.rows.items():
        if node.partition(":")[0] not in NODES and rows:
            why = say(
                "le righe della tabella pesi in {node} ({rows}) non contano: non è un nodo dell'albero",
                node=node,
                rows=tuple(bare(row.child) for row in rows),
            )
            yield telling.objectives("warning", "BS-SM-3.1c", why, node, *rows)
    which = list(dict.fromkeys(row.indicator for row in tree.dossier.activities))
    if which:
        why = say(
            "le attività non entrano nel grado, che si fa su atteso e consuntivo dell'indicatore: {indicators}",
            indicators=kit.listed(which, "indicator"),
        )
        yield telling.objectives("warning", "BS-SM-3.1a", why, "", *tree.dossier.activities)
