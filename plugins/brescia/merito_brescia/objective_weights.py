"""Weights that a manager gives to the objectives of an area, close to the relevance of their projects (par. 5 n. 4)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from merito import Finding, Project, ResultRows, Step, Unit, Weight, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import HUNDRED, clamp, decimal_text, fraction, number_text, point_text, product, quotient
from merito_brescia.variable_areas import AREA
from merito_brescia.variable_valuation import coefficient_of

RULE, READING, OBJECTIVE = "BS-SM-5.4", "I-BS-37", "objective:"


def bases(coefficients: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The relevance of each objective in percent points: its coefficient over their sum, which is not 0."""
    total = sum(coefficients.values(), Fraction(0))
    return {objective: quotient(product(HUNDRED, one), total) for objective, one in coefficients.items()}


def interval(base: Fraction, deviation: Fraction) -> tuple[Fraction, Fraction]:
    """The least and the most weight allowed for a relevance (all percent points), both included."""
    return clamp(base - deviation, 0, HUNDRED), clamp(base + deviation, 0, HUNDRED)


@hookimpl
@rule("BS-SM-5.4", "I-BS-37")
def merito_check_plan(step: Step) -> ResultRows:
    """For each area: weights that sum to 100, each within the deviation from the relevance of its objective."""
    areas = [unit for unit in step.dossier.units if unit.kind == AREA]
    findings = [finding for area in areas for finding in _of_area(step, area)]
    yield from (*_outside(step), *findings)


def _outside(step: Step) -> Iterator[Finding]:
    """Projects given to a unit that is not a managerial area."""
    units = step.dossier.units
    strange = [one for one in step.dossier.projects if (unit := _unit_of(one)) and units[unit].kind != AREA]
    for project in strange:
        why = f"progetto {project.id}: l'unità {_unit_of(project)} non è un'area dirigenziale"
        yield told("warning", RULE, why, f"unit:{_unit_of(project)}", inputs=(project,))


def _unit_of(project: Project) -> str:
    return str(project.extra.get("unit") or "")


def _weights(step: Step, area: Unit) -> dict[str, Weight]:
    """Weights of an area by objective; a row of the year overrides one of every year."""
    rows = [row for row in step.dossier.weights.of(node=f"unit:{area.id}") if row.child.startswith(OBJECTIVE)]
    standing = [row for row in rows if row.year in (None, step.dossier.year)]
    return {row.child.removeprefix(OBJECTIVE): row for row in sorted(standing, key=lambda row: row.year or 0)}


def _of_area(step: Step, area: Unit) -> Iterator[Finding]:
    weights = _weights(step, area)
    own = [one.objective for one in step.dossier.projects if one.objective and _unit_of(one) == area.id]
    unweighed = list(dict.fromkeys(objective for objective in own if objective not in weights))
    if unweighed:
        why = f"area {area.id}: obiettivi di un suo progetto senza peso nell'area: {listed(unweighed)}"
        yield told("warning", RULE, why, f"unit:{area.id}")
    if not weights:
        return
    total = sum((fraction(row.weight) for row in weights.values()), Fraction(0))
    if total != HUNDRED:
        why = f"area {area.id}: i pesi dei suoi obiettivi sommano a {number_text(total)}, non a 100"
        yield told("error", RULE, why, f"unit:{area.id}", inputs=tuple(weights.values()))
    by_objective = {objective: _coefficient(step, objective) for objective in weights}
    without = [objective for objective, coefficient in by_objective.items() if coefficient is None]
    if without:
        why = (
            f"area {area.id}: lo scostamento dei pesi non si può verificare, manca un solo progetto con coefficiente "
            f"per gli obiettivi {listed(without)}"
        )
        yield told("warning", RULE, why, f"unit:{area.id}")
        return
    known = {objective: one for objective, one in by_objective.items() if one is not None}
    yield from _deviations(step, area, weights, bases(known))


def _coefficient(step: Step, objective: str) -> Fraction | None:
    """The coefficient of the only project of an objective; coefficients are never summed (I-BS-36)."""
    projects = step.dossier.projects.of(objective=objective)
    return coefficient_of(step, projects[0]) if len(projects) == 1 else None


def _deviations(
    step: Step, area: Unit, weights: Mapping[str, Weight], relevance: Mapping[str, Fraction]
) -> Iterator[Finding]:
    deviation = step.parameters.number("objective_weight_deviation").value
    for objective, row in weights.items():
        low, high = interval(relevance[objective], deviation)
        if not low <= fraction(row.weight) <= high:
            why = (
                f"area {area.id}: il peso {decimal_text(row.weight)} si scosta di più di {number_text(deviation)} "
                f"punti dalla rilevanza {point_text(relevance[objective])}: sono ammessi da {point_text(low)} a "
                f"{point_text(high)} punti ({READING})"
            )
            yield told("error", RULE, why, f"{OBJECTIVE}{objective}", inputs=(row,))
