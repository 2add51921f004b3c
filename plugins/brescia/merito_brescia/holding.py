"""Who holds a posizione organizzativa, or covers it ad interim, up to the day before a revocation (art. 2 c. 6)."""

from merito import Held, Position, Step
from merito import held as held_until

REVOCATION = "position_revocation"


def held(step: Step, position: Position, kind: str = "holder") -> list[Held]:
    """Whoever has days on a post in the year, in the order of their first day."""
    return [one for one in held_until(step.dossier, position, step.acts_of(REVOCATION), kind) if one.days]
