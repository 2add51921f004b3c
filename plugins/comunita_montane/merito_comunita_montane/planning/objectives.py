"""What objectives and indicators must be, and the documents that they come from (arts. 3, 5, 7 c. 1 a and 8).

What the plan leaves out is listed, and stops nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from merito import Basis, Dossier, Figure, Indicator, Objective, Phase, ResultRows, Said, Step, TableRow, kit, rule
from merito.numbers import add_years, day_text, number_text
from merito_comunita_montane import organisation

STRATEGIC, OPERATIONAL, OF_PEOPLE = "strategic", "operational", ("group", "individual")
LINE, PROGRAMME = "mandate_line", "programme"
CITED = {LINE: "linea programmatica di mandato (linea_mandato)", PROGRAMME: "programma della RPP (programma_rpp)"}
DOCUMENTS = {
    "mandate_lines": (organisation.COUNCIL, "BL-5.1", "le Linee programmatiche di mandato"),
    "forecast_report": (organisation.COUNCIL, "BL-5.1", "la Relazione previsionale e programmatica"),
    "peg": (organisation.GIUNTA, "BL-5.1b", "il PEG, o Piano risorse obiettivi"),
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


def _lacking(rule_id: str, found: Mapping[str, list[str]], phase: Phase = Phase.OBJECTIVES) -> ResultRows:
    """Warns of each thing that some objectives or indicators lack."""
    for what, ids in found.items():
        if ids:
            yield kit.told("warning", rule_id, f"{what}: {kit.listed(ids)}", phase=phase)


@rule("BL-5.1", "BL-5.1b", hook="merito_check_plan")
def planning_documents(step: Step) -> ResultRows:
    """The acts of the three documents, every objective traced to them, and objectives and resources by structure."""
    tree = step.once(PlanTree)
    if tree.objectives:
        yield from (*_acts(step), *_traced(step, tree), *_peg(step.dossier, tree))


def _acts(step: Step) -> ResultRows:
    first, years = date(step.dossier.year, 1, 1), step.parameters.number("mandate_years").value
    absent: dict[str, list[str]] = {"BL-5.1": [], "BL-5.1b": []}
    for kind, (body, rule_id, name) in DOCUMENTS.items():
        acts = step.acts_of(kind)
        if not acts:
            absent[rule_id].append(name)
            continue
        last = acts[-1]
        if not last.of_body(body):
            why = f"l'atto {last.id} risulta di «{last.body}»; {name} è approvazione di: {step.bodies[body].title}"
            yield kit.told("warning", rule_id, why, f"act:{last.id}", inputs=(last,))
        if kind == "mandate_lines" and add_years(last.date, int(years)) <= first:
            why = f"l'atto {last.id} è del {day_text(last.date)}: {name} valgono {number_text(years)} anni"
            why = f"{why} e non coprono il {first.year}"
            yield kit.told("warning", rule_id, why, f"act:{last.id}", inputs=(last,))
    for rule_id, names in absent.items():
        if names:
            yield kit.told("warning", rule_id, f"nessun atto approva: {', '.join(names)}")


def _traced(step: Step, tree: PlanTree) -> ResultRows:
    """Every objective comes, directly or by one above it, from both documents, and lasts no longer than its own."""
    without: dict[tuple[str, ...], list[str]] = {}
    for column, name in CITED.items():
        ids = (one.id for one in tree.of_ente if not any(_cited(above, column) for above in tree.above(one)))
        without.setdefault(tuple(ids), []).append(name)
    for lacking, names in without.items():
        what = f"obiettivi senza {' né '.join(names)}, neppure di un obiettivo superiore"
        yield from _lacking("BL-5.1", {what: [*lacking]})
    mandate, forecast = (step.parameters.number(key).value for key in ("mandate_years", "forecast_years"))
    longer = []
    for one in tree.of_ente:
        years = one.end.year - one.start.year + 1 if one.start and one.end else 0
        if years > (forecast if _cited(one, PROGRAMME) and not _cited(one, LINE) else mandate):
            longer.append(f"{one.id}: {years} anni")
    horizons = f"({number_text(mandate)} anni le Linee di mandato, {number_text(forecast)} la RPP)"
    yield from _lacking("BL-5.1", {f"obiettivi oltre l'orizzonte del loro documento {horizons}": longer})


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
        "obiettivi di PEG non assegnati a una struttura (colonna responsabile)": [
            name for name, above in own.items() if not any(tops[up.id] for up in above)
        ],
        "obiettivi di PEG senza risorse (tabella risorse), proprie o di un obiettivo superiore": [
            name for name, above in own.items() if not any(up.id in given for up in above)
        ],
        "strutture senza obiettivi di PEG": [unit.id for unit in bare if unit.id not in with_objectives],
    }
    yield from _lacking("BL-5.1b", found, Phase.RESOURCES)


@rule("BL-7.1ac", "BL-8.1", "BL-8.2b", "BL-8.2c", hook="merito_check_plan")
def objectives_and_indicators(step: Step) -> ResultRows:
    """Types of objectives, each measured in all its years, one for each head."""
    tree = step.once(PlanTree)
    if not tree.objectives:
        return
    levels = {one.level for one in tree.objectives}
    for level, name in ((STRATEGIC, "strategici"), (OPERATIONAL, "operativi (gestionali)")):
        if level not in levels:
            yield kit.told("warning", "BL-7.1ac", f"il Piano non ha obiettivi {name}")
    interim = [row.id for row in tree.counted if row.target_interim.said is not Said.VALUE]
    yield from _lacking("BL-7.1ac", {"indicatori senza risultato atteso intermedio (atteso_intermedio)": interim})
    yield from (*_types(tree), *_measured(step, tree), *_years(step, tree), *_heads(step.dossier, tree))


def _types(tree: PlanTree) -> ResultRows:
    """Strategic objectives cite their document; operational ones lead to a strategic one."""
    strategic, operational = ([one for one in tree.objectives if one.level == of] for of in (STRATEGIC, OPERATIONAL))
    found = {
        "obiettivi senza tipo (livello)": [one.id for one in tree.objectives if not one.level],
        "obiettivi strategici che non citano il documento di programmazione (linea_mandato o programma_rpp)": [
            one.id for one in strategic if not (_cited(one, LINE) or _cited(one, PROGRAMME))
        ],
        "obiettivi operativi sotto nessun obiettivo strategico (superiore)": [
            one.id for one in operational if not any(above.level == STRATEGIC for above in tree.above(one))
        ],
    }
    yield from _lacking("BL-8.1", found)


def _measured(step: Step, tree: PlanTree) -> ResultRows:
    """An indicator for every objective, with a target set beforehand and a result once the year is over.

    A target that is still to be written is told by the national layer (IT-4.2a).
    """
    year = step.dossier.year
    unset = [row.id for row in tree.counted if row.target.said is not Said.VALUE and not row.lacks_target]
    found = {
        "obiettivi senza indicatori": [one.id for one in tree.objectives if not tree.indicators(one)],
        "indicatori senza risultato atteso definito a preventivo": unset,
    }
    if step.as_of > date(year, 12, 31):
        unverified = [row.id for row in tree.counted if not _verified(step, row)]
        found[f"indicatori non verificati a consuntivo del {year}"] = unverified
    yield from _lacking("BL-8.2c", found)


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
            unplanned.append(f"{one.id}: {', '.join(map(str, lacking))}")
        if step.as_of > date(this, 12, 31) and not any(_verified(step, row) for row in own):
            unmeasured.append(one.id)
    found = {
        "obiettivi pluriennali senza stato di avanzamento atteso (tabella attesi)": unplanned,
        f"obiettivi pluriennali senza stato di avanzamento misurato nel {this}": unmeasured,
    }
    yield from _lacking("BL-8.2b", found)


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
            why = "il Piano non gli assegna alcun obiettivo con indicatori, a suo nome o della sua unità o posizione"
            yield kit.told("warning", "BL-7.1ac", why, f"person:{person.id}", inputs=(person,))


@rule("BL-3.1", hook="merito_check_plan")
def aspects(step: Step) -> ResultRows:
    """One of the aspects a to h, for measures of ente and units; the indicators of people need none."""
    letters = [str(one) for one in step.parameters.list("aspects").value]
    lacking = []
    for row in step.dossier.indicators:
        written = row.aspect.strip().casefold().rstrip(")")
        if written and written not in letters:
            why = f"l'indicatore {row.id} ha l'aspetto (ambito) «{row.aspect}»; sono ammesse le lettere"
            why = f"{why} da {letters[0]} a {letters[-1]}"
            yield kit.told("error", "BL-3.1", why, f"indicator:{row.id}", phase=Phase.EVALUATION, inputs=(row,))
        elif not written and not of_people(step.dossier, row):
            lacking.append(row.id)
    found = {"indicatori senza aspetto della performance organizzativa (ambito)": lacking}
    yield from _lacking("BL-3.1", found, Phase.EVALUATION)


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
        why = f"la dimensione «{word}» non è tra quelle del testo ({', '.join(allowed)}): indicatori {kit.listed(ids)}"
        yield kit.told("warning", "BL-8.2d", why)
    found = {
        "indicatori che non dicono quale livello evidenziano (dimensione)": lacking,
        "indicatori che non dicono se sono espressi in tempo, quantità o qualità (espresso_in)": [
            row.id for row in step.dossier.indicators if not row.extra.get("expressed_in")
        ],
    }
    yield from _lacking("BL-8.2d", found)


@rule("BL-8.3", hook="merito_check_plan")
def qualities(step: Step) -> ResultRows:
    """The ente's check-list of the seven qualities: incomplete, denied, or a comparison that is not possible."""
    dossier = step.dossier
    if not dossier.objectives:
        return
    rows = {str(row["objective"]): row for row in dossier.tables.get("objective_qualities", ())}
    denied: dict[str, list[str]] = defaultdict(list)
    for name, row in rows.items():
        for column, label in QUALITIES.items():
            if row[column] is False and column != "comparable":
                denied[f"obiettivi a cui manca una qualità ({label})"].append(name)
    known, years = _past(step), _years_before(step)
    possible = {name for name, row in rows.items() if row["comparable"] is True}
    compared = [one.id for one in dossier.indicators if one.objective in possible]
    before = f"i consuntivi dei {number_text(len(years))} anni prima (consuntivi_precedenti)"
    found = {
        "obiettivi senza verifica delle 7 qualità (qualita_obiettivi)": [
            one.id for one in dossier.objectives if one.id not in rows
        ],
        "obiettivi con qualità non verificate (qualita_obiettivi)": [
            name for name, row in rows.items() if any(row[column] is None for column in QUALITIES)
        ],
        **denied,
        f"indicatori di obiettivi confrontabili senza {before}": [
            name for name in compared if not all((name, year) in known for year in years)
        ],
    }
    yield from _lacking("BL-8.3", found)


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
