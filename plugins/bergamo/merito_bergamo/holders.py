"""Who holds a posizione organizzativa on which days of the year, up to the day before a revocation (arts. 26-27)."""

import merito.kit
from merito import Position, Step
from merito.kit import Holding

REVOCATION = "position_revocation"


def held(step: Step, position: Position) -> tuple[Holding, ...]:
    """The holders of a position in the year, in the order of their first day, with any who were revoked."""
    return merito.kit.held(step, position, REVOCATION)


def held_by(step: Step, person: str) -> tuple[Holding, ...]:
    """The positions that somebody holds in the year, in the order of their table, even one revoked on its first day."""
    return merito.kit.posts_of(step, person, REVOCATION)
