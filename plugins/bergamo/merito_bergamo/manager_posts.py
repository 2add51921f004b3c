"""Managers' posts: on which days each manager holds one, and the weight of the days of nobody (arts. 22 and 44)."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

import merito.kit
from merito import Person, Position, Step
from merito.kit import Holding, free_days, managerial, period_of
from merito.numbers import Period, apart_from, days_in_common, days_of_year, fraction, product, quotient
from merito_bergamo.roles import MANAGER, SECRETARY, presence, served_as

REVOCATION = "manager_revocation"
AFTER_REVOCATION, DAYS_HELD = "I-BG-27", "days_held"


@frozen(kw_only=True)
class Manager:
    """Somebody who serves as a manager: their posts, the part of the year served, and the days served without a post.

    `left` says that a revocation left them without another post. `served` and `without_post` exclude the days after it
    if the reading I-BG-27 says so.
    """

    person: str
    posts: tuple[Holding, ...]
    served: Fraction
    without_post: tuple[Period, ...]
    left: bool

    @property
    def mean_pay(self) -> Fraction:
        return mean_pay(self.posts)


def held(step: Step, position: Position) -> tuple[Holding, ...]:
    """Who holds a manager's post in the year, up to the day before a revocation."""
    return merito.kit.held(step, position, REVOCATION)


def posts_of(step: Step, person: Person, role: str) -> tuple[Holding, ...]:
    """The managers' posts that somebody holds while serving in a role, with any revoked on their first day."""
    every = merito.kit.posts_of(step, person.id, REVOCATION)
    served = [period_of(row) for row in served_as(step, person, role)]
    return tuple(one for one in every if managerial(one.position) and (not one.days or _meet(one.periods, served)))


def _meet(periods: Sequence[Period], others: Sequence[Period]) -> bool:
    return any(days_in_common(one, other) for one in periods for other in others)


def mean_pay(posts: Sequence[Holding]) -> Fraction:
    """Mean position pay (euro a year) of the posts, by the days held; if none was held for a day, the plain mean."""
    days = [one.days for one in posts]
    parts = days if any(days) else [1] * len(days)
    paid = (product(one.position.amount or 0, part) for one, part in zip(posts, parts, strict=True))
    return sum(paid, Fraction(0)) / sum(parts) if parts else Fraction(0)


def days_held(step: Step) -> bool:
    """Whether a manager who was revoked counts only for the days on the post (I-BG-27)."""
    return step.readings[AFTER_REVOCATION].choice == DAYS_HELD


def manager(step: Step, person: Person) -> Manager | None:
    """Somebody's service as a manager; I-BG-27 decides whether days after a revocation without another post count."""
    posts = posts_of(step, person, MANAGER)
    on_post = [days for one in posts for days in one.periods]
    without = apart_from(map(period_of, served_as(step, person, MANAGER)), on_post)
    ended = [one.revoked.takes_effect for one in posts if one.revoked]
    after = tuple(_from(without, min(ended))) if ended else ()
    lost = after if days_held(step) else ()
    served = presence(step, person, MANAGER, lost)
    if not served:
        return None
    return Manager(
        person=person.id, posts=posts, served=served, without_post=apart_from(without, lost), left=bool(after)
    )


def _from(periods: Sequence[Period], day: date) -> Iterator[Period]:
    return (Period(max(one.start, day), one.end) for one in periods if one.end >= day)


def vacant(step: Step, managers: Sequence[Manager], *, by_days: bool, equal: bool) -> Fraction:
    """The weight of the days on which nobody holds a manager's post.

    Days on which a manager has no post are set against them. If the table of positions has no manager's post, one is
    assumed: its free days are those on which nobody is a manager. Without any manager either, nothing is known.
    """
    year = days_of_year(step.dossier.year)
    chairs = {one.id: one for one in step.dossier.positions if managerial(one) and not _secretarys(step, one)}
    if not chairs:
        return quotient(_unmanaged(step), year) if by_days and equal and managers else Fraction(0)
    free = sum((_worth(one, equal) * _free(step, held(step, one), by_days) for one in chairs.values()), Fraction(0))
    taken = sum(((Fraction(1) if equal else one.mean_pay) * _idle(step, one, by_days) for one in managers), Fraction(0))
    return max(free - taken, Fraction(0)) / year


def _secretarys(step: Step, position: Position) -> bool:
    """Whether only the Segretario Generale holds the post, so that another result pay covers it."""
    holders = [one for one in held(step, position) if one.days]
    return bool(holders) and not any(_otherwise(step, one) for one in holders)


def _otherwise(step: Step, one: Holding) -> tuple[Period, ...]:
    """The days on which somebody holds a post while not Segretario Generale."""
    rows = served_as(step, step.dossier.people[one.person], SECRETARY)
    return apart_from(one.periods, map(period_of, rows))


def _worth(position: Position, equal: bool) -> Fraction:
    return Fraction(1) if equal else fraction(position.amount or 0)


def _free(step: Step, holders: Sequence[Holding], by_days: bool) -> int:
    """The free days of a post; if days do not count, only if nobody held it, or it was revoked (I-BG-27)."""
    ended = any(one.revoked for one in holders) and days_held(step)
    whole = by_days or ended or not any(one.days for one in holders)
    return max(free_days(step, holders), 0) if whole else 0


def _idle(step: Step, one: Manager, by_days: bool) -> int:
    """A manager's days without a post; if days do not count, the whole year for one who never held any, else none."""
    if by_days:
        return sum(period.days for period in one.without_post)
    return 0 if any(post.days for post in one.posts) else days_of_year(step.dossier.year)


def _unmanaged(step: Step) -> int:
    """The days of the year on which nobody is a manager."""
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    rows = (row for person in step.dossier.people for row in served_as(step, person, MANAGER))
    return sum(period.days for period in apart_from([Period(first, last)], map(period_of, rows)))
