"""Dashboards: what they carry from strategy to services and managers, the forms drawn from them, and their means
(chs. 3.3 and 4 of the Plan; art. 40 c. 2 and art. 41 c. 2).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from fractions import Fraction

from attrs import evolve

from merito import (
    Basis,
    Carried,
    Dashboard,
    Dossier,
    Grade,
    Intermediate,
    Phase,
    Ref,
    ResultRows,
    State,
    Step,
    TableRow,
    cited,
    kit,
    rule,
    say,
)
from merito.numbers import Number, counted, exact_text
from merito_bergamo.planning.plan import FORMS, SERVICES, STRATEGIC, weights_problem

MANAGERS = ("secretary_general", "manager")
CARRIERS = (*SERVICES, *MANAGERS)
CITED = {STRATEGIC: "BP-3.3d", "pola": "BP-5.4m"} | dict.fromkeys(MANAGERS, "BP-4.2") | dict.fromkeys(FORMS, "BP-3.3f")
NEAR = Fraction(4, 5)  # number: similarity from which two titles may be the same; it changes no figure
MEAN = "I-BP-03"
MISSING = "I-BP-04"
NOT_DELIVERED = "I-BG-23"
Parts = Sequence[tuple[Grade, Number]]


@rule("BP-3.3a", "BP-3.3b", "BP-4.1", "I-BP-07", hook="merito_cascade")
def cascade(step: Step) -> ResultRows:
    """Every row of every dashboard. Gaps are reported only if there is a dashboard below the strategic one.

    A strategic row that nobody carries is a note: no text forbids it. A row without a strategic objective is warned of,
    under ch. 4 on a manager's dashboard, under ch. 3.3 on a service's.
    """
    dossier = step.dossier
    rows = [(row, dossier.dashboards[row.dashboard].kind) for row in dossier.dashboard_rows]
    rules = ("BP-3.3a",)
    for row, kind in rows:
        on = Basis(inputs=(row,))
        yield Carried(indicator=row.indicator, dashboard=row.dashboard, kind=kind, link=row.link, rules=rules, basis=on)
    if not any(board.kind in CARRIERS for board in dossier.dashboards):
        return
    below = {row.indicator for row, kind in rows if kind in CARRIERS}
    for row, kind in rows:
        if kind == STRATEGIC and row.indicator not in below:
            why = say(
                "indicatore strategico che nessun servizio, azienda speciale, Segretario Generale o dirigente porta: "
                "se qualcuno vi contribuisce, il Segretario Generale lo fa scrivere nel suo cruscotto (tabella "
                "righe_cruscotti); se è dell'ente intero non serve altro"
            )
            yield kit.told("info", "BP-3.3b", why, f"indicator:{row.indicator}")
    for row, kind in rows:
        if kind in CARRIERS and not _strategic(dossier, dossier.indicators[row.indicator].objective):
            chapter = "BP-4.1" if kind in MANAGERS else "BP-3.3b"
            why = say(
                "nel cruscotto {dashboard} non discende da alcun obiettivo strategico: chi fa il Piano scrive il suo "
                "obiettivo (colonna obiettivo), o lo toglie dal cruscotto",
                dashboard=Ref("dashboard", row.dashboard),
            )
            yield kit.told("warning", chapter, why, f"indicator:{row.indicator}")
    yield from _doubles(dossier)


def _strategic(dossier: Dossier, objective: str | None) -> bool:
    """Whether an objective, or one above it, is strategic."""
    seen: set[str] = set()
    found = dossier.objectives.get(objective or "")
    while found is not None and found.id not in seen and found.level != STRATEGIC:
        seen.add(found.id)
        found = dossier.objectives.get(found.parent or "")
    return found is not None and found.level == STRATEGIC


def _doubles(dossier: Dossier) -> ResultRows:
    """Indicators that may be one entered twice: similar titles, same objective and figures. They are never merged.

    Of several, each is reported as a possible double of the first.
    """
    titled = defaultdict[object, list[tuple[str, str]]](list)
    for other in dossier.indicators:
        measure = kit.final_measure(dossier, other.id)
        title = other.title.casefold()
        actual = measure.value if measure else other.baseline
        unlike = titled[other.objective, other.target.text, actual.text]
        one = next((one for one, first in unlike if _near(first, title)), None)
        if one is None:
            unlike.append((other.id, title))
        else:
            why = say(
                "può essere lo stesso indicatore di {other} ({reading}): se lo è, chi fa il Piano ne tiene uno solo",
                other=Ref("indicator", other.id),
                reading=Ref("reading", "I-BP-07"),
            )
            yield kit.told("info", "BP-3.3a", why, f"indicator:{one}")


def _near(title: str, second: str) -> bool:
    matcher = SequenceMatcher(None, title, second)
    return title == second or (matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR)


@rule("BP-3.3e", "BG-40.2b", "BG-40.2c", "BG-40.2e", "I-BG-18", NOT_DELIVERED, hook="merito_check_plan")
def forms_of_objectives(step: Step) -> ResultRows:
    """A form needs a holder, weights, and indicators of a service; its objectives last from January to December."""
    dossier = step.dossier
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    services = {board.id for board in dossier.dashboards if board.kind in SERVICES}
    of_services = {row.indicator for row in dossier.dashboard_rows if row.dashboard in services}
    forms = [board for board in dossier.dashboards if board.kind in FORMS]
    for form in forms:
        rows = dossier.dashboard_rows.of(dashboard=form.id)
        subject = f"dashboard:{form.id}"
        named = Ref("dashboard", form.id)
        holder = form.holder or ""
        if form.kind == "individual" and not holder.startswith("person:"):
            why = say("la scheda {form} non ha per titolare una persona: non entra in alcuna valutazione", form=named)
            yield kit.told("warning", "BP-3.3e", why, subject, inputs=(form,))
        elif form.kind != "individual" and not holder.startswith("unit:"):
            why = say("la scheda {form} non ha per titolare una struttura: non entra in alcuna valutazione", form=named)
            yield kit.told("warning", "BP-3.3e", why, subject, inputs=(form,))
        if len(rows) > 1 and all(row.weight is None for row in rows):
            why = say(
                "gli obiettivi della scheda {form} non sono pesati: contano tutti allo stesso modo ({reading})",
                form=named,
                reading=Ref("reading", "I-BG-18"),
            )
            yield kit.told("warning", "BG-40.2b", why, subject, inputs=(form,))
        if alone := [row.indicator for row in rows if row.indicator not in of_services]:
            why = say(
                "la scheda {form} porta indicatori che non sono nel cruscotto di alcun servizio: {indicators}",
                form=named,
                indicators=kit.listed(alone, "indicator"),
            )
            yield kit.told("warning", "BP-3.3e", why, subject, inputs=(form,))
        ids = dict.fromkeys(dossier.indicators[row.indicator].objective for row in rows)
        for objective in [dossier.objectives[identifier] for identifier in ids if identifier]:
            start, end = objective.start or first, objective.end or last
            if (start, end) != (first, last):
                why = say(
                    "l'obiettivo {objective} va dal {start} al {end}: di norma va da gennaio a dicembre, e il "
                    "risultato atteso è proporzionato al tempo",
                    objective=Ref("objective", objective.id),
                    start=start,
                    end=end,
                )
                yield kit.told("info", "BG-40.2c", why, subject, inputs=(objective,))
        state = step.gate("BG-40.2e", subject)
        if state and state.since and state.since.year > dossier.year:
            why = say("la scheda {form} è stata consegnata il {day}, a ciclo finito", form=named, day=state.since)
            yield kit.told("warning", "BG-40.2e", why, subject, inputs=state.acts)
        elif form.id in step.once(lost_forms):
            why = say(
                "la scheda {form} non risulta consegnata entro l'anno e non conta ({reading}): se nessun'altra scheda "
                "misura quel fattore, valgono le valutazioni (tabella valutazioni_fattori)",
                form=named,
                reading=Ref("reading", NOT_DELIVERED),
            )
            yield kit.told("warning", "BG-40.2e", why, subject, inputs=(form,))


@rule("BP-3.3e", hook="merito_documents")
def list_of_forms(step: Step) -> ResultRows:
    """All forms: indicators, expected results, weights and grades."""
    forms = [board for board in step.dossier.dashboards if board.kind in FORMS]
    for form in forms:
        for row in step.dossier.dashboard_rows.of(dashboard=form.id):
            indicator = step.dossier.indicators[row.indicator]
            grade = step.so_far.grade("indicator", indicator.id)
            columns = (
                ("scheda", form.id),
                ("titolare", form.holder or ""),
                ("indicatore", indicator.id),
                ("titolo", indicator.title),
                ("atteso", indicator.target.text),
                ("peso", "" if row.weight is None else row.weight),
                ("grado", exact_text(grade.value) if grade and grade.value is not None else ""),
                ("motivo", grade.reason if grade else ""),
            )
            basis = Basis(inputs=(form, row, indicator))
            yield TableRow(table="schede_obiettivi", columns=columns, rules=("BP-3.3e",), public=False, basis=basis)


@rule("BP-3.3c", "BP-3.3d", "BP-3.3f", "BP-4.2", "BP-5.4m", "BG-41.2", MEAN, MISSING, "I-BP-10", hook="merito_roll_up")
def grades_of_dashboards(step: Step) -> ResultRows:
    """Each dashboard is averaged from its own rows; one without valid weights, or not delivered, only has a reason.

    The objectives of a form count if it was delivered within the year, or otherwise by the ente's choice (I-BG-23).
    Once the year is over, a form that does not count waits for nothing: it is as if there were none.
    """
    indicators = {grade.id: grade for grade in step.so_far.grades if grade.scope == "indicator"}
    grades: list[Grade] = []
    for board in step.dossier.dashboards:
        own = CITED.get(board.kind, "BP-3.3c")
        row = Grade(view=board.id, scope="dashboard", id=board.id, rules=(own,), basis=Basis(inputs=(board,)))
        if why := weights_problem(step.dossier, board):
            grades.append(evolve(row, state=State.REFUSED, reason=why))
        elif board.kind in FORMS and not _counts(step, board):
            late = say("la scheda obiettivi non risulta consegnata entro l'anno: i suoi obiettivi non contano")
            why = cited("BG-40.2e", late)
            rules = (own, "BG-40.2e", NOT_DELIVERED)
            over = board.id in step.once(lost_forms)
            state, lacks = (State.NOT_MEASURED, ()) if over else (State.BLOCKED, (board.id,))
            grades.append(evolve(row, state=state, lacks=lacks, reason=why, rules=rules))
        else:
            grades += _means(step, board, indicators, own)
    yield from (*grades, _ente(step.dossier, grades))


@rule("BG-40.2e", NOT_DELIVERED, hook="merito_check_plan")
def delivered_after_the_day(step: Step) -> ResultRows:
    """A form delivered after the day on which one of its targets was due: nobody answers for what they did not know."""
    for board in step.dossier.dashboards:
        state = step.gate("BG-40.2e", f"dashboard:{board.id}") if board.kind in FORMS else None
        if state is None or state.since is None:
            continue
        for row in step.dossier.dashboard_rows.of(dashboard=board.id):
            due = step.dossier.indicators[row.indicator].target.value
            if isinstance(due, date) and due < state.since:
                why = say(
                    "la scheda {board} è consegnata il {day}, dopo il giorno entro cui l'indicatore {indicator} andava "
                    "raggiunto ({due}): chi l'assegna lo toglie dalla scheda o lo sposta con una variazione, o scrive "
                    "che chi la riceve lo conosceva già ({reading})",
                    board=Ref("dashboard", board.id),
                    day=state.since,
                    indicator=Ref("indicator", row.indicator),
                    due=due,
                    reading=Ref("reading", NOT_DELIVERED),
                )
                yield kit.told(
                    "warning", "BG-40.2e", why, f"dashboard:{board.id}", phase=Phase.EVALUATION, inputs=(board, row)
                )


def lost_forms(step: Step) -> frozenset[str]:
    """The forms that no longer can count: not delivered by the end of the year, if the ente does not count them."""
    if step.as_of.year <= step.dossier.year:
        return frozenset()
    forms = (board for board in step.dossier.dashboards if board.kind in FORMS)
    return frozenset(form.id for form in forms if not _counts(step, form))


def _counts(step: Step, form: Dashboard) -> bool:
    """Whether the objectives of a form count: it was delivered within the year, or the ente counts it (I-BG-23)."""
    state = step.gate("BG-40.2e", f"dashboard:{form.id}")
    in_time = state is not None and state.since is not None and state.since.year <= step.dossier.year
    return in_time or step.readings[NOT_DELIVERED].choice == "counts"


def _means(step: Step, board: Dashboard, indicators: Mapping[str, Grade], own_rule: str) -> list[Grade]:
    """The objectives, the perspectives and a dashboard, in the order of the plan, averaged as the readings say.

    Rows without an objective or a perspective count by themselves.
    """
    dossier = step.dossier
    rows = dossier.dashboard_rows.of(dashboard=board.id)
    mean = step.readings[MEAN].choice
    block = step.readings[MISSING].choice == "block"
    children = [(indicators[row.indicator], 1 if row.weight is None else row.weight) for row in rows]

    def grade(scope: str, identifier: str, parent: str, parts: Parts, rule_id: str = "BP-3.3d") -> Grade:
        touched = any(MISSING in part.rules for part, weight in parts if weight)
        rules = (rule_id, MEAN, *((MISSING,) if touched else ()))
        basis = Basis(inputs=(board, *rows) if scope == "dashboard" else ())
        row = Grade(view=board.id, scope=scope, id=identifier, parent=parent, rules=rules, basis=basis)
        return kit.rolled(row, parts, block_if_missing=block)

    of_each: dict[str, list[tuple[Grade, Number]]] = defaultdict(list)
    for child in children:
        of_each[child[0].parent].append(child)
    known = dossier.objectives.among(of_each)
    objectives = {one.id: grade("objective", one.id, dossier.area_of(one.id), of_each[one.id]) for one in known}
    perspectives = []
    for area in dossier.areas.among(one.parent for one in objectives.values()):
        own: Parts = [(one, 1) for one in objectives.values() if one.parent == area.id]
        if mean == "indicators":
            ids = {one.id for one, _ in own}
            own = [child for child in children if child[0].parent in ids]
        perspectives.append(grade("perspective", area.id, board.id, own))
    parts: Parts = children
    if mean != "indicators" and objectives:
        upper = [*objectives.values()]
        if mean != "objectives":
            upper = [*perspectives, *(one for one in upper if not one.parent)]
        alone = [child for child, _ in children if child.parent not in objectives]
        parts = [(one, 1) for one in (*upper, *alone)]
    return [*objectives.values(), *perspectives, grade("dashboard", board.id, "", parts, own_rule)]


def _ente(dossier: Dossier, grades: list[Grade]) -> Grade:
    """The grade of the strategic dashboard as the ente's, beside the mean of the services that have one (I-BP-10)."""
    rules = ("BG-41.2", "BP-3.3d", "I-BP-10")
    strategic = [board.id for board in dossier.dashboards if board.kind == STRATEGIC]
    if len(strategic) != 1:
        reason = say("più di un cruscotto strategico") if strategic else say("manca il cruscotto strategico")
        return Grade(scope="ente", id=dossier.ente.id, state=State.NOT_MEASURED, reason=reason, rules=rules)
    figure = next(grade for grade in grades if grade.key == (strategic[0], "dashboard", strategic[0]))
    services = {board.id for board in dossier.dashboards if board.kind == "service"}
    boards = [grade for grade in grades if grade.scope == "dashboard" and grade.id in services]
    values = [grade.value for grade in boards if grade.value is not None]
    of_all = f" su {len(boards)}" if len(values) < len(boards) else ""
    provisional = ", provvisoria" if any(grade.lacks for grade in boards) else ""
    name = f"media di {counted(len(values), 'servizio', 'servizi')}{of_all}{provisional}"
    steps = (Intermediate(name, sum(values, Fraction(0)) / len(values), "%"),) if values else ()
    return evolve(
        figure,
        view="",
        scope="ente",
        id=dossier.ente.id,
        rules=(*rules, *((MISSING,) if MISSING in figure.rules else ())),
        rests_on=(figure,),
        basis=Basis(formula=say("il grado del cruscotto strategico"), steps=steps),
    )
