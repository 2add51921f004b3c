"""Measures and grades: indicators, their monitoring in the year, and the roll-up to areas, managers and the chamber.

Par. 3.1, 3.2 and 3.2.1, with the summaries that the appendix prints: c) by strategic area, d) by managerial area.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import (
    Area,
    Basis,
    Deadline,
    Grade,
    Indicator,
    Message,
    Objective,
    Phase,
    Ref,
    ResultRows,
    State,
    Step,
    TableRow,
    Unit,
    kit,
    rule,
    say,
)
from merito.numbers import fraction, half_up
from merito_brescia import telling
from merito_brescia.planning.tree import OPERATIONAL, SPECIAL_AGENCY, STRATEGIC, Node, Tree, bare
from merito_brescia.resources.areas import ENTE
from merito_brescia.resources.attestation import attested, judged

OF_OPERATIONAL, OF_STRATEGIC = "BS-SM-3.1a", "BS-SM-3.1b"
FORECAST, STATE_REPORT = "forecast", "half_year_report"
STATE_DAY, TERM = "half_year_day", "half_year_deadline"
AREAS, MANAGERS = "areas", "managers"
DOUBLE, SAME, AGENCY, MISSING = "I-BS-24", "I-BS-25", "I-BS-26", "I-BS-28"
BY_AREA, BY_MANAGER = "riepilogo_aree", "riepilogo_dirigenti"
LEVELS = {STRATEGIC: "strategico", OPERATIONAL: "operativo"}
CHAMBER = "Performance Camera di Commercio"
STATES: Mapping[State, str] = {
    State.FINAL: "definitivo",
    State.PROVISIONAL: "provvisorio",
    State.MONITORING: "monitoraggio",
    State.NOT_MEASURED: "non misurato",
    State.REFUSED: "rifiutato",
    State.BLOCKED: "non calcolato",
}
Columns = dict[str, str | int | Decimal | date]


@rule(OF_OPERATIONAL, OF_STRATEGIC, "I-BS-27", hook="merito_indicator_grades")
def grades_of_indicators(step: Step) -> ResultRows:
    """Result over target, from 0 to 100, under the rule of strategic objectives if it measures one.

    An indicator that weighs and of which nothing is expected (`-`) is missing too, so that the weighted sum does not
    ignore it: grades above it are provisional.
    """
    date_grade = step.parameters.choice("date_grade")
    policy = kit.IndicatorPolicy(
        rules=(OF_OPERATIONAL, "I-BS-27"),
        monitoring_rules=(OF_OPERATIONAL,),
        date_grade=date_grade.value,
        parameters=(date_grade,),
    )
    grades, tree = kit.indicator_grades(step.dossier, policy), step.once(Tree)
    nodes = (tree.objective(one) for one in tree.objectives)
    equally = {part.ref for node in nodes if node.equal for part in node.parts}
    for grade in grades:
        indicator = step.dossier.indicators[grade.id]
        objective = step.dossier.objectives.get(indicator.objective or "")
        if objective is not None and objective.level == STRATEGIC:
            grade = evolve(grade, rules=tuple(OF_STRATEGIC if one == OF_OPERATIONAL else one for one in grade.rules))
        weighs = indicator.weight or f"indicator:{grade.id}" in equally
        if grade.state is State.NOT_MEASURED and not grade.lacks and weighs:
            grade = evolve(grade, lacks=(grade.id,), if_zero=Fraction(0))
        yield grade


@rule("BS-SM-3.1g", hook="merito_documents")
def analysis_of_gaps(step: Step) -> ResultRows:
    """The gap between the expected and the actual result of every indicator of the plan."""
    tree = step.once(Tree)
    for indicator in tree.measuring(*tree.objectives):
        measure = kit.final_measure(step.dossier, indicator.id)
        grade = step.so_far.grade("indicator", indicator.id)
        columns: Columns = {
            "obiettivo": indicator.objective or "",
            "indicatore": indicator.id,
            "descrizione": indicator.title,
            "atteso": indicator.target.text,
            "ottenuto": measure.value.text if measure else "",
            "scostamento": kit.gap(indicator.target, measure.value) if measure else "",
            "grado": _two_decimals(grade),
            "stato": STATES[grade.state] if grade else "",
        }
        inputs = (indicator, measure) if measure else (indicator,)
        yield TableRow(
            table="analisi_scostamenti",
            columns=tuple(columns.items()),
            rules=("BS-SM-3.1g",),
            rests_on=(grade,) if grade else (),
            basis=Basis(inputs=inputs, formula=say("scostamento = ottenuto - atteso")),
        )


def _two_decimals(grade: Grade | None) -> Decimal | str:
    return "" if grade is None or grade.value is None else half_up(grade.value, 2)


@rule("BS-SM-3.2a", "I-BS-45", hook="merito_check_parameters")
def term_after_the_state(step: Step) -> ResultRows:
    """The term that the ente sets cannot end before the day of the state that is communicated."""
    due, state = (step.parameters.day(key, step.dossier.year).value for key in (TERM, STATE_DAY))
    if due < state:
        why = say(
            "parametro {parameter} rifiutato: {due} precede il {state}, il giorno dello stato",
            parameter=Ref("parameter", TERM),
            due=due,
            state=state,
        )
        yield telling.monitoring("error", "BS-SM-3.2a", why, f"parameter:{TERM}")


@rule("BS-SM-3.2a", "I-BS-45", hook="merito_deadlines")
def state_of_progress(step: Step) -> ResultRows:
    """The state of progress at 30 June is communicated by the ente's day; no earlier act can communicate it."""
    year = step.dossier.year
    due, state = step.parameters.day(TERM, year), step.parameters.day(STATE_DAY, year)
    yield Deadline(
        phase=Phase.MONITORING,
        what=say("Stato di avanzamento al {day}, ciclo {year}", day=state.value, year=year),
        due=due.value,
        met_by=STATE_REPORT,
        after=state.value - timedelta(days=1),
        rules=(step.rule, "I-BS-45"),
        basis=Basis(parameters=(due, state)),
    )


