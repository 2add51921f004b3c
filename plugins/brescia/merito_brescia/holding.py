"""Who holds a posizione organizzativa, or covers it ad interim, up to the day before a revocation (art. 2 c. 6)."""

from collections.abc import Iterator

from merito import Held, Position, Step, staff_positions
from merito import held as held_until

REVOCATION = "position_revocation"


def held(step: Step, position: Position, kind: str = "holder") -> list[Held]:
    """Whoever has days on a post in the year, in the order of their first day."""
    return [one for one in held_until(step.dossier, position, step.acts_of(REVOCATION), kind) if one.days]


def of_two_posts(step: Step) -> Iterator[tuple[str, str, str]]:
    """Whoever holds two posts on the same days, and which; the second can only be covered ad interim (art. 3 c. 4)."""
    stretches = sorted(
        (period, one.person, position.id)
        for position in staff_positions(step.dossier)
        for one in held(step, position)
        for period in one.periods
    )
    for number, (days, person, first) in enumerate(stretches):
        for after, other, second in stretches[number + 1 :]:
            if other == person and second != first and after.start <= days.end:
                yield person, first, second
