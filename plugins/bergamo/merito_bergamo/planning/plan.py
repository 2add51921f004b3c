"""The cycle and its Plan: publicity, deadlines, contents and amendments (arts. 7, 16, 31, 37, 38, 40; ch. 3.1-3.3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction

from merito import (
    NOTHING,
    ActNeed,
    Amendment,
    Basis,
    Dashboard,
    Deadline,
    Dossier,
    Gate,
    Indicator,
    Listed,
    Message,
    Phase,
    Ref,
    ResultRows,
    Said,
    Step,
    as_message,
    kit,
    rule,
    say,
)
from merito.numbers import add_months

STRATEGIC = "strategic"
SERVICES = ("service", "special_agency")
FORMS = ("individual", "group")
PLAN, ASSIGNED = "performance_plan", "objectives_assignment"
GIUNTA, SEGRETARIO, OPERATIONAL = "giunta", "secretary_general", "I-BP-13"
OF_SERVICES = ("service", "special_agency", "manager")
PUBLIC = (PLAN, "piao", "performance_report", "report_validation")
OIV_REPORT = "oiv_report"
EXPECTS = (Said.VALUE, Said.MONITORING, Said.TO_BE_SET)


@rule("BG-31.3", "I-BG-12", hook="merito_deadlines")
def report_of_the_oiv(step: Step) -> ResultRows:
    """The OIV's report is due twelve months after its own last of an earlier year, or else at the end of the year."""
    months = step.parameters.number("oiv_report_months")
    year = step.dossier.year
    own = [act for act in step.acts_of(OIV_REPORT) if act.of_body(*step.act_kinds[OIV_REPORT].by)]
    latest = max((act for act in own if act.date.year < year), key=lambda act: act.date, default=None)
    yield Deadline(
        phase=Phase.REPORTING,
        what="Relazione dell'OIV agli organi camerali, almeno una volta l'anno",
        due=add_months(latest.date, int(months.value)) if latest else date(year, 12, 31),
        met_by=OIV_REPORT,
        after=latest.date if latest else date(year - 1, 12, 31),
        rules=("BG-31.3", "I-BG-12"),
        basis=Basis(inputs=(latest,) if latest else (), parameters=(months,)),
    )


@rule("BG-16.1d", hook="merito_monitor")
def state_of_the_plan(step: Step) -> ResultRows:
    """The state of the plan during the year: interim measures against interim targets, gaps and new forecasts."""
    yield from kit.monitored(step.dossier, ("BG-16.1d",), step.as_of)


@rule("BG-7.2", hook="merito_check_plan")
def publication_of_acts(step: Step) -> ResultRows:
    """Notes the acts of the cycle that have no date of publication: every phase of the cycle is public."""
    unpublished = [act for kind in PUBLIC for act in step.acts_of(kind) if act.published is None]
    for act in unpublished:
        why = say(
            "l'atto {act} non ha la data di pubblicazione all'Albo o sul sito: chi tiene gli atti lo fa pubblicare, e "
            "ne scrive il giorno (colonna pubblicato)",
            act=Ref("act", act.id),
        )
        yield kit.told("info", "BG-7.2", why, f"act:{act.id}", phase=Phase.REPORTING, inputs=(act,))


@rule("BP-3.3c", "BG-40.2b", hook="merito_check_plan")
def weights_of_dashboards(step: Step) -> ResultRows:
    """Wrong weights are an error of their dashboard alone."""
    for board in step.dossier.dashboards:
        if why := weights_problem(step.dossier, board):
            rows = step.dossier.dashboard_rows.of(dashboard=board.id)
            message = say(
                "cruscotto {dashboard} rifiutato: {why}; chi fa il Piano corregge la colonna dei pesi (tabella "
                "{table})",
                dashboard=Ref("dashboard", board.id),
                why=why,
                table=Ref("table", "righe_cruscotti"),
            )
            cited = "BG-40.2b" if board.kind in FORMS else "BP-3.3c"
            subject = f"dashboard:{board.id}"
            yield kit.told("error", cited, message, subject, phase=Phase.EVALUATION, inputs=tuple(rows))


