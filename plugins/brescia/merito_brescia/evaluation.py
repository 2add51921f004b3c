"""Individual evaluations (par. 4): factors by their weights, one exact score of 100 for each person in the year."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve

from merito import Basis, Finding, InForce, Intermediate, PersonScore, Phase, Severity, State
from merito.kit import told, weights_problem
from merito.numbers import HUNDRED, Weighted, number_text, percent_text, weighted_mean
from merito_brescia.evaluation_factors import WEIGHTS, EvaluationFactor, Table, Weighing
from merito_brescia.evaluation_people import Evaluee


def scored(
    one: Evaluee, factors: Sequence[EvaluationFactor], weighing: Weighing, weights: Table, *rules: str
) -> PersonScore:
    """The score of somebody from all the factors, by the weights that the ente has set.

    Weights that do not hold refuse it; a factor without a degree leaves it not measured.
    """
    problem = weights_problem(weights.value, weighing.names)
    cited = (*rules, weighing.rule, WEIGHTS)
    if problem:
        why = f"parametro «{weighing.key}» rifiutato: {problem}"
        return refused(one, why, cited, (weights,))
    value = None if any(factor.value is None for factor in factors) else _mean(factors, weights)
    row = row_of(one, factors, value, cited)
    return evolve(row, basis=partial(_with_weights, row, weights, factors))


def _with_weights(row: PersonScore, weights: Table, factors: Sequence[EvaluationFactor]) -> Basis:
    formula = " + ".join(f"{_points(weights, factor.name)}% × {factor.name}" for factor in factors)
    return evolve(row.basis, parameters=(weights,), formula=formula)


def row_of(
    one: Evaluee, factors: Sequence[EvaluationFactor], value: Fraction | None, rules: tuple[str, ...]
) -> PersonScore:
    """The row of a score: final, provisional where a factor is, not measured where one is missing."""
    missing = [factor.reason for factor in factors if factor.value is None]
    weak = [factor.reason for factor in factors if not factor.firm]
    state = State.NOT_MEASURED if missing else State.PROVISIONAL if weak else State.FINAL
    return PersonScore(
        person=one.person.id,
        unit=one.person.unit or "",
        score=value,
        maximum=HUNDRED,
        state=state,
        lacks=tuple(dict.fromkeys(name for factor in factors for name in factor.lacks)),
        reason="; ".join(missing or weak),
        rules=tuple(dict.fromkeys(rules)),
        rests_on=tuple(grade for factor in factors for grade in factor.grades),
        basis=partial(_basis, one, factors),
    )


def _basis(one: Evaluee, factors: Sequence[EvaluationFactor]) -> Basis:
    own = (one.evaluation,) if one.evaluation else ()
    return Basis(
        inputs=(one.person, *(row for factor in factors for row in factor.ratings), *own),
        steps=tuple(step for factor in factors for step in (*factor.steps, _factor_told(factor))),
    )


def _factor_told(factor: EvaluationFactor) -> Intermediate:
    degree = factor.reason if factor.value is None else percent_text(factor.value)
    return Intermediate(f"fattore {factor.name}", degree)


def _mean(factors: Sequence[EvaluationFactor], weights: Table) -> Fraction | None:
    parts = [(factor.value, weights.value[factor.name]) for factor in factors]
    return weighted_mean(Weighted(value, weight) for value, weight in parts)  # type: ignore[arg-type]


def _points(weights: Table, name: str) -> str:
    return number_text(weights.value[name])  # type: ignore[arg-type]


def refused(
    one: Evaluee, why: str, rules: tuple[str, ...], parameters: tuple[InForce[object], ...] = ()
) -> PersonScore:
    """A row without a score; what refuses it was told by the checks."""
    return PersonScore(
        person=one.person.id,
        unit=one.person.unit or "",
        maximum=HUNDRED,
        state=State.REFUSED,
        reason=why,
        rules=tuple(dict.fromkeys(rules)),
        basis=Basis(inputs=(one.person, *one.ratings), parameters=parameters),
    )


def about(one: Evaluee, severity: Severity, rule_id: str, why: str, inputs: tuple[object, ...] = ()) -> Finding:
    """A finding of the evaluation about somebody."""
    return told(severity, rule_id, why, one.subject, phase=Phase.EVALUATION, inputs=inputs)
