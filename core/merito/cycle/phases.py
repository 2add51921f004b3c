"""The phases that only call hooks: objectives (a), monitoring (c), evaluation (d) and reporting (f)."""

from merito.cycle.answers import latest, table_by_table
from merito.cycle.walk import Walk
from merito.model.acts import Phase

EVALUATED = ("merito_indicator_grades", "merito_roll_up", "merito_person_scores")
REPORTED = ("merito_transparency", "merito_documents")


def objectives(walk: Walk) -> None:
    """Calls the cascade."""
    walk.add(latest(walk.from_the_top("merito_cascade", Phase.OBJECTIVES)), "merito_cascade")


def monitoring(walk: Walk) -> None:
    """Calls the monitoring of the indicators."""
    walk.add(latest(walk.from_the_top("merito_monitor", Phase.MONITORING)), "merito_monitor")


def evaluation(walk: Walk) -> None:
    """Calls grades and scores; each sees the results before it."""
    for hook in EVALUATED:
        walk.add(latest(walk.from_the_top(hook, Phase.EVALUATION)), hook)


def reporting(walk: Walk) -> None:
    """Calls the published and printed tables, of the national layer and of each layer above it."""
    rules = walk.course.stack.rulebook.rules
    for hook in REPORTED:
        walk.add(table_by_table(walk.ask(hook, Phase.REPORTING), rules), hook)
