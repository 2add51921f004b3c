"""Individual evaluation (arts. 11 and 12): factors by the ente's weights, one exact score of 100 for each person."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from merito import (
    Basis,
    Finding,
    InForce,
    Intermediate,
    Person,
    PersonScore,
    Rating,
    ResultRows,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.numbers import HUNDRED, Number, Weighted, number_text, weighted_mean
from merito_comunita_montane.factors import GIVEN, KEYS, RULES, factors_of, weights_problem
from merito_comunita_montane.levels import levelled
from merito_comunita_montane.people import MANAGER, POSITION, STAFF, role_of
from merito_comunita_montane.rated_factors import Factor, rated, ratings_of


@frozen(kw_only=True)
class Scale:
    """How a role is scored: the ente's weights of its factors, and what is wrong with these (Italian)."""

    role: str
    weights: InForce[Mapping[str, object]]
    problem: str
    formula: str

    def weight(self, factor: str) -> Number:
        """The weight of a factor, in percent points."""
        return self.weights.value[factor]  # type: ignore[return-value]


@hookimpl(specname="merito_person_scores")
@rule("BL-12.1", "BL-17.2a", "BL-17.2b", "BL-17.2c", "I-BL-35")
def scores_of_staff(step: Step) -> ResultRows:
    """The staff on three factors; holders and managers are scored apart: their weights do not stop the staff."""
    yield from _scores_of(step, STAFF)


@hookimpl(specname="merito_person_scores")
@rule("BL-11.2", "I-BL-35")
def scores_of_holders(step: Step) -> ResultRows:
    """Holders of a post on four factors, by the weights that the ente has set (art. 11 c. 2)."""
    yield from _scores_of(step, POSITION)


@hookimpl(specname="merito_person_scores")
@rule("BL-11.2", "I-BL-35")
def scores_of_managers(step: Step) -> ResultRows:
    """Managers on four factors, by weights of their own (art. 11 c. 2)."""
    yield from _scores_of(step, MANAGER)


def _scores_of(step: Step, role: str) -> Iterator[PersonScore | Finding]:
    """Everybody of a role by its factors. Raises MissingParameterError until the ente sets their weights."""
    people = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    evaluated = [one for one in people if role_of(step.dossier, one) == role]
    if not evaluated:
        return
    away, scale = step.dossier.absences, _scale(step, role)
    for person in evaluated:
        score = _scored(person, scale, ratings_of(step, person.id))
        final, told_too = levelled(step, person, role, score, away.of(person.id))
        yield final
        yield from told_too


def _scale(step: Step, role: str) -> Scale:
    weights, names = step.parameters.table(KEYS[role]), factors_of(role)
    problem = weights_problem(role, weights.value)
    parts = () if problem else (f"{number_text(weights.value[name])}% × {name}" for name in names)  # type: ignore[arg-type]
    return Scale(role=role, weights=weights, problem=problem, formula=" + ".join(parts))


def _scored(person: Person, scale: Scale, ratings: Sequence[Rating]) -> PersonScore:
    if scale.problem:
        why = f"parametro «{scale.weights.key}» rifiutato: {scale.problem}"
        return _row(person, scale, ratings, State.REFUSED, why)
    factors, why = rated(scale.role, ratings, scale.weights.value)
    if why:
        return _row(person, scale, ratings, State.REFUSED, why, factors)
    missing = [one for one in factors if one.degree is None]
    if missing:
        why = "; ".join(one.reason for one in missing)
        return _row(person, scale, ratings, State.NOT_MEASURED, why, factors)
    return _row(person, scale, ratings, State.FINAL, "", factors)


def degrees(step: Step, person: Person) -> Mapping[str, Fraction | None]:
    """The degree of each factor of somebody's evaluation in percent, by its letter; None where it is not known."""
    scale = _scale(step, role_of(step.dossier, person))
    factors, _ = rated(scale.role, ratings_of(step, person.id), scale.weights.value)
    return {one.name: one.degree for one in factors}


def _row(
    person: Person, scale: Scale, ratings: Sequence[Rating], state: State, reason: str, factors: Sequence[Factor] = ()
) -> PersonScore:
    parts = (Weighted(one.degree or 0, scale.weight(one.name)) for one in factors)
    return PersonScore(
        person=person.id,
        unit=person.unit or "",
        score=weighted_mean(parts) if state is State.FINAL else None,
        maximum=HUNDRED,
        state=state,
        lacks=tuple(one.name for one in factors if one.degree is None and not one.wrong),
        reason=reason,
        rules=(RULES[scale.role], GIVEN),
        basis=Basis(
            inputs=(person, *ratings),
            parameters=(scale.weights,),
            steps=tuple(_step(one) for one in factors),
            formula=scale.formula if factors else "",
        ),
    )


def _step(one: Factor) -> Intermediate:
    name = f"fattore {one.name}"
    return Intermediate(name, one.reason) if one.degree is None else Intermediate(name, one.degree, "%")
