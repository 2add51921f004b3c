"""Checks of what an ente keeps by hand: acts, payments, appointments, delegations, bodies, proceedings.

What a text requires of them is data of its `inputs.toml`. A faulty act is effective until it is annulled, and a
register applies as written: findings change no gate, no deadline and no sum, except that a sum which somebody fixed
for themselves waits until another fixes it.
"""

from datetime import date

from merito import Message, Office, Position, Step, kit, say
from merito.numbers import apart_from

AT_THE_RUN = say("alla data dell'esecuzione")


def posts_of(step: Step, office: Office) -> list[Position]:
    """The posts for which an office is declared."""
    return [one for one in step.dossier.positions if is_of(office, one)]


def is_of(office: Office, position: Position) -> bool:
    """Whether an office is declared for a post."""
    return kit.managerial(position) is (office.posts == "managerial")


def looked_at(step: Step) -> date:
    """The day for which a register is examined: that of the run, or the last of a cycle that is over."""
    return min(step.as_of, date(step.dossier.year, 12, 31))


def told_looked_at(step: Step) -> Message:
    """That day in a finding; never the day of the run, with which the tables would change each time."""
    last = date(step.dossier.year, 12, 31)
    return AT_THE_RUN if step.as_of < last else say("il {day}", day=last)


def has_holder(step: Step, office: Office, position: Position) -> bool:
    """Whether somebody holds a post on the day looked at; nobody does after a revocation, even one that may fall."""
    day, holders = looked_at(step), kit.held(step, position, office.revoked_by)
    after = [days for one in holders for doubt in one.doubts if doubt.revoked for days in doubt.days]
    held = apart_from((days for one in holders for days in one.periods), after)
    return any(days.start <= day <= days.end for days in held)
