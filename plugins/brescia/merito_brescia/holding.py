"""Who holds a posizione organizzativa, or covers it ad interim, up to the day before a revocation (art. 2 c. 6)."""

from collections.abc import Iterator
from itertools import combinations
from operator import itemgetter

import merito.kit
from merito import Position, Step
from merito.kit import Holding, staff_posts_of

REVOCATION = "position_revocation"


def held(step: Step, position: Position, kind: str = "holder") -> tuple[Holding, ...]:
    """Everybody with days on a post in the year, in the order of their first day."""
    return tuple(one for one in merito.kit.held(step, position, REVOCATION, kind) if one.days)


def held_by(step: Step, person: str) -> tuple[Holding, ...]:
    """The posizioni organizzative on which somebody has days in the year, in the order of their table."""
    return staff_posts_of(step, person, REVOCATION)


def of_two_posts(step: Step) -> Iterator[tuple[str, str, str]]:
    """People who hold two posts on the same days, and which; a second can only be covered ad interim (art. 3 c. 4)."""
    found = []
    for person in step.dossier.people:
        stretches = sorted((days, one.position.id) for one in held_by(step, person.id) for days in one.periods)
        for (days, first), (after, second) in combinations(stretches, 2):
            if second != first and after.start <= days.end:
                found.append((days, person.id, first, second))
    return ((person, first, second) for _, person, first, second in sorted(found, key=itemgetter(0, 1, 2)))