def weights_problem(dossier: Dossier, board: Dashboard) -> Message:
    """What is wrong with the weights of a dashboard's rows, or nothing.

    Monitoring has no weight, and an indicator from which nothing is expected this year (`-`) needs none.
    """
    weighing, useless = [], []
    for row in dossier.dashboard_rows.of(dashboard=board.id):
        one = dossier.indicators[row.indicator]
        expected = row.weight is not None or one.expected
        activities = () if expected else dossier.activities.of(indicator=one.id)
        if one.watched and row.weight:
            useless.append(say("{indicator} ({weight})", indicator=Ref("indicator", one.id), weight=row.weight))
        if not one.watched and (expected or any(activity.target.said is Said.VALUE for activity in activities)):
            weighing.append(row.weight)
    try:
        kit.sibling_weights(weighing)
    except ValueError as error:
        why = as_message(str(error))
        if not useless:
            return why
        return say(
            "{why}; il monitoraggio non ha peso, e non contano quelli di: {indicators}",
            why=why,
            indicators=tuple(useless),
        )
    return NOTHING


@rule("BP-3.3d", "BP-3.3a", "BP-3.3c", hook="merito_check_plan")
def one_strategic_dashboard(step: Step) -> ResultRows:
    """One dashboard is strategic, every indicator is on a dashboard, and only the rows of dashboards weigh."""
    dossier = step.dossier
    found = [board.id for board in dossier.dashboards if board.kind == STRATEGIC]
    if not found:
        why = say("manca il cruscotto strategico: l'ente non ha un grado; serve un solo cruscotto di tipo strategico")
        yield kit.told("warning", "BP-3.3d", why)
    elif len(found) > 1:
        why = say(
            "più cruscotti strategici: {dashboards}: l'ente non ha un grado; serve un solo cruscotto di tipo "
            "strategico",
            dashboards=tuple(Ref("dashboard", one) for one in found),
        )
        yield kit.told("warning", "BP-3.3d", why)
    carried = {row.indicator for row in dossier.dashboard_rows}
    for one in dossier.indicators:
        if one.id not in carried:
            why = say(
                "l'indicatore {indicator} non è in alcun cruscotto: non entra in alcuna media",
                indicator=Ref("indicator", one.id),
            )
            yield kit.told("warning", "BP-3.3a", why, f"indicator:{one.id}")
    for table, name in (("indicators", "indicatori"), ("objectives", "obiettivi"), ("areas", "aree")):
        if any(row.weight is not None for row in dossier.table(table)):
            why = say(
                "i pesi nella tabella {table} non entrano nelle medie: contano quelli delle righe dei cruscotti",
                table=name,
            )
            yield kit.told("warning", "BP-3.3c", why)


@rule("BG-37.2", hook="merito_gates")
def corrections_in_the_year(step: Step) -> ResultRows:
    """Corrections are made during the year: an act after it changes nothing in how the year is graded."""
    yield from (kit.only_in_year(step, one, act) for one, act in kit.after_year(step))


@rule("BG-38.1v", OPERATIONAL, hook="merito_gates")
def own_act_of_each_change(step: Step) -> ResultRows:
    """Rows of the Plan are changed by the Giunta, sheets by who assigned them; by a reading, operational rows too.

    The dashboard of the Segretario Generale is not operational: nobody changes the own one.
    """
    for one in step.dossier.amendments:
        if one.corrects:
            continue
        act = step.dossier.acts.by_id.get(one.act or "")
        if kit.of_sheets(step, one):
            yield _own_act(step, one, ASSIGNED)
        elif act is not None and act.by == SEGRETARIO and kit.boards_changed(step, one).issubset(OF_SERVICES):
            kind = ASSIGNED if act.kind == ASSIGNED else PLAN
            of_giunta = _own_act(step, one, PLAN, (GIUNTA,), OPERATIONAL)
            of_either = _own_act(step, one, kind, (GIUNTA, SEGRETARIO), OPERATIONAL)
            yield step.choose(OPERATIONAL, giunta=of_giunta, secretary_general=of_either)
        else:
            yield _own_act(step, one, PLAN)


def _own_act(step: Step, one: Amendment, kind: str, by: tuple[str, ...] = (), *readings: str) -> Gate:
    need, rules = ActNeed(kind, by=by, adopts=True), (*step.bears, *readings)
    return Gate(phase=Phase.OBJECTIVES, subject=f"amendment:{one.id}", needs=(need,), rules=rules)