@rule("BS-SM-3.2a", hook="merito_check_plan")
def state_communicated_too_early(step: Step) -> ResultRows:
    """Warns of a state of progress that is communicated before the day to which it refers."""
    day = step.parameters.day(STATE_DAY, step.dossier.year).value
    for act in step.acts_of(STATE_REPORT):
        if act.date < day:
            why = say(
                "l'atto {act}, del {of}, precede il {day}, giorno a cui si riferisce lo stato di avanzamento: non vale "
                "per il termine",
                act=Ref("act", act.id),
                of=act.date,
                day=day,
            )
            yield telling.monitoring("warning", "BS-SM-3.2a", why, f"act:{act.id}", act)


@rule("BS-SM-3.2a", "BS-SM-Am", hook="merito_monitor")
def half_year_monitoring(step: Step) -> ResultRows:
    """Measures up to the day of the state; a new forecast is reported and never applied without an amendment."""
    day = step.parameters.day(STATE_DAY, step.dossier.year)
    rows = kit.monitored(step.dossier, ("BS-SM-3.2a", "BS-SM-Am"), min(day.value, step.as_of))
    yield from rows
    measured = {row.indicator for row in rows if row.measured}
    expected = (one for one in step.dossier.indicators if one.target_interim.value is not None and not one.watched)
    lacking = [one.id for one in expected if one.id not in measured]
    if lacking and step.as_of > day.value:
        why = say(
            "indicatori senza stato di realizzazione al {day}: {indicators}",
            day=day.value,
            indicators=kit.listed(lacking, "indicator"),
        )
        yield telling.monitoring("warning", "BS-SM-3.2a", why)
    for row in step.dossier.measures:
        indicator = step.dossier.indicators[row.indicator]
        if row.at == FORECAST and not row.value.says(indicator.target):
            yield telling.monitoring(
                "info", "BS-SM-Am", _forecast(indicator, row.value.text), f"indicator:{indicator.id}", row, indicator
            )


