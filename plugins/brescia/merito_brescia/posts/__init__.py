"""The posizioni organizzative (Criteri PO), and who holds them or covers them ad interim.

A holder holds a post up to the day before a revocation (art. 2 c. 6). On days served as a manager it is in doubt that a
post is held: it is for category D alone (art. 1 c. 2).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from attrs import evolve, frozen

from merito import Message, Position, Rate, Step, cited, kit, say
from merito.numbers import Period, common, joined
from merito_brescia.posts.weighing import weighed_by_day

REVOCATION = "position_revocation"
HOLDER, INTERIM = "holder", "interim"
NOT_STAFF = ("manager", "secretary_general")
OF_CATEGORY_D = "BS-PO-1.2"


def held(step: Step, position: Position, kind: str = HOLDER) -> tuple[kit.Holding, ...]:
    """Everybody with days on a post in the year, in the order of their first day; the last holder has common days."""
    found = tuple(one for one in kit.held(step, position, REVOCATION, kind) if one.days)
    if kind != HOLDER:
        return found
    return tuple(_in_doubt(step, one) for one in kit.one_a_day(_second(step, each) for each in found))


def holdings(step: Step, kind: str = HOLDER) -> Iterator[kit.Holding]:
    """Everybody with days on any post in the year, post by post."""
    return (one for position in kit.staff_positions(step.dossier) for one in held(step, position, kind))


def held_by(step: Step, person: str) -> tuple[kit.Holding, ...]:
    """The posizioni organizzative on which somebody has days in the year, in the order of their table."""
    return kit.staff_posts_of(step, person, REVOCATION)


def _second(step: Step, one: kit.Holding) -> kit.Holding:
    """A holding with the doubt of the days on which its holder has a post of lower pay too."""
    own = held_by(step, one.person)
    return kit.with_second(one, own, step.once(_pays_in_order), step.dossier.year) if len(own) > 1 else one


def _pays_in_order(step: Step) -> Mapping[str, Sequence[Rate]]:
    """Which posts have a higher pay on which days of the year: by their scores, since the pay rises with them.

    The amounts say nothing but the order. A post that is not weighed has none.
    """
    by_day = weighed_by_day(step)
    scores = sorted({post.score for posts in by_day.values() for post in posts if post.score is not None})
    places = {score: Decimal(place) for place, score in enumerate(scores)}
    ends = [*(day - timedelta(days=1) for day in list(by_day)[1:]), date(step.dossier.year, 12, 31)]
    found: dict[str, list[Rate]] = {}
    for (day, posts), end in zip(by_day.items(), ends, strict=True):
        for post in posts:
            if post.score is not None:
                place = places[post.score]
                found.setdefault(post.position.id, []).append(Rate(days=Period(day, end), amount=place, sure=place))
    return found


def of_two_posts(step: Step) -> Iterator[kit.HolderOfTwo]:
    """Holders of two posts on the same days: a second can only be covered ad interim (art. 3 c. 4)."""
    for one in kit.holders_of_two(step, step.once(_pays_in_order)):
        if sum(not kit.managerial(post) for post in one.posts) > 1:
            yield one


@frozen(kw_only=True)
class OfManager:
    """A post held on days that are served as a manager or as the Segretario Generale: the role, and those days."""

    held: kit.Holding
    role: str
    days: tuple[Period, ...]

    @property
    def whole(self) -> bool:
        """Whether these are all the days on which the post is held."""
        return sum(one.days for one in self.days) == self.held.days

    @property
    def when(self) -> tuple[Message, ...]:
        """The days, in words."""
        return told_days(self.days)


def told_days(days: Iterable[Period]) -> tuple[Message, ...]:
    """Periods in words."""
    return tuple(say("dal {first} al {last}", first=one.start, last=one.end) for one in days)


def of_managers(step: Step) -> Iterator[OfManager]:
    """Posts held on days served as a manager: they are for category D alone (art. 1 c. 2)."""
    for one in holdings(step):
        yield from _as_manager(step, one)


def _as_manager(step: Step, one: kit.Holding) -> Iterator[OfManager]:
    own = step.dossier.people[one.person].role
    served = step.dossier.service_of(one.person)
    for role in NOT_STAFF:
        days = joined(kit.period_of(row) for row in served if (row.role or own) == role)
        if both := common(one.periods, days):
            yield OfManager(held=one, role=role, days=tuple(both))


def _in_doubt(step: Step, one: kit.Holding) -> kit.Holding:
    """A holding with the doubt of the days served as a manager, if there are any."""
    names = kit.role_names()
    doubts = (
        kit.Doubt(
            days=each.days,
            why=cited(
                OF_CATEGORY_D,
                say(
                    "{days} risulta {role}, e la posizione organizzativa va solo a dipendenti di categoria D: sono "
                    "sospesi quei giorni finché l'incarico non ha la sua fine",
                    days=each.when,
                    role=names[each.role],
                ),
            ),
            rules=(OF_CATEGORY_D,),
        )
        for each in _as_manager(step, one)
    )
    return evolve(one, doubts=(*one.doubts, *doubts))
