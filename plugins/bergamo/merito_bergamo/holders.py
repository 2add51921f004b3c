"""Who holds a posizione organizzativa on which days of the year, up to the day before a revocation (arts. 26-27)."""

import merito
from merito import Held, Position, Step

REVOCATION = "position_revocation"


def held(step: Step, position: Position) -> tuple[Held, ...]:
    """The holders of a position in the year, in the order of their first day; one whom an act revoked is there too."""
    return merito.held(step, position, REVOCATION)


def held_by(step: Step, person: str) -> tuple[Held, ...]:
    """The positions that somebody holds in the year, in the order of their table; also one revoked on its first day."""
    return merito.posts_of(step, person, REVOCATION)
