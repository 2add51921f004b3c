"""The staff without a posizione organizzativa, evaluated on three factors (art. 45 c. 2)."""

from merito import ResultRows, Step, hookimpl, rule
from merito_bergamo.roles import STAFF
from merito_bergamo.scores import Evaluated, evaluated

WHOM = Evaluated(role=STAFF, factors="staff_factors", rule="BG-45.2")


@hookimpl
@rule("BG-45.2", "BG-42.2", "BP-3.3f", "I-BG-18", "I-BG-28", "I-BP-12")
def merito_person_scores(step: Step) -> ResultRows:
    """All three: contribution to the structure; objectives of the person or the group; behaviour and skills."""
    for row, findings in evaluated(step, WHOM):
        yield row
        yield from findings