@rule("BG-37.2", "BG-38.1", "BG-38.1v", hook="merito_check_plan")
def amendments(step: Step) -> ResultRows:
    """Warns of amendments by an act after the year, of those by an act that is none of the Plan's, which do not apply,
    and of those whose act does not refer to the Plan.

    There is one finding per act, with the number of its amendments. The rows show which they are, since some may be
    about a person.
    """
    acts = step.dossier.acts
    plans = {act.id for act in acts if act.kind == PLAN}
    states = {state.amendment.id: state for state in step.amendments}
    found = defaultdict[tuple[str, str, Message], list[object]](list)
    for one, by in kit.enacted(step):
        state = states[one.id]
        if not state.applied and "BG-37.2" in state.rules:
            why = say(
                "l'atto {act} è successivo al 31 dicembre dell'anno, e gli interventi correttivi si fanno in corso di "
                "esercizio (art. 37 c. 2 lett. c)",
                act=Ref("act", by.id),
            )
            found[by.id, "BG-37.2", why].append(one)
        elif not state.applied:
            found[by.id, "BG-38.1v", state.waits_for].append(one)
        elif by.kind == PLAN and by.of_body(GIUNTA) and by.refers_to not in plans:
            found[by.id, "BG-38.1", NOTHING].append(one)
    for (identifier, cited, why), own in found.items():
        message = say(
            "{n} variazione del Piano non si applica: {why}",
            many="{n} variazioni del Piano non si applicano: {why}",
            number="n",
            n=len(own),
            why=why,
        )
        if not why:
            message = say(
                "{n} variazione del Piano è applicata, ma l'atto {act} non richiama l'atto che ha approvato il Piano "
                "(colonna «riferito a»): il Piano si varia con un atto suo",
                many="{n} variazioni del Piano sono applicate, ma l'atto {act} non richiama l'atto che ha approvato il "
                "Piano (colonna «riferito a»): il Piano si varia con un atto suo",
                number="n",
                n=len(own),
                act=Ref("act", identifier),
            )
        phase = Phase.MONITORING if cited == "BG-37.2" else Phase.OBJECTIVES
        inputs = (*own, acts[identifier])
        yield kit.told("warning", cited, message, f"act:{identifier}", phase=phase, inputs=inputs)


@rule("BP-0.1", hook="merito_check_plan")
def strategic_map(step: Step) -> ResultRows:
    """Each strategic objective is in one perspective and coded perspective.number; their numbers match the map."""
    perspectives = [area.id for area in step.dossier.areas if area.kind == "perspective"]
    objectives = [one for one in step.dossier.objectives if one.level == STRATEGIC]
    planned = step.parameters.list("strategy_map").value
    counts = {area: sum(one.area == area for one in objectives) for area in perspectives}
    if list(counts.values()) != list(planned):
        found = tuple(
            say("{area}: {objectives}", area=Ref("area", area), objectives=count) for area, count in counts.items()
        )
        why = say(
            "la mappa strategica ha {perspectives} prospettive con {planned} obiettivi; nei dati le prospettive e i "
            "loro obiettivi strategici sono: {found}. Se la mappa dell'ente è un'altra, chi fa il Piano la scrive in "
            "{parameter}",
            perspectives=len(planned),
            planned=tuple(planned),
            found=found or say("nessuna"),
            parameter=Ref("parameter", "strategy_map"),
        )
        yield kit.told("warning", "BP-0.1", why)
    for one in objectives:
        area, _, number = one.id.rpartition(".")
        if one.area not in perspectives:
            why = say(
                "l'obiettivo strategico {objective} non sta in alcuna prospettiva", objective=Ref("objective", one.id)
            )
        elif area != one.area or not number.isdecimal():
            why = say(
                "il codice dell'obiettivo {objective} non è {code}.numero, dove {area} è la sua prospettiva",
                objective=Ref("objective", one.id),
                code=one.area,
                area=Ref("area", one.area),
            )
        else:
            continue
        yield kit.told("warning", "BP-0.1", why, f"objective:{one.id}", inputs=(one,))


@rule("BG-38.1c", hook="merito_check_plan")
def parts_of_the_plan(step: Step) -> ResultRows:
    """A plan has objectives, indicators, expected results and the resources given to them.

    A table of resources that is not there does not say that the Plan has none.
    """
    dossier = step.dossier
    expected = [one for one in dossier.indicators if one.target.said is Said.VALUE] or dossier.targets
    parts: tuple[tuple[Message, Iterable[object]], ...] = (
        (say("gli obiettivi"), dossier.objectives),
        (say("gli indicatori"), dossier.indicators),
        (say("i risultati attesi"), expected),
    )
    if missing := [name for name, rows in parts if not rows]:
        why = say(
            "nei dati del Piano non ci sono {parts}: chi fa il Piano li scrive nelle loro tabelle",
            parts=Listed(missing),
        )
        yield kit.told("warning", "BG-38.1c", why)
    if not dossier.resources:
        why = say(
            "la tabella risorse non c'è: se il Piano dice le risorse dedicate agli obiettivi, chi lo tiene le scrive "
            "lì; se non le dice, la Giunta lo completa"
        )
        yield kit.told("info", "BG-38.1c", why)


