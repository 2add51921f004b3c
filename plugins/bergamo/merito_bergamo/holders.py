"""Who holds a posizione organizzativa on which days of the year, up to the day before a revocation (arts. 26-27)."""

from merito import Held, Position, Step
from merito import held as held_until

REVOCATION = "position_revocation"


def held(step: Step, position: Position) -> list[Held]:
    """The holders of a position in the year, in the order of their first day; one whom an act revoked is there too."""
    return held_until(step.dossier, position, step.acts_of(REVOCATION))
