"""Phase d: grades of indicators, of what is above them, and of people."""

from merito.cycle.answers import latest
from merito.cycle.walk import Walk
from merito.model.acts import Phase

HOOKS = ("merito_indicator_grades", "merito_roll_up", "merito_person_scores")


def evaluation(walk: Walk) -> None:
    """Asks for grades and scores, each resting on those before."""
    for hook in HOOKS:
        walk.add(latest(walk.ask(hook, Phase.EVALUATION)), hook)
