"""Individual evaluations (par. 4): factors by their weights, one exact score out of 100 for each person in the year."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

from merito import Basis, Finding, InForce, PersonScore, Phase, Severity, State
from merito.kit import Factor, score_of, told, weighed_by, weights_formula, weights_problem
from merito.numbers import HUNDRED
from merito_brescia.evaluation_factors import WEIGHTS, Table, Weighing
from merito_brescia.evaluation_people import Evaluee


def scored(one: Evaluee, factors: Sequence[Factor], weighing: Weighing, weights: Table, *rules: str) -> PersonScore:
    """Somebody's score from all the factors, by the weights that the ente has set.

    Invalid weights refuse it; with a factor without a degree it is not measured.
    """
    problem = weights_problem(weights.value, weighing.names)
    cited = (*rules, weighing.rule, WEIGHTS)
    if problem:
        why = f"parametro «{weighing.key}» rifiutato: {problem}"
        return refused(one, why, cited, (weights,))
    formula = partial(weights_formula, factors, weights)
    return row_of(one, factors, weighed_by(factors, weights), cited, (weights,), formula)


def row_of(
    one: Evaluee,
    factors: Sequence[Factor],
    value: Fraction | None,
    rules: Sequence[str],
    parameters: tuple[InForce[object], ...] = (),
    formula: str | Callable[[], str] = "",
) -> PersonScore:
    """The row of a score: final, provisional if a factor is, not measured if one is missing."""
    own = (one.evaluation,) if one.evaluation else ()
    unit = one.person.unit or ""
    return score_of(one.person, factors, value, rules, unit=unit, inputs=own, parameters=parameters, formula=formula)


def refused(
    one: Evaluee, why: str, rules: tuple[str, ...], parameters: tuple[InForce[object], ...] = ()
) -> PersonScore:
    """A row without a score; the checks have reported why it is refused."""
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
    """A finding about somebody's evaluation."""
    return told(severity, rule_id, why, one.subject, phase=Phase.EVALUATION, inputs=inputs)
