"""The Plan during its year, and the Relazione at its end: acts, changes, results (arts. 4, 7, 8, 27 c. 3).

Each deadline counts from its own day, and is never moved for a holiday; that of the Relazione is the national
parameter, set by this regulation. The Plan is the Giunta's: its act enters a change, and until then the Plan applies
unchanged. "Without delay" is 15 days from the proposal, unless the ente sets another number (I-BL-26). A reading
decides whether a change that is entered after the year counts for that year (I-BL-56).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from merito import Act, Basis, Grade, Phase, Ref, ResultRows, State, Step, TableRow, first_of, kit, rule, say
from merito.numbers import HUNDRED, half_up
from merito_comunita_montane.organisation import COUNCIL, DIRECTOR, GIUNTA, POLITICAL, SECRETARY_OFFICE
from merito_comunita_montane.planning.objectives import OF_PEOPLE, OPERATIONAL, STRATEGIC, of_people

BUDGET, PLAN, OBJECTIVES, REPORT = "budget", "performance_plan", "objectives_definition", "performance_report"
OIV_NAMES = ("oiv", "indipendente di valutazione")
TWO_DATES, TIMELY, AFTERWARDS = "I-BL-27", "I-BL-26", "I-BL-56"
LEVELS = {STRATEGIC: "strategico", OPERATIONAL: "operativo", "group": "gruppo", "individual": "individuale"}
STATES = {
    State.FINAL: "definitivo",
    State.PROVISIONAL: "provvisorio",
    State.MONITORING: "monitoraggio",
    State.NOT_MEASURED: "non misurato",
    State.REFUSED: "rifiutato",
    State.BLOCKED: "non calcolato",
}


def plan_of(step: Step) -> Act | None:
    """The act that adopts the Plan: the first of its kind that adopts no amendment of it."""
    amending = {one.act for one in step.dossier.amendments}
    return first_of(act for act in step.acts_of(PLAN) if act.id not in amending and act.of_body(GIUNTA))


@rule("BL-7.1a", "BL-8.2a", "BL-27.3", TWO_DATES, hook="merito_check_plan")
def acts_of_planning(step: Step) -> ResultRows:
    """Warnings: both planning deadlines missed, a Plan before the budget, acts of planning by the wrong bodies."""
    due, before = step.due("BL-7.1a"), step.due("BL-8.2a")
    defined = first_of(act for act in step.acts_of(OBJECTIVES) if act.of_body(*POLITICAL))
    plan, adopting = plan_of(step), step.acts_of(PLAN)
    late = ((act.date if act else step.as_of) > day for act, day in ((plan, due), (defined, before)) if day)
    if due and before and all(late):
        why = say(
            "né gli obiettivi ({objectives}) né il Piano ({plan}) rispettano il loro termine ({reading})",
            objectives=before,
            plan=due,
            reading=Ref("reading", TWO_DATES),
        )
        yield kit.told("warning", "BL-8.2a", why)
    budget = first_of(act for act in step.acts_of(BUDGET) if act.of_body(COUNCIL))
    if plan is not None and (budget is None or plan.date < budget.date):
        why = say(
            "l'atto {act} adotta il Piano, che è coerente con il bilancio, mentre il bilancio non risulta approvato: "
            "chi tiene gli atti ne scrive l'approvazione, o si approva prima",
            act=Ref("act", plan.id),
        )
        if budget:
            why = say(
                "l'atto {act} adotta il Piano, che è coerente con il bilancio, mentre il bilancio è approvato solo il "
                "{day}",
                act=Ref("act", plan.id),
                day=budget.date,
            )
        yield kit.told("warning", "BL-7.1a", why, f"act:{plan.id}", inputs=(plan,))
    elif adopting and plan is None:
        why = say(
            "nessun atto della Giunta adotta il Piano: risultano solo atti di variazione o di altri ({act})",
            act=Ref("act", adopting[0].id),
        )
        yield kit.told("warning", "BL-7.1a", why, f"act:{adopting[0].id}", inputs=tuple(adopting))
    for act in step.acts_of(OBJECTIVES):
        if not act.of_body(*POLITICAL):
            why = say(
                "l'atto {act} risulta di «{body}»; gli obiettivi li definisce un organo di indirizzo politico: "
                "{bodies}",
                act=Ref("act", act.id),
                body=act.body,
                bodies=tuple(step.bodies[code].title for code in POLITICAL),
            )
            yield kit.told("warning", "BL-8.2a", why, f"act:{act.id}", inputs=(act,))
        if not act.participants.strip():
            why = say(
                "l'atto {act} non dice con quali responsabili di unità gli obiettivi sono stati condivisi (colonna "
                "partecipanti)",
                act=Ref("act", act.id),
            )
            yield kit.told("warning", "BL-8.2a", why, f"act:{act.id}", inputs=(act,))
    yield from _programme_of_checks(step)


def _programme_of_checks(step: Step) -> ResultRows:
    """The programme of internal checks, by the Segretario or Direttore generale with the OIV heard (art. 27 c. 3)."""
    for act in step.acts_of("checks_programme"):
        wrong = []
        if not act.of_body(SECRETARY_OFFICE, DIRECTOR):
            why = say(
                "l'atto {act} risulta di «{body}»; il programma è del Segretario o del Direttore generale",
                act=Ref("act", act.id),
                body=act.body,
            )
            wrong.append(why)
        if not any(name in act.participants.casefold().replace(".", "") for name in OIV_NAMES):
            why = say("l'atto {act} non dice che l'OIV è stato sentito (colonna partecipanti)", act=Ref("act", act.id))
            wrong.append(why)
        for why in wrong:
            yield kit.told("warning", "BL-27.3", why, f"act:{act.id}", phase=Phase.MONITORING, inputs=(act,))


@rule("BL-7.1av", AFTERWARDS, hook="merito_gates")
def only_within_the_year(step: Step) -> ResultRows:
    """An amendment entered after the year changes how it is graded only if the ente's reading says so."""
    gates = tuple(kit.only_in_year(step, one, act) for one, act in kit.after_year(step))
    yield from step.choose(AFTERWARDS, not_counted=gates, counted=()) if gates else ()


