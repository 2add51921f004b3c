"""Holders of a post on four factors, by weights of their own: without these the others are scored (art. 11 c. 2)."""

from merito import Results, Step, hookimpl, rule
from merito_comunita_montane.people import POSITION
from merito_comunita_montane.scores import scores_of


@hookimpl
@rule("BL-11.2", "I-BL-35")
def merito_person_scores(step: Step) -> Results | None:
    """By the weights that the ente has set; until then they alone have no score."""
    return scores_of(step, POSITION)
