"""Individual evaluation (arts. 11 and 12): factors by the ente's weights, one exact score of 100 for each person."""

from collections.abc import Iterator

from merito import Finding, PersonScore, ResultRows, Step, hookimpl, rule
from merito.kit import scores
from merito_comunita_montane.appealed import against_an_act, no_higher, raised_score
from merito_comunita_montane.factors import GIVEN, KEYS, RULES
from merito_comunita_montane.levels import levelled
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF
from merito_comunita_montane.rated_factors import RatedOf
from merito_comunita_montane.upheld import APPEAL


@hookimpl(specname="merito_person_scores")
@rule("BL-12.1", "BL-17.2a", "BL-17.2b", "BL-17.2c", "I-BL-35", APPEAL)
def scores_of_staff(step: Step) -> ResultRows:
    """The staff on three factors. Holders and managers are scored separately: their weights do not block the staff."""
    yield from _scores_of(step, STAFF)


@hookimpl(specname="merito_person_scores")
@rule("BL-11.2", "I-BL-35", APPEAL)
def scores_of_holders(step: Step) -> ResultRows:
    """Holders of a post on four factors, by the weights that the ente has set (art. 11 c. 2)."""
    yield from _scores_of(step, POSITION)


@hookimpl(specname="merito_person_scores")
@rule("BL-11.2", "I-BL-35", APPEAL)
def scores_of_managers(step: Step) -> ResultRows:
    """Managers on four factors, by weights of their own (art. 11 c. 2)."""
    yield from _scores_of(step, MANAGER)


def _scores_of(step: Step, role: str) -> Iterator[PersonScore | Finding]:
    """Everybody in a role by its factors. Raises MissingParameterError until the ente sets their weights."""
    own = step.once(RatedOf(role))
    if not own.axis.ids:
        return
    away, score = step.dossier.absences, own.weighed(step.parameters.table(KEYS[role]))
    for row in scores(step, score, rules=(RULES[role], GIVEN)):
        final, told_too = levelled(step, row, role, away.of(row.person))
        if raised := raised_score(step, row, final):
            final, told_too = levelled(step, raised, role, away.of(row.person))
        yield final
        yield from (*told_too, *no_higher(step, row), *against_an_act(step, row))