@rule("BL-7.1av", hook="merito_check_plan")
def entered_afterwards(step: Step) -> ResultRows:
    """Warns of each amendment entered after the year, naming the reading that decides whether it counts."""
    for one, act in kit.after_year(step):
        why = say(
            "la variazione {amendment} è inserita nel Piano il {day} (atto {act}), ad anno finito, mentre il testo "
            "parla di variazioni durante l'esercizio (art. 7 c. 1 lett. a): se conta per il {year} lo dice la lettura "
            "{reading}",
            amendment=Ref("amendment", one.id),
            day=act.date,
            act=Ref("act", act.id),
            year=step.dossier.year,
            reading=Ref("reading", AFTERWARDS),
        )
        yield kit.told("warning", "BL-7.1av", why, f"act:{act.id}", phase=Phase.MONITORING, inputs=(one, act))


@rule("BL-7.1av", TIMELY, hook="merito_check_plan")
def entered_without_delay(step: Step) -> ResultRows:
    """Warns of an amendment entered late, or not entered by its last day."""
    days = int(step.parameters.number("amendment_days").value)
    for state in step.amendments:
        one = state.amendment
        if one.proposed is None:
            continue
        due = one.proposed + timedelta(days=days)
        entered = state.act.date if state.applied and state.act else None
        if (entered or step.as_of) > due:
            reading = Ref("reading", TIMELY)
            why = say(
                "la variazione {amendment}, proposta il {proposed}, va inserita nel Piano entro il {due}: non vi è "
                "ancora inserita ({reading})",
                amendment=Ref("amendment", one.id),
                proposed=one.proposed,
                due=due,
                reading=reading,
            )
            if entered:
                why = say(
                    "la variazione {amendment}, proposta il {proposed}, va inserita nel Piano entro il {due}: vi è "
                    "inserita il {entered} ({reading})",
                    amendment=Ref("amendment", one.id),
                    proposed=one.proposed,
                    due=due,
                    entered=entered,
                    reading=reading,
                )
            yield kit.told("warning", "BL-7.1av", why, f"amendment:{one.id}", phase=Phase.MONITORING, inputs=(one,))