def _forecast(indicator: Indicator, forecast: str) -> Message:
    named, target = Ref("indicator", indicator.id), indicator.target.text
    if not target:
        return say(
            "nuova previsione al 31/12 per l'indicatore {indicator}: {forecast}; il risultato atteso resta da "
            "stabilire finché una variazione non è validata dall'OIV e poi approvata dalla Giunta",
            indicator=named,
            forecast=forecast,
        )
    return say(
        "nuova previsione al 31/12 per l'indicatore {indicator}: {forecast}; il risultato atteso resta {target} finché "
        "una variazione non è validata dall'OIV e poi approvata dalla Giunta",
        indicator=named,
        forecast=forecast,
        target=target,
    )


@rule(
    *("BS-SM-3.L", "BS-SM-3.1a", "BS-SM-3.1b", "BS-SM-3.1d", "BS-SM-3.2.1a", DOUBLE, SAME, AGENCY, MISSING),
    hook="merito_roll_up",
)
def grades_of_the_tree(step: Step) -> ResultRows:
    """By strategic area up to the chamber, and by manager; what rests on a refused node is not computed."""
    tree = step.once(Tree)
    if tree.empty:
        return
    grades = {f"indicator:{one.id}": one for one in step.so_far.grades if one.scope == "indicator"}
    for row in (*_by_area(tree, grades), *_by_manager(tree, grades)):
        yield _with_attested(step, row) if row.scope in ("ente", "area", "manager") else row


def _with_attested(step: Step, row: Grade) -> Grade:
    """The measured grade of the ente, an area or a managerial area, with the OIV's attestation added."""
    given = attested(step, ENTE if row.scope == "ente" else row.id)
    if given is None:
        return row
    basis = evolve(row.basis, inputs=(*row.basis.inputs, given))
    grade = fraction(given["grade"])  # type: ignore[arg-type]
    told = judged(step, given, row.value)
    return evolve(row, attested=grade, attestation=told, rules=(*row.rules, "BS-SM-3.OIV2"), basis=basis)


def _by_area(tree: Tree, grades: dict[str, Grade]) -> Iterator[Grade]:
    """Objectives, areas and the chamber; each grade is kept under its reference for the nodes above it."""
    for one in tree.objectives:
        above = tree.above(one)
        parent = above.id if above else one.area or ""
        own_rule = OF_STRATEGIC if one.level == STRATEGIC else OF_OPERATIONAL
        node = tree.objective(one)
        grades[node.ref] = _graded(tree, node, grades, AREAS, parent, (own_rule,))
        yield grades[node.ref]
    for area in tree.areas:
        apart = area.kind == SPECIAL_AGENCY
        rules = ("BS-SM-3.1f", AGENCY) if apart else ("BS-SM-3.L",)
        doubled = (DOUBLE,) if tree.rows[f"area:{area.id}"] else ()
        node, parent = tree.area(area), "" if apart else tree.dossier.ente.id
        grades[node.ref] = _graded(tree, node, grades, AREAS, parent, (*rules, *doubled))
        yield grades[node.ref]
    rules = ("BS-SM-3.2.1a", "BS-SM-3.L", *((AGENCY,) if tree.agency else ()))
    yield _graded(tree, tree.ente(), grades, "", "", rules)


def _by_manager(tree: Tree, grades: dict[str, Grade]) -> Iterator[Grade]:
    """The objectives that managers answer for, with the grades of the first view, and each manager's total."""
    nodes = {unit.id: tree.unit(unit) for unit in tree.managers}
    holders: dict[str, list[str]] = {}
    for identifier, node in nodes.items():
        for part in node.parts:
            holders.setdefault(part.ref, []).append(identifier)
    for one in tree.objectives:
        ref = f"objective:{one.id}"
        owners = holders.get(ref)
        if owners:
            yield evolve(
                grades[ref],
                view=MANAGERS,
                parent=owners[0] if len(owners) == 1 else "",
                rules=("BS-SM-3.1d", SAME),
                rests_on=(grades[ref],),
                basis=Basis(inputs=(one,), formula=say("lo stesso grado della vista per aree strategiche")),
            )
    for node in nodes.values():
        yield _graded(tree, node, grades, MANAGERS, "", ("BS-SM-3.1d", "BS-SM-3.L", SAME))


