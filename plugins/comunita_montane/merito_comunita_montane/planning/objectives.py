"""What objectives and indicators must be, and the documents that they come from (arts. 3, 5, 7 c. 1 a and 8).

What the plan leaves out is listed, and stops nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from merito import (
    Basis,
    Dossier,
    Figure,
    Indicator,
    Message,
    Objective,
    Phase,
    Ref,
    ResultRows,
    Said,
    Step,
    TableRow,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import add_years
from merito_comunita_montane import organisation

STRATEGIC, OPERATIONAL, OF_PEOPLE = "strategic", "operational", ("group", "individual")
LINE, PROGRAMME = "mandate_line", "programme"
UNCITED = {
    (LINE,): say("obiettivi senza linea programmatica di mandato (linea_mandato), neppure di un obiettivo superiore"),
    (PROGRAMME,): say("obiettivi senza programma della RPP (programma_rpp), neppure di un obiettivo superiore"),
    (LINE, PROGRAMME): say(
        "obiettivi senza linea programmatica di mandato (linea_mandato) né programma della RPP (programma_rpp), "
        "neppure di un obiettivo superiore"
    ),
}
DOCUMENTS = {
    "mandate_lines": (organisation.COUNCIL, "BL-5.1", say("le Linee programmatiche di mandato")),
    "forecast_report": (organisation.COUNCIL, "BL-5.1", say("la Relazione previsionale e programmatica")),
    "peg": (organisation.GIUNTA, "BL-5.1b", say("il PEG, o Piano risorse obiettivi")),
}
QUALITIES = {
    "relevant": "pertinente",
    "specific": "specifico",
    "improving": "migliorativo",
    "dated": "arco_temporale",
    "benchmarked": "valori_riferimento",
    "comparable": "confrontabile",
    "resourced": "correlato_risorse",
}
PAST = "past_results"


class PlanTree:
    """Objectives above and below each other, and their indicators."""

    def __init__(self, step: Step) -> None:
        dossier = self.dossier = step.dossier
        self.objectives = tuple(dossier.objectives)
        self.of_ente = tuple(one for one in self.objectives if one.level not in OF_PEOPLE)
        self.counted = tuple(row for row in dossier.indicators if not row.watched)
        self._under: dict[str, list[Objective]] = defaultdict(list)
        self._indicators: dict[str, list[Indicator]] = defaultdict(list)
        for one in self.objectives:
            self._under[one.parent or ""].append(one)
        for indicator in dossier.indicators:
            if indicator.objective:
                self._indicators[indicator.objective].append(indicator)

    def above(self, one: Objective) -> Iterator[Objective]:
        """An objective and those above it, the nearest first."""
        at: Objective | None = one
        while at is not None:
            yield at
            at = self.dossier.objectives.get(at.parent or "")

    def indicators(self, one: Objective) -> list[Indicator]:
        """The indicators of an objective and of all those below it."""
        return [*self._indicators[one.id], *(row for under in self._under[one.id] for row in self.indicators(under))]


def of_people(dossier: Dossier, indicator: Indicator) -> bool:
    """Whether an indicator measures an objective of a group or of a person."""
    objective = dossier.objectives.get(indicator.objective or "")
    return objective is not None and objective.level in OF_PEOPLE


def in_peg(one: Objective) -> bool:
    """Whether an objective belongs to the PEG: not those of people, nor those that the ente says are outside it."""
    return one.level not in OF_PEOPLE and one.extra.get("peg") is not False


def assigned_unit(dossier: Dossier, one: Objective) -> str:
    """The unit to which an objective of the PEG is assigned, or nothing (art. 5 c. 1)."""
    kind, _, identifier = (one.responsible or "").partition(":")
    if not in_peg(one):
        return ""
    if kind == "unit":
        return identifier
    if kind == "position":
        return dossier.positions[identifier].unit or ""
    return organisation.unit_of(dossier, dossier.people[identifier]) if kind == "person" else ""


def _lacking(
    rule_id: str, kind: str, found: Mapping[Message, list[str]], phase: Phase = Phase.OBJECTIVES
) -> ResultRows:
    """Warns of each thing that some objectives or indicators lack."""
    for what, ids in found.items():
        if ids:
            why = say("{what}: {ids}", what=what, ids=kit.listed(ids, kind))
            yield kit.told("warning", rule_id, why, phase=phase)


@rule("BL-5.1", "BL-5.1b", hook="merito_check_plan")
def planning_documents(step: Step) -> ResultRows:
    """The acts of the three documents, every objective traced to them, and objectives and resources by structure."""
    tree = step.once(PlanTree)
    if tree.objectives:
        yield from (*_acts(step), *_traced(step, tree), *_peg(step.dossier, tree))


def _acts(step: Step) -> ResultRows:
    first, years = date(step.dossier.year, 1, 1), int(step.parameters.number("mandate_years").value)
    absent: dict[str, list[Message]] = {"BL-5.1": [], "BL-5.1b": []}
    for kind, (body, rule_id, name) in DOCUMENTS.items():
        acts = step.acts_of(kind)
        if not acts:
            absent[rule_id].append(name)
            continue
        last = acts[-1]
        if not last.of_body(body):
            why = say(
                "l'atto {act} risulta di «{found}»; {document} è approvazione di: {body}",
                act=Ref("act", last.id),
                found=last.body,
                document=name,
                body=step.bodies[body].title,
            )
            yield kit.told("warning", rule_id, why, f"act:{last.id}", inputs=(last,))
        if kind == "mandate_lines" and add_years(last.date, years) <= first:
            why = say(
                "l'atto {act} è del {day}: le Linee programmatiche di mandato valgono {years} anni e non coprono il "
                "{year}",
                act=Ref("act", last.id),
                day=last.date,
                years=years,
                year=first.year,
            )
            yield kit.told("warning", rule_id, why, f"act:{last.id}", inputs=(last,))
    for rule_id, names in absent.items():
        if names:
            yield kit.told("warning", rule_id, say("nessun atto approva: {documents}", documents=tuple(names)))


def _traced(step: Step, tree: PlanTree) -> ResultRows:
    """Every objective comes, directly or by one above it, from both documents, and lasts no longer than its own."""
    without: dict[tuple[str, ...], tuple[str, ...]] = {}
    for column in (LINE, PROGRAMME):
        ids = (one.id for one in tree.of_ente if not any(_cited(above, column) for above in tree.above(one)))
        lacking = tuple(ids)
        without[lacking] = (*without.get(lacking, ()), column)
    for lacking, columns in without.items():
        yield from _lacking("BL-5.1", "objective", {UNCITED[columns]: [*lacking]})
    mandate, forecast = (int(step.parameters.number(key).value) for key in ("mandate_years", "forecast_years"))
    longer = []
    for one in tree.of_ente:
        years = one.end.year - one.start.year + 1 if one.start and one.end else 0
        if years > (forecast if _cited(one, PROGRAMME) and not _cited(one, LINE) else mandate):
            longer.append(say("{objective}: {years} anni", objective=Ref("objective", one.id), years=years))
    if longer:
        why = say(
            "obiettivi oltre l'orizzonte del loro documento ({mandate} anni le Linee di mandato, {forecast} la RPP): "
            "{count} ({objectives})",
            mandate=mandate,
            forecast=forecast,
            count=len(longer),
            objectives=several(*longer),
        )
        yield kit.told("warning", "BL-5.1", why)


def _cited(one: Objective, column: str) -> str:
    return str(one.extra.get(column) or "").strip()


def _peg(dossier: Dossier, tree: PlanTree) -> ResultRows:
    """Objectives of the PEG have a structure and resources; every structure has objectives of the PEG."""
    given = {row.objective for row in dossier.resources if row.is_of(dossier.year)}
    own = {one.id: tuple(tree.above(one)) for one in tree.objectives if in_peg(one)}
    tops = {one.id: organisation.top_of(dossier, assigned_unit(dossier, one)) for one in tree.objectives}
    with_objectives = {tops[name] for name in own} | {row.node.removeprefix("unit:") for row in dossier.weights}
    bare = (unit for unit in organisation.structures(dossier) if unit.extra.get("peg_reached") is None)
    found = {
        say("obiettivi di PEG non assegnati a una struttura (colonna responsabile)"): [
            name for name, above in own.items() if not any(tops[up.id] for up in above)
        ],
        say("obiettivi di PEG senza risorse (tabella risorse), proprie o di un obiettivo superiore"): [
            name for name, above in own.items() if not any(up.id in given for up in above)
        ],
    }
    yield from _lacking("BL-5.1b", "objective", found, Phase.RESOURCES)
    without = [unit.id for unit in bare if unit.id not in with_objectives]
    yield from _lacking("BL-5.1b", "unit", {say("strutture senza obiettivi di PEG"): without}, Phase.RESOURCES)


@rule("BL-7.1ac", "BL-8.1", "BL-8.2b", "BL-8.2c", hook="merito_check_plan")
def objectives_and_indicators(step: Step) -> ResultRows:
    """Types of objectives, each measured in all its years, one for each head."""
    tree = step.once(PlanTree)
    if not tree.objectives:
        return
    levels = {one.level for one in tree.objectives}
    if STRATEGIC not in levels:
        yield kit.told("warning", "BL-7.1ac", say("il Piano non ha obiettivi strategici"))
    if OPERATIONAL not in levels:
        yield kit.told("warning", "BL-7.1ac", say("il Piano non ha obiettivi operativi (gestionali)"))
    interim = [row.id for row in tree.counted if row.target_interim.said is not Said.VALUE]
    what = say("indicatori senza risultato atteso intermedio (atteso_intermedio)")
    yield from _lacking("BL-7.1ac", "indicator", {what: interim})
    yield from (*_types(tree), *_measured(step, tree), *_years(step, tree), *_heads(step.dossier, tree))


def _types(tree: PlanTree) -> ResultRows:
    """Strategic objectives cite their document; operational ones lead to a strategic one."""
    strategic, operational = ([one for one in tree.objectives if one.level == of] for of in (STRATEGIC, OPERATIONAL))
    found = {
        say("obiettivi senza tipo (livello)"): [one.id for one in tree.objectives if not one.level],
        say("obiettivi strategici che non citano il documento di programmazione (linea_mandato o programma_rpp)"): [
            one.id for one in strategic if not (_cited(one, LINE) or _cited(one, PROGRAMME))
        ],
        say("obiettivi operativi sotto nessun obiettivo strategico (superiore)"): [
            one.id for one in operational if not any(above.level == STRATEGIC for above in tree.above(one))
        ],
    }
    yield from _lacking("BL-8.1", "objective", found)


def _measured(step: Step, tree: PlanTree) -> ResultRows:
    """An indicator for every objective, with a target set beforehand and a result once the year is over.

    A target that is still to be written is told by the national layer (IT-4.2a).
    """
    year = step.dossier.year
    unset = [row.id for row in tree.counted if row.target.said is not Said.VALUE and not row.lacks_target]
    unmeasured = [one.id for one in tree.objectives if not tree.indicators(one)]
    yield from _lacking("BL-8.2c", "objective", {say("obiettivi senza indicatori"): unmeasured})
    found = {say("indicatori senza risultato atteso definito a preventivo"): unset}
    if step.as_of > date(year, 12, 31):
        unverified = [row.id for row in tree.counted if not _verified(step, row)]
        found[say("indicatori non verificati a consuntivo del {year}", year=year)] = unverified
    yield from _lacking("BL-8.2c", "indicator", found)


def _verified(step: Step, indicator: Indicator) -> bool:
    measure = kit.final_measure(step.dossier, indicator.id)
    return measure is not None and measure.value.said is Said.VALUE


def _years(step: Step, tree: PlanTree) -> ResultRows:
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
            unplanned.append(say("{objective}: {years}", objective=Ref("objective", one.id), years=tuple(lacking)))
        if step.as_of > date(this, 12, 31) and not any(_verified(step, row) for row in own):
            unmeasured.append(one.id)
    if unplanned:
        why = say(
            "obiettivi pluriennali senza stato di avanzamento atteso (tabella attesi): {count} ({objectives})",
            count=len(unplanned),
            objectives=several(*unplanned),
        )
        yield kit.told("warning", "BL-8.2b", why)
    what = say("obiettivi pluriennali senza stato di avanzamento misurato nel {year}", year=this)
    yield from _lacking("BL-8.2b", "objective", {what: unmeasured})


def _heads(dossier: Dossier, tree: PlanTree) -> ResultRows:
    """Every dirigente and every PO has an objective with indicators: their own, or of the unit or post they hold."""
    measured = {one.responsible for one in tree.objectives if one.responsible and tree.indicators(one)}
    held: dict[str, list[str]] = defaultdict(list)
    for row in kit.tenures(dossier):
        held[row.person].append(f"position:{row.position.id}")
    leading = (organisation.MANAGER, organisation.POSITION)
    for person in (one for one in organisation.served(dossier) if organisation.role_of(dossier, one) in leading):
        led = (f"unit:{unit.id}" for unit in dossier.units.of(head=person.id))
        own = {f"person:{person.id}", *held[person.id], *led}
        if not own & measured:
            why = say(
                "il Piano non gli assegna alcun obiettivo con indicatori, a suo nome o della sua unità o posizione"
            )
            yield kit.told("warning", "BL-7.1ac", why, f"person:{person.id}", inputs=(person,))


@rule("BL-3.1", hook="merito_check_plan")
def aspects(step: Step) -> ResultRows:
    """One of the aspects a to h, for measures of ente and units; the indicators of people need none."""
    letters = [str(one) for one in step.parameters.list("aspects").value]
    lacking = []
    for row in step.dossier.indicators:
        written = row.aspect.strip().casefold().rstrip(")")
        if written and written not in letters:
            why = say(
                "l'indicatore {indicator} ha l'aspetto (ambito) «{aspect}»; sono ammesse le lettere da {first} a "
                "{last}",
                indicator=Ref("indicator", row.id),
                aspect=row.aspect,
                first=letters[0],
                last=letters[-1],
            )
            yield kit.told("error", "BL-3.1", why, f"indicator:{row.id}", phase=Phase.EVALUATION, inputs=(row,))
        elif not written and not of_people(step.dossier, row):
            lacking.append(row.id)
    found = {say("indicatori senza aspetto della performance organizzativa (ambito)"): lacking}
    yield from _lacking("BL-3.1", "indicator", found, Phase.EVALUATION)


@rule("BL-8.2d", hook="merito_check_plan")
def levels_and_terms(step: Step) -> ResultRows:
    """Every indicator shows at least one of the six levels, and is expressed in one of the terms of the text."""
    allowed = [str(one) for one in step.parameters.list("dimensions").value]
    lacking: list[str] = []
    wrong: dict[str, list[str]] = defaultdict(list)
    for row in step.dossier.indicators:
        written = [word.strip() for word in row.dimension.replace(";", ",").split(",") if word.strip()]
        if not written:
            lacking.append(row.id)
        for word in written:
            if word.casefold() not in allowed:
                wrong[word].append(row.id)
    for word, ids in wrong.items():
        why = say(
            "la dimensione «{word}» non è tra quelle del testo ({known}): indicatori {indicators}",
            word=word,
            known=tuple(allowed),
            indicators=kit.listed(ids, "indicator"),
        )
        yield kit.told("warning", "BL-8.2d", why)
    found = {
        say("indicatori che non dicono quale livello evidenziano (dimensione)"): lacking,
        say("indicatori che non dicono se sono espressi in tempo, quantità o qualità (espresso_in)"): [
            row.id for row in step.dossier.indicators if not row.extra.get("expressed_in")
        ],
    }
    yield from _lacking("BL-8.2d", "indicator", found)


@rule("BL-8.3", hook="merito_check_plan")
def qualities(step: Step) -> ResultRows:
    """The ente's check-list of the seven qualities: incomplete, denied, or a comparison that is not possible."""
    dossier = step.dossier
    if not dossier.objectives:
        return
    rows = {str(row["objective"]): row for row in dossier.tables.get("objective_qualities", ())}
    denied: dict[Message, list[str]] = defaultdict(list)
    for name, row in rows.items():
        for column, label in QUALITIES.items():
            if row[column] is False and column != "comparable":
                denied[say("obiettivi a cui manca una qualità ({quality})", quality=label)].append(name)
    known, years = _past(step), _years_before(step)
    possible = {name for name, row in rows.items() if row["comparable"] is True}
    compared = [one.id for one in dossier.indicators if one.objective in possible]
    uncompared = say(
        "indicatori di obiettivi confrontabili senza i consuntivi dei {years} anni prima (consuntivi_precedenti)",
        years=len(years),
    )
    found = {
        say("obiettivi senza verifica delle {qualities} qualità (qualita_obiettivi)", qualities=len(QUALITIES)): [
            one.id for one in dossier.objectives if one.id not in rows
        ],
        say("obiettivi con qualità non verificate (qualita_obiettivi)"): [
            name for name, row in rows.items() if any(row[column] is None for column in QUALITIES)
        ],
        **denied,
    }
    yield from _lacking("BL-8.3", "objective", found)
    without = [name for name in compared if not all((name, year) in known for year in years)]
    yield from _lacking("BL-8.3", "indicator", {uncompared: without})