@rule("BG-40.1", hook="merito_check_plan")
def measurable(step: Step) -> ResultRows:
    """An objective is measured by an indicator, an indicator by an expected result in some year of the plan.

    A result that is still to be written for this year is told by the national layer (IT-4.2a).
    """
    dossier = step.dossier
    measured = {one.objective for one in dossier.indicators} | {one.parent for one in dossier.objectives}
    for objective in dossier.objectives:
        if objective.id not in measured:
            why = say(
                "l'obiettivo {objective} non ha alcun indicatore: non è misurabile",
                objective=Ref("objective", objective.id),
            )
            yield kit.told("warning", "BG-40.1", why, f"objective:{objective.id}", inputs=(objective,))
    planned = {row.indicator for row in dossier.targets if row.value.said in EXPECTS}
    planned |= {row.indicator for row in dossier.activities if row.target.said in EXPECTS}
    planned |= {
        one.id for one in dossier.indicators if one.monitoring or one.lacks_target or one.target.said in EXPECTS
    }
    if without := [one.id for one in dossier.indicators if one.id not in planned]:
        why = say(
            "indicatori senza risultato atteso in nessuno degli anni inseriti: {indicators}: chi fa il Piano lo scrive "
            "(colonna atteso, o tabella attesi), o li toglie",
            indicators=kit.listed(without, "indicator"),
        )
        yield kit.told("info", "BG-40.1", why)


@rule("BP-3.2a", hook="merito_check_plan")
def strategic_indicators(step: Step) -> ResultRows:
    """A strategic objective has an action with an indicator, which has yearly targets, a last actual and a source."""
    dossier = step.dossier
    boards = [board.id for board in dossier.dashboards if board.kind == STRATEGIC]
    rows = [row for board in boards for row in dossier.dashboard_rows.of(dashboard=board)]
    carried = [(dossier.indicators[row.indicator], row) for row in rows]
    with_action = {one.objective for one, row in carried if one.action or row.action}
    for one in dossier.objectives if boards else ():
        if one.level == STRATEGIC and one.id not in with_action:
            why = say(
                "l'obiettivo strategico {objective} non ha un'azione con il suo indicatore nel cruscotto strategico",
                objective=Ref("objective", one.id),
            )
            yield kit.told("warning", "BP-3.2a", why, f"objective:{one.id}", inputs=(one,))
    indicators = [one for one, _ in carried]
    if carried and not dossier.targets:
        why = say(
            "sono inseriti i risultati attesi del solo {year}, e il Piano ne ha tre anni: chi lo tiene scrive gli "
            "altri (tabella attesi)",
            year=dossier.year,
        )
        yield kit.told("info", "BP-3.2a", why)
    if idle := [one.id for one, row in carried if not (one.action or row.action)]:
        why = say("indicatori strategici senza azione: {indicators}", indicators=kit.listed(idle, "indicator"))
        yield kit.told("info", "BP-3.2a", why)
    if unsourced := [one.id for one in indicators if not one.origin]:
        why = say(
            "indicatori strategici senza fonte del dato: {indicators}", indicators=kit.listed(unsourced, "indicator")
        )
        yield kit.told("info", "BP-3.2a", why)
    if unknown := [one.id for one in indicators if not one.baseline.text]:
        why = say(
            "indicatori strategici senza ultimo consuntivo: {indicators}: chi fa il Piano lo scrive (colonna "
            "«ultimo consuntivo»)",
            indicators=kit.listed(unknown, "indicator"),
        )
        yield kit.told("info", "BP-3.2a", why)
    if not dossier.targets:
        return
    given = {(row.indicator, row.year) for row in dossier.targets}
    given |= {(one.id, dossier.year) for one in indicators if one.target.text or one.lacks_target}
    for year, ids in years_without(step, indicators, given).items():
        why = say(
            "indicatori strategici senza risultato atteso {year}: {indicators}",
            year=year,
            indicators=kit.listed(ids, "indicator"),
        )
        yield kit.told("info", "BP-3.2a", why)


def years_without(step: Step, rows: list[Indicator], given: Collection[tuple[str, int]]) -> dict[int, list[str]]:
    """The years of the plan in which indicators have no expected result, with their ids; `given` are those with one."""
    first = step.dossier.year
    years = int(step.parameters.number("plan_years").value)
    lacking = {year: [one.id for one in rows if (one.id, year) not in given] for year in range(first, first + years)}
    return {year: ids for year, ids in lacking.items() if ids}


