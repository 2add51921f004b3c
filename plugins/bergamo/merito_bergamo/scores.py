"""Individual evaluations: factors weighed as the ente's SMVP says, and what makes one not final (arts. 28, 42-45)."""

from collections.abc import Mapping
from fractions import Fraction

from merito import (
    Basis,
    Evaluation,
    Finding,
    InForce,
    Intermediate,
    Person,
    PersonScore,
    Phase,
    Results,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.numbers import HUNDRED, Weighted, number_text, percent_text, weighted_mean
from merito_bergamo.factors import FACTORS_OF, LEVELS, RULE_OF, level_of, levels_problem, weights_problem
from merito_bergamo.findings import told
from merito_bergamo.measured_factors import Factor, factor

POSITION, THRESHOLD = "po", "positive_threshold"
Table = InForce[Mapping[str, object]]


@hookimpl
@rule("BG-45.2", "BG-28.4", "BG-28.6", "BG-42.2", "BP-3.3f", "I-BG-10", "I-BG-18", "I-BP-12")
def merito_person_scores(step: Step) -> Results | None:
    """Everybody's score; blocked until the ente gives the weights of the factors, the levels and the threshold."""
    roles = {person.role for person in step.dossier.people}
    if not roles:
        return None
    threshold = (THRESHOLD,) if POSITION in roles else ()
    step.parameters.need(*(FACTORS_OF[role] for role in FACTORS_OF if role in roles), LEVELS, *threshold)
    results = Results()
    for person in step.dossier.people:
        results = results.plus(_evaluated(step, person))
    return results


def _evaluated(step: Step, person: Person) -> Results:
    weights, levels = step.parameters.table(FACTORS_OF[person.role]), step.parameters.table(LEVELS)
    wrong = weights_problem(person.role, weights.value) or levels_problem(levels.value)
    if wrong:
        return Results(scores=(_refused(person, f"i parametri dell'ente non reggono: {wrong}", weights, levels),))
    factors = [factor(step, person, name) for name in weights.value]
    refused = [one.reason for one in factors if one.refused]
    if refused:
        row = _refused(person, "; ".join(refused), weights, levels)
        why = f"valutazione rifiutata: {row.reason}"
        finding = told("error", _rule(person), why, f"person:{person.id}", phase=Phase.EVALUATION)
        return Results(scores=(row,), findings=(finding,))
    return _scored(step, person, factors, weights, levels)


def _rule(person: Person) -> str:
    return RULE_OF[person.role]


def _rules(person: Person, factors: list[Factor] | None = None) -> tuple[str, ...]:
    from_form = any(one.grades for one in factors or ())
    positive = ("I-BG-10",) if person.role == POSITION else ()
    return (_rule(person), "BG-42.2", *(("BP-3.3f", "I-BP-12") if from_form else ()), "I-BG-18", *positive)


def _refused(person: Person, why: str, weights: Table, levels: Table) -> PersonScore:
    return PersonScore(
        person=person.id,
        unit=person.unit or "",
        state=State.REFUSED,
        reason=why,
        rules=_rules(person),
        basis=Basis(inputs=(person,), parameters=(weights, levels)),
    )


def _scored(step: Step, person: Person, factors: list[Factor], weights: Table, levels: Table) -> Results:
    missing = [one for one in factors if one.value is None]
    score = None if missing else _mean(factors, weights)
    state, reason = _firm(factors)
    parameters: tuple[InForce[object], ...] = (weights, levels)
    findings: tuple[Finding, ...] = ()
    if person.role == POSITION and score is not None:
        threshold = step.parameters.number(THRESHOLD)
        parameters = (*parameters, threshold)
        if score < threshold.value and not step.acts_of("counter_remarks", f"person:{person.id}"):
            state = State.PROVISIONAL
            reason = "BG-28.6: valutazione non positiva, non definitiva prima delle controdeduzioni dell'interessato"
        findings = _said_otherwise(step, person, positive=score >= threshold.value)
    row = PersonScore(
        person=person.id,
        unit=person.unit or "",
        score=score,
        maximum=HUNDRED,
        level="" if score is None else level_of(score, levels.value),
        state=state,
        lacks=tuple(dict.fromkeys(name for one in factors for name in one.lacks)),
        reason=reason,
        rules=(*_rules(person, factors), *(("BG-28.6",) if reason.startswith("BG-28.6") else ())),
        basis=Basis(
            inputs=(person, *(row for one in factors for row in one.ratings)),
            results=tuple(grade for one in factors for grade in one.grades),
            parameters=parameters,
            steps=tuple(Intermediate(f"fattore {one.name}", _told(one)) for one in factors),
            formula=" + ".join(f"{_points(weights, one)}% × {one.name}" for one in factors),
        ),
    )
    return Results(scores=(row,), findings=findings)


def _mean(factors: list[Factor], weights: Table) -> Fraction | None:
    parts = [(one.value, weights.value[one.name]) for one in factors]
    return weighted_mean(Weighted(value, weight) for value, weight in parts)  # type: ignore[arg-type]


def _points(weights: Table, one: Factor) -> str:
    return number_text(weights.value[one.name])  # type: ignore[arg-type]


def _told(one: Factor) -> str:
    return one.reason or "" if one.value is None else percent_text(one.value)


def _firm(factors: list[Factor]) -> tuple[State, str]:
    """A missing factor leaves no score; a provisional one makes it provisional."""
    missing = [one.reason for one in factors if one.value is None]
    if missing:
        return State.NOT_MEASURED, "; ".join(missing)
    weak = [one.reason for one in factors if one.lacks]
    return (State.PROVISIONAL, "; ".join(weak)) if weak else (State.FINAL, "")


def _said_otherwise(step: Step, person: Person, positive: bool) -> tuple[Finding, ...]:
    """An evaluation recorded as positive or not, where the score says the contrary."""
    row: Evaluation | None = next((one for one in step.dossier.evaluations if one.person == person.id), None)
    if row is None or row.positive is None or row.positive is positive:
        return ()
    found = "non positiva" if positive else "positiva"
    why = f"la valutazione è registrata come {found}, il punteggio dice il contrario (I-BG-10)"
    return (told("error", "BG-28.6", why, f"person:{person.id}", phase=Phase.EVALUATION, inputs=(row,)),)