def _years_before(step: Step) -> tuple[int, ...]:
    count = int(step.parameters.number("comparison_years").value)
    return tuple(range(step.dossier.year - count, step.dossier.year))


def _past(step: Step) -> dict[tuple[str, int], str]:
    """The known results of past years, as written, by indicator and year."""
    rows = step.dossier.tables.get(PAST, ())
    given = ((row, row["value"]) for row in rows)
    known = ((row, value) for row, value in given if isinstance(value, Figure) and value.said is Said.VALUE)
    return {(str(row["indicator"]), int(str(row["year"]))): value.text for row, value in known}


@rule("BL-8.3", hook="merito_transparency")
def compared_with_past_years(step: Step) -> ResultRows:
    """Each indicator of ente and units with its results of past years."""
    known, years = _past(step), _years_before(step)
    if not known:
        return
    count = step.parameters.number("comparison_years")
    for one in (one for one in step.dossier.indicators if not of_people(step.dossier, one)):
        measure = kit.final_measure(step.dossier, one.id)
        earlier = step.dossier.table(PAST).of(indicator=one.id)
        past = ((str(year), known.get((one.id, year), "")) for year in years)
        now = (str(step.dossier.year), measure.value.text if measure else "")
        yield TableRow(
            table="confronto_anni",
            columns=(("indicatore", one.id), *past, now),
            rules=("BL-8.3",),
            basis=Basis(inputs=(one, *earlier, *((measure,) if measure else ())), parameters=(count,)),
        )
