"""What the Relazione shows (art. 7 c. 1 b): results of every objective, indicator and resource, with the gaps."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from merito import Basis, Finding, Grade, Indicator, Objective, Phase, ResultRows, State, Step, TableRow, hookimpl, rule
from merito.kit import final_measure, gap, listed, told
from merito.numbers import HUNDRED, half_up
from merito_comunita_montane.plan_tree import OF_PEOPLE, OPERATIONAL, STRATEGIC, of_people
from merito_comunita_montane.validation import REPORT

LEVELS = {STRATEGIC: "strategico", OPERATIONAL: "operativo", "group": "gruppo", "individual": "individuale"}
STATES = {
    State.FINAL: "definitivo",
    State.PROVISIONAL: "provvisorio",
    State.MONITORING: "monitoraggio",
    State.NOT_MEASURED: "non misurato",
    State.REFUSED: "rifiutato",
    State.BLOCKED: "non calcolato",
}
OBJECTIVES, INDICATORS = "relazione_obiettivi", "relazione_indicatori"

Columns = dict[str, str | int | Decimal | date]


@hookimpl
@rule("BL-7.1bc")
def merito_transparency(step: Step) -> ResultRows:
    """The tables of ente and units, to be published; and, once the Relazione is adopted, what it cannot show."""
    objectives = [one for one in step.dossier.objectives if one.level not in OF_PEOPLE]
    indicators = [one for one in step.dossier.indicators if not of_people(step.dossier, one)]
    if not (objectives or indicators):
        return
    yield from (*(_objective(step, one) for one in objectives), *(_indicator(step, one) for one in indicators))
    yield from _unshown(step)


@hookimpl
@rule("BL-7.1bc")
def merito_documents(step: Step) -> ResultRows:
    """The same for the objectives of groups and people, which stay reserved."""
    objectives = [one for one in step.dossier.objectives if one.level in OF_PEOPLE]
    indicators = [one for one in step.dossier.indicators if of_people(step.dossier, one)]
    yield from (*(_objective(step, one) for one in objectives), *(_indicator(step, one) for one in indicators))


def _unshown(step: Step) -> Iterator[Finding]:
    grades = {one.id: one for one in step.so_far.grades if one.scope == "objective"}
    without = [one.id for one in step.dossier.objectives if one.id not in grades or grades[one.id].value is None]
    reports = step.acts_of(REPORT)
    if without and reports:
        why = f"la Relazione (atto {reports[0].id}) è adottata, ma di questi obiettivi non c'è il risultato"
        yield told("warning", "BL-7.1bc", f"{why}: {listed(without)}", phase=Phase.REPORTING, inputs=tuple(reports))


def _objective(step: Step, one: Objective) -> TableRow:
    grade = step.so_far.grade("objective", one.id)
    given = tuple(row for row in step.dossier.resources.of(objective=one.id) if row.is_of(step.dossier.year))
    budget, spent = _sum([row.budget for row in given]), _sum([row.spent for row in given])
    columns: Columns = {
        "obiettivo": one.id,
        "titolo": one.title,
        "tipo": LEVELS.get(one.level, ""),
        "grado": _degree(grade),
        "scostamento": "" if grade is None or grade.value is None else half_up(grade.value - HUNDRED, 2),
        "stato": STATES.get(grade.state, "") if grade else "",
        "risorse assegnate": "" if budget is None else budget,
        "risorse impiegate": "" if spent is None else spent,
        "scostamento risorse": "" if budget is None or spent is None else spent - budget,
    }
    basis = Basis(inputs=(one, *given), formula="scostamento = grado - 100")
    return _row(OBJECTIVES, columns, grade, basis, public=one.level not in OF_PEOPLE)


def _indicator(step: Step, one: Indicator) -> TableRow:
    measure = final_measure(step.dossier, one.id)
    grade = step.so_far.grade("indicator", one.id)
    columns: Columns = {
        "obiettivo": one.objective or "",
        "indicatore": one.id,
        "titolo": one.title,
        "atteso": one.target.text,
        "ottenuto": measure.value.text if measure else "",
        "scostamento": gap(one.target, measure.value) if measure else "",
        "grado": _degree(grade),
        "stato": STATES.get(grade.state, "") if grade else "",
    }
    inputs = (one, measure) if measure else (one,)
    basis = Basis(inputs=inputs, formula="scostamento = ottenuto - atteso")
    return _row(INDICATORS, columns, grade, basis, public=not of_people(step.dossier, one))


def _degree(grade: Grade | None) -> Decimal | str:
    return "" if grade is None or grade.value is None else half_up(grade.value, 2)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _row(table: str, columns: Columns, grade: Grade | None, basis: Basis, *, public: bool) -> TableRow:
    return TableRow(
        table=table,
        columns=tuple(columns.items()),
        rules=("BL-7.1bc",),
        public=public,
        rests_on=(grade,) if grade else (),
        basis=basis,
    )