@rule("BP-3.2f", "I-BP-11", hook="merito_check_plan")
def areas_of_measurement(step: Step) -> ResultRows:
    """Most indicators belong to an area a-g of art. 8: "a good part" is read as more than half."""
    known = {str(letter) for letter in step.parameters.list("measurement_areas").value}
    indicators = step.dossier.indicators
    tagged = 0
    for one in indicators:
        parts = (part.strip().strip(")").casefold() for part in one.aspect.replace(";", ",").split(","))
        letters = {part for part in parts if part}
        tagged += bool(letters & known)
        if wrong := sorted(letters - known):
            why = say(
                "ambito «{wrong}»: sono ammesse le lettere da a) a g) dell'art. 8 D.Lgs. 150/2009", wrong=tuple(wrong)
            )
            yield kit.told("warning", "BP-3.2f", why, f"indicator:{one.id}", inputs=(one,))
    if indicators and Fraction(tagged, len(indicators)) <= Fraction(1, 2):
        if tagged:
            found = say(
                "{n} indicatore su {whole} è ricondotto agli ambiti dell'art. 8 D.Lgs. 150/2009",
                many="{n} indicatori su {whole} sono ricondotti agli ambiti dell'art. 8 D.Lgs. 150/2009",
                number="n",
                n=tagged,
                whole=len(indicators),
            )
        else:
            found = say(
                "l'unico indicatore non è ricondotto agli ambiti dell'art. 8 D.Lgs. 150/2009",
                many="nessuno dei {n} indicatori è ricondotto agli ambiti dell'art. 8 D.Lgs. 150/2009",
                number="n",
                n=len(indicators),
            )
        why = say(
            "{found}, e il Piano dice che lo è «buona parte», letta come più della metà ({reading}): chi fa il Piano "
            "scrive le lettere (colonna ambito)",
            found=found,
            reading=Ref("reading", "I-BP-11"),
        )
        yield kit.told("info", "BP-3.2f", why)


@rule("BP-3.2b", "I-BP-05", hook="merito_check_plan")
def improvement(step: Step) -> ResultRows:
    """Lists expected results worse than the last actual, which the plan wants kept or improved: never an error."""
    for one in step.dossier.indicators:
        if worse := kit.worse_than_last(one, step.dossier.year):
            why = say("{worse} ({reading})", worse=worse, reading=Ref("reading", "I-BP-05"))
            yield kit.told("info", "BP-3.2b", why, f"indicator:{one.id}", inputs=(one,))


@rule("BP-3.2d", "BP-3.2e", "I-BP-06", hook="merito_check_plan")
def projects(step: Step) -> ResultRows:
    """A project has weighted activities with one expected result each, no actual besides theirs, one in charge.

    A form whose weights do not sum to 100 is an error of its project alone.
    """
    dossier = step.dossier
    ids = dict.fromkeys(row.indicator for row in dossier.activities)
    for indicator in ids:
        rows = dossier.activities.of(indicator=indicator)
        try:
            kit.activity_weights(rows)
        except ValueError as error:
            why = say(
                "scheda del progetto {indicator} rifiutata: {why}; chi fa il Piano corregge la colonna dei pesi "
                "(tabella {table})",
                indicator=Ref("indicator", indicator),
                why=as_message(str(error)),
                table=Ref("table", "attivita"),
            )
            yield kit.told("error", "BP-3.2d", why, f"indicator:{indicator}", phase=Phase.EVALUATION, inputs=rows)
    said = (Said.VALUE, Said.MONITORING)
    if without := [f"{row.indicator}/{row.id}" for row in dossier.activities if row.target.said not in said]:
        why = say(
            "attività di progetto senza risultato atteso: {activities}: chi fa il Piano lo scrive (tabella attivita, "
            "colonna atteso)",
            activities=kit.listed(without),
        )
        yield kit.told("warning", "BP-3.2d", why)
    for indicator in ids:
        measure = kit.final_measure(dossier, indicator)
        if measure is not None and measure.value.said is Said.VALUE:
            why = say(
                "il consuntivo «{actual}» non conta: il progetto si misura dalle sue attività ({reading})",
                actual=measure.value.text,
                reading=Ref("reading", "I-BP-06"),
            )
            yield kit.told("info", "BP-3.2d", why, f"indicator:{indicator}", inputs=(measure,))
    if unled := [one.id for one in dossier.indicators if one.id in ids and not one.responsible]:
        why = say(
            "progetti senza responsabile: {projects}: chi fa il Piano lo scrive (colonna responsabile)",
            projects=kit.listed(unled, "project"),
        )
        yield kit.told("info", "BP-3.2e", why)