def _graded(tree: Tree, node: Node, grades: dict[str, Grade], view: str, parent: str, rules: tuple[str, ...]) -> Grade:
    scope, _, identifier = node.ref.partition(":")
    row = Grade(
        view=view,
        scope="manager" if scope == "unit" else scope,
        id=identifier,
        parent=parent,
        rules=(*rules, *((MISSING,) if node.equal else ())),
        basis=Basis(inputs=node.inputs, parameters=(tree.missing,) if node.equal else ()),
    )
    if node.problem:
        return kit.refused(row, say("rifiutato: {why}", why=node.problem))
    parts = node.weighed(grades)
    held = [grade for grade, _ in parts if grade.state in (State.REFUSED, State.BLOCKED)]
    if held:
        lacks = tuple(dict.fromkeys(one for grade in held for one in grade.lacks or (grade.id,)))
        why = say("non si calcola: poggia su ciò che è rifiutato ({refused})", refused=lacks)
        return evolve(row, state=State.BLOCKED, lacks=lacks, reason=why, rests_on=tuple(grade for grade, _ in parts))
    return kit.rolled(row, parts)


@rule("BS-SM-Ac", "BS-SM-Ad", hook="merito_transparency")
def summaries(step: Step) -> ResultRows:
    """Grades of objectives and totals; the special agency and its manager after the chamber's figure. No people."""
    tree = step.once(Tree)
    if tree.empty:
        return
    ente = step.so_far.grade("ente", step.dossier.ente.id)
    for area in tree.strategic_areas:
        yield from _of_area(step, tree, area, f"Totale Area strategica {area.id}")
    yield _summed(BY_AREA, {"area": ""}, CHAMBER, ente)
    for area in tree.agency:
        yield from _of_area(step, tree, area, "Totale Azienda Speciale")
    units, nowhere = tree.managers, Columns(area_dirigenziale="", peso="")
    for unit in (one for one in units if one.kind != SPECIAL_AGENCY):
        yield from _of_manager(step, tree, unit)
    yield _summed(BY_MANAGER, nowhere, CHAMBER, ente)
    for unit in units.of(kind=SPECIAL_AGENCY):
        yield from _of_manager(step, tree, unit)
    for area in tree.agency if units else ():
        grade = step.so_far.grade("area", area.id, AREAS)
        yield _summed(BY_MANAGER, nowhere, "Performance Azienda Speciale", grade, area)


def _of_area(step: Step, tree: Tree, area: Area, total: str) -> Iterator[TableRow]:
    for top in tree.tops.of(area=area.id):
        for one in (top, *tree.under(top)):
            yield _summed(BY_AREA, {"area": area.id}, one, step.so_far.grade("objective", one.id, AREAS), one)
    yield _summed(BY_AREA, {"area": area.id}, total, step.so_far.grade("area", area.id, AREAS), area)


def _of_manager(step: Step, tree: Tree, unit: Unit) -> Iterator[TableRow]:
    for part in tree.unit(unit).parts:
        one = tree.dossier.objectives.get(bare(part.ref))
        if one is not None:
            place: Columns = {"area_dirigenziale": unit.id, "peso": part.weight or Decimal(0)}
            yield _summed(BY_MANAGER, place, one, step.so_far.grade("objective", one.id, MANAGERS), one, part.row)
    total = f"Totale {unit.name or unit.id}"
    grade = step.so_far.grade("manager", unit.id, MANAGERS)
    yield _summed(BY_MANAGER, {"area_dirigenziale": unit.id, "peso": ""}, total, grade, unit)


def _summed(table: str, place: Columns, what: Objective | str, grade: Grade | None, *inputs: object) -> TableRow:
    """A row of a summary: an objective, or a total by its title."""
    code, level, title = ("", "", what) if isinstance(what, str) else (what.id, LEVELS.get(what.level, ""), what.title)
    columns: Columns = {
        **place,
        "codice": code,
        "livello": level,
        "obiettivo": title,
        "grado": _two_decimals(grade),
        "stato": STATES[grade.state] if grade else "non calcolato",
    }
    return TableRow(
        table=table,
        columns=tuple(columns.items()),
        rules=("BS-SM-Ac" if table == BY_AREA else "BS-SM-Ad",),
        rests_on=(grade,) if grade else (),
        basis=Basis(inputs=inputs),
    )