@rule("BL-7.1ac", hook="merito_monitor")
def half_way(step: Step) -> ResultRows:
    """Interim measures against interim targets; after the year, targets that were never measured are listed."""
    rows = kit.monitored(step.dossier, ("BL-4.1", "BL-7.1ac"), step.as_of)
    yield from rows
    unseen = [row.indicator for row in rows if row.target and not row.measured]
    if unseen and step.as_of > date(step.dossier.year, 12, 31):
        why = say(
            "indicatori con un obiettivo intermedio e nessun rilevamento in corso d'anno: {indicators}",
            indicators=kit.listed(unseen, "indicator"),
        )
        yield kit.told("warning", "BL-7.1ac", why, phase=Phase.MONITORING)


@rule("BL-7.1bc", hook="merito_transparency")
def results_of_the_report(step: Step) -> ResultRows:
    """The tables of ente and units, to be published; and, once the Relazione is adopted, what it cannot show."""
    rows = tuple(_results(step, public=True))
    if not rows:
        return
    yield from rows
    grades = {one.id for one in step.so_far.grades if one.scope == "objective" and one.value is not None}
    without = [one.id for one in step.dossier.objectives if one.id not in grades]
    reports = step.acts_of(REPORT)
    if without and reports:
        why = say(
            "la Relazione (atto {act}) è adottata, ma di questi obiettivi non c'è il risultato: {objectives}",
            act=Ref("act", reports[0].id),
            objectives=kit.listed(without, "objective"),
        )
        yield kit.told("warning", "BL-7.1bc", why, phase=Phase.REPORTING, inputs=tuple(reports))


@rule("BL-7.1bc", hook="merito_documents")
def results_of_people(step: Step) -> ResultRows:
    """The same for the objectives of groups and people, which stay reserved."""
    yield from _results(step, public=False)


def _results(step: Step, *, public: bool) -> ResultRows:
    """The results of objectives and indicators, with the gaps: those of ente and units are `public`."""
    dossier, rules = step.dossier, ("BL-7.1bc",)
    for one in (one for one in dossier.objectives if (one.level not in OF_PEOPLE) == public):
        grade = step.so_far.grade("objective", one.id)
        given = tuple(row for row in dossier.resources.of(objective=one.id) if row.is_of(dossier.year))
        budget, spent = _sum(row.budget for row in given), _sum(row.spent for row in given)
        columns = (
            ("obiettivo", one.id),
            ("titolo", one.title),
            ("tipo", LEVELS.get(one.level, "")),
            ("grado", _degree(grade)),
            ("scostamento", "" if grade is None or grade.value is None else half_up(grade.value - HUNDRED, 2)),
            ("stato", STATES.get(grade.state, "") if grade else ""),
            ("risorse assegnate", "" if budget is None else budget),
            ("risorse impiegate", "" if spent is None else spent),
            ("scostamento risorse", "" if budget is None or spent is None else spent - budget),
        )
        table, rests_on = "relazione_obiettivi", (grade,) if grade else ()
        basis = Basis(inputs=(one, *given), formula=say("scostamento = grado - 100"))
        yield TableRow(table=table, columns=columns, rules=rules, public=public, rests_on=rests_on, basis=basis)
    for indicator in (one for one in dossier.indicators if of_people(dossier, one) != public):
        measure, grade = kit.final_measure(dossier, indicator.id), step.so_far.grade("indicator", indicator.id)
        told = (
            ("obiettivo", indicator.objective or ""),
            ("indicatore", indicator.id),
            ("titolo", indicator.title),
            ("atteso", indicator.target.text),
            ("ottenuto", measure.value.text if measure else ""),
            ("scostamento", kit.gap(indicator.target, measure.value) if measure else ""),
            ("grado", _degree(grade)),
            ("stato", STATES.get(grade.state, "") if grade else ""),
        )
        table, rests_on = "relazione_indicatori", (grade,) if grade else ()
        inputs = (indicator, measure) if measure else (indicator,)
        basis = Basis(inputs=inputs, formula=say("scostamento = ottenuto - atteso"))
        yield TableRow(table=table, columns=told, rules=rules, public=public, rests_on=rests_on, basis=basis)


def _degree(grade: Grade | None) -> Decimal | str:
    return "" if grade is None or grade.value is None else half_up(grade.value, 2)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known (euro); None if nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
