"""Individual evaluation (arts. 11 and 12): factors by the ente's weights, one exact score of 100 for each person."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from merito import Finding, Person, PersonScore, ResultRows, State, Step, hookimpl, rule
from merito.kit import Gap, Series, scores, weighed, weights_problem
from merito.numbers import number_text
from merito_comunita_montane.factors import GIVEN, KEYS, RULES, factors_of
from merito_comunita_montane.levels import levelled
from merito_comunita_montane.people import MANAGER, POSITION, STAFF, role_of
from merito_comunita_montane.rated_factors import RatedOf, refused


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
    own = step.once(RatedOf(role))
    if not own.axis.ids:
        return
    away = step.dossier.absences
    for row in scores(step, _score(step, role), rules=(RULES[role], GIVEN)):
        final, told_too = levelled(step, row, role, away.of(row.person))
        yield final
        yield from told_too


def _score(step: Step, role: str) -> Series:
    """The weighted factors of a role; weights or ratings that do not hold refuse it."""
    own, weights = step.once(RatedOf(role)), step.parameters.table(KEYS[role])
    problem = weights_problem(weights.value, factors_of(role))
    if problem:
        why = f"parametro «{weights.key}» rifiutato: {problem}"
        return own.without_factors(weights, Gap(State.REFUSED, why))
    formula = " + ".join(f"{number_text(weights.value[name])}% × {name}" for name in factors_of(role))  # type: ignore[arg-type]
    score = weighed(own, weights, formula)
    return score.refused({at: Gap(State.REFUSED, why) for at, why in refused(own, role).items()})


def degrees(step: Step, person: Person) -> Mapping[str, Fraction | None]:
    """The degree of each factor of somebody's evaluation in percent, by its letter; None where it is not known."""
    own = step.once(RatedOf(role_of(step.dossier, person)))
    return {name: column.of(person.id) for name, column in own.factors.items()}
