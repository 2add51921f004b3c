"""Art. 10 c. 1: the ranking of the staff without a post, in three bands by places."""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import Words, banded, placements
from merito_valdarno.shared import staff_scores


def bands(step: Step) -> Words:
    """Everybody's band; a tie at a border is a reading."""
    score, shares = step.once(staff_scores), step.parameters.table("band_people")
    return step.choose("I-VD-3", last=banded(score, shares, ties="last"), first=banded(score, shares, ties="first"))


@hookimpl
@rule("VD-10.1", "I-VD-3")
def merito_placements(step: Step) -> ResultRows:
    """Everybody's place and band."""
    yield from placements(step, step.once(staff_scores), step.once(bands), ranking="dipendenti")
