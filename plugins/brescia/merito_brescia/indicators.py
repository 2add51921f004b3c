"""Grade of an indicator from its expected result and its actual, and the analysis of the gaps (par. 3.1)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Basis, Grade, Indicator, ResultRows, State, Step, TableRow, hookimpl, rule
from merito.kit import IndicatorPolicy, final_measure, gap, indicator_grades
from merito.numbers import half_up
from merito_brescia.branches import STRATEGIC as STRATEGIC_LEVEL
from merito_brescia.branches import Tree, watched

GAPS, OPERATIONAL, STRATEGIC = "analisi_scostamenti", "BS-SM-3.1a", "BS-SM-3.1b"
STATES: Mapping[State, str] = {
    State.FINAL: "definitivo",
    State.PROVISIONAL: "provvisorio",
    State.MONITORING: "monitoraggio",
    State.NOT_MEASURED: "non misurato",
    State.REFUSED: "rifiutato",
    State.BLOCKED: "non calcolato",
}


@hookimpl
@rule(OPERATIONAL, STRATEGIC, "I-BS-27")
def merito_indicator_grades(step: Step) -> ResultRows:
    """Result over target, from 0 to 100. Grades above an indicator with a weight and no target are provisional."""
    date_grade = step.parameters.choice("date_grade")
    policy = IndicatorPolicy(
        rules=(OPERATIONAL, "I-BS-27"),
        monitoring_rules=(OPERATIONAL,),
        date_grade=date_grade.value,
        parameters=(date_grade,),
    )
    grades, tree = indicator_grades(step.dossier, policy), step.once(Tree)
    weighing = _weighing(tree)
    for one in grades:
        indicator = step.dossier.indicators[one.id]
        yield _lacking(_of_strategic(tree, one, indicator), indicator, weighing)


def _of_strategic(tree: Tree, grade: Grade, indicator: Indicator) -> Grade:
    """The grade of an indicator, under the rule of strategic objectives if it measures one (par. 3.1)."""
    objective = tree.dossier.objectives.get(indicator.objective or "")
    if objective is None or objective.level != STRATEGIC_LEVEL:
        return grade
    return evolve(grade, rules=tuple(STRATEGIC if one == OPERATIONAL else one for one in grade.rules))


def _weighing(tree: Tree) -> set[str]:
    """The indicators of nodes whose parts weigh the same, without weights of their own."""
    nodes = (tree.objective(one) for one in tree.objectives)
    return {part.ref for node in nodes if node.equal for part in node.parts}


def _lacking(grade: Grade, indicator: Indicator, weighing: set[str]) -> Grade:
    """Marks an indicator that weighs and has no target as missing, so that the weighted sum does not ignore it."""
    if grade.state is not State.NOT_MEASURED or grade.lacks:
        return grade
    if not indicator.weight and f"indicator:{grade.id}" not in weighing:
        return grade
    return evolve(grade, lacks=(grade.id,), if_zero=Fraction(0))


@hookimpl
@rule("BS-SM-3.1g")
def merito_documents(step: Step) -> ResultRows:
    """The gap between the expected and the actual result of every indicator of the plan."""
    tree = step.once(Tree)
    yield from (
        _gap(step, indicator)
        for objective in tree.objectives
        for indicator in tree.indicators(objective)
        if not watched(indicator)
    )


def _gap(step: Step, indicator: Indicator) -> TableRow:
    measure = final_measure(step.dossier, indicator.id)
    grade = step.so_far.grade("indicator", indicator.id)
    columns: dict[str, str | int | Decimal | date] = {
        "obiettivo": indicator.objective or "",
        "indicatore": indicator.id,
        "descrizione": indicator.title,
        "atteso": indicator.target.text,
        "ottenuto": measure.value.text if measure else "",
        "scostamento": gap(indicator.target, measure.value) if measure else "",
        "grado": grade_cell(grade),
        "stato": STATES[grade.state] if grade else "",
    }
    inputs = (indicator, measure) if measure else (indicator,)
    basis = Basis(inputs=inputs, formula="scostamento = ottenuto - atteso")
    return TableRow(
        table=GAPS,
        columns=tuple(columns.items()),
        rules=("BS-SM-3.1g",),
        rests_on=(grade,) if grade else (),
        basis=basis,
    )


def grade_cell(grade: Grade | None) -> Decimal | str:
    """A grade with two decimals as the forms print it, or nothing."""
    return "" if grade is None or grade.value is None else half_up(grade.value, 2)
