"""What is reached, from the indicators up; the score of everybody from the results of the sector and conduct."""

from merito import Grade, Person, PersonScore, ResultRows, State, Step, rule, say, several
from merito.kit import (
    Evaluated,
    ExpectedEvaluators,
    Factor,
    Grading,
    Series,
    factors,
    heads_above,
    measured,
    not_rated,
    refusals,
    role_names,
    score_of,
    weighed_by,
    weights_formula,
)

RESULTS, CONDUCT = "risultati", "comportamenti"
WEIGHTS = {"staff": "staff_weights", "po": "holder_weights"}


@rule("CP-2", hook="merito_roll_up")
def grades_rolled_up(step: Step) -> ResultRows:
    grading = Grading(step)
    yield from grading.objectives(*step.bears)
    units = list(grading.units(*step.bears))
    yield from (*units, *grading.ente(units, *step.bears), *grading.findings)


@rule("CP-3", hook="merito_check_plan")
def plan_checked(step: Step) -> ResultRows:
    yield from refusals(step, factors(step, CONDUCT, max_given=True))


@rule("CP-3", hook="merito_person_scores")
def scores_of_people(step: Step) -> ResultRows:
    points = factors(step, CONDUCT, max_given=True)[CONDUCT]
    for person in step.dossier.people:
        if person.role in WEIGHTS:
            yield _scored(step, person, points)
            yield from not_rated(step, _evaluated(step, person), role_names())


def _evaluated(step: Step, person: Person) -> Evaluated:
    """Somebody with who evaluates their conduct: who leads their unit, or the units above."""
    heads = heads_above(step.dossier, person.unit or "", without=person.id)
    leading = tuple(f"person:{one.id}" for one in heads)[:1]
    expected = ExpectedEvaluators(evaluators=leading, rules=step.bears)
    return Evaluated(person=person, role=person.role, expected=expected, row=step.dossier.evaluations.first(person.id))


def _scored(step: Step, person: Person, points: Series) -> PersonScore:
    weights = step.parameters.table(WEIGHTS[person.role])
    parts = [_results(step, person), _conduct(step, person, points)]
    value, formula = weighed_by(parts, weights), weights_formula(parts, weights)
    unit = person.unit or ""
    return score_of(
        person, parts, value, step.bears, unit=unit, weights=weights, parameters=(weights,), formula=formula
    )


def _results(step: Step, person: Person) -> Factor:
    unit = person.unit or ""
    why = say("il settore non ha obiettivi")
    nothing = Grade(scope="unit", id=unit or "settore", state=State.NOT_MEASURED, reason=why)
    return measured(RESULTS, [(step.so_far.grade("unit", unit) or nothing, 1)], Factor)


def _conduct(step: Step, person: Person, points: Series) -> Factor:
    """What the ratings give; nothing, and why, where they lack or do not hold."""
    at = points.axis.place[person.id]
    gaps = points.gaps.get(at, ())
    if gaps:
        lacks = tuple(one for gap in gaps for one in gap.lacks)
        return Factor(name=CONDUCT, lacks=lacks or (CONDUCT,), reason=several(*(gap.why for gap in gaps)))
    rows = step.dossier.ratings.of(person.id, factor=CONDUCT)
    return Factor(name=CONDUCT, value=points.at(at), ratings=rows)
