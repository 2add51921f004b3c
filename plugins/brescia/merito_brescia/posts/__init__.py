"""The posizioni organizzative (Criteri PO), and who holds them or covers them ad interim.

A holder holds a post up to the day before a revocation (art. 2 c. 6).
"""

from collections.abc import Iterator

from merito import Position, Step, kit
from merito.numbers import days_in_common

REVOCATION = "position_revocation"
HOLDER, INTERIM = "holder", "interim"
NOT_STAFF = ("manager", "secretary_general")


def held(step: Step, position: Position, kind: str = HOLDER) -> tuple[kit.Holding, ...]:
    """Everybody with days on a post in the year, in the order of their first day."""
    return tuple(one for one in kit.held(step, position, REVOCATION, kind) if one.days)


def holdings(step: Step, kind: str = HOLDER) -> Iterator[kit.Holding]:
    """Everybody with days on any post in the year, post by post."""
    return (one for position in kit.staff_positions(step.dossier) for one in held(step, position, kind))


def held_by(step: Step, person: str) -> tuple[kit.Holding, ...]:
    """The posizioni organizzative on which somebody has days in the year, in the order of their table."""
    return kit.staff_posts_of(step, person, REVOCATION)


def of_two_posts(step: Step) -> Iterator[kit.HolderOfTwo]:
    """Holders of two posts on the same days: a second can only be covered ad interim (art. 3 c. 4)."""
    for one in kit.holders_of_two(step):
        if sum(not kit.managerial(post) for post in one.posts) > 1:
            yield one


def of_managers(step: Step) -> Iterator[tuple[str, str, str]]:
    """Posts held on days as a manager: person, post, role. They are for category D alone (art. 1 c. 2)."""
    for one in holdings(step):
        own = step.dossier.people[one.person].role
        served = ((row.role or own, kit.period_of(row)) for row in step.dossier.service_of(one.person))
        roles = [role for role, period in served if any(days_in_common(period, days) for days in one.periods)]
        yield from ((one.person, one.position.id, role) for role in dict.fromkeys(roles) if role in NOT_STAFF)
