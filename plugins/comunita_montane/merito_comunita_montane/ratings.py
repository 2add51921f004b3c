"""The ratings of everybody held against the factors before anything is scored: what refuses an evaluation."""

from merito import Phase, ResultRows, Step, hookimpl, rule, told
from merito_comunita_montane.factors import KEYS, RULES, weights_problem
from merito_comunita_montane.people import role_of
from merito_comunita_montane.rated_factors import rated, ratings_of


@hookimpl
@rule("BL-11.2", "BL-12.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Points above their maximum, a name that is no factor: an error of that person, whatever else is missing."""
    given = {role: step.parameters.table(key).value for role, key in KEYS.items() if step.parameters.has(key)}
    weights = {role: table for role, table in given.items() if not weights_problem(role, table)}
    for person in step.dossier.people:
        role = role_of(step.dossier, person)
        if role not in KEYS or not step.dossier.service_of(person.id):
            continue
        ratings = ratings_of(step, person.id)
        _, why = rated(role, ratings, weights.get(role, {}))
        if why:
            said, subject = f"valutazione rifiutata: {why}", f"person:{person.id}"
            yield told("error", RULES[role], said, subject, phase=Phase.EVALUATION, inputs=tuple(ratings))
