"""Posts covered ad interim: the pay of a share of the covered post's, and whether its person already holds another."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import chain, pairwise, permutations
from itertools import product as product_of
from math import prod

from attrs import frozen

from merito.contract.step import Step
from merito.kit.rates import worth
from merito.kit.tenure import Holding, staff_posts_of
from merito.kit.written import HOLDER, staff_positions
from merito.model.messages import NOTHING, Message, Percent, say
from merito.model.money import Rate
from merito.model.people import Appointment
from merito.numbers import HUNDRED, Period, apart_from, cents_down, cents_half_up, cents_up, common, product, quotient

ONE_DAY, CENT, ZERO = timedelta(days=1), Decimal("0.01"), Decimal("0.00")
MOST_WAYS = 10_000  # of ending the disputes on one post
Won = Mapping[int, tuple[Period, ...]]


@frozen(kw_only=True)
class Claim:
    """Somebody's appointment ad interim to a post: as written, and `certain`, on the days that nobody disputes.

    With `at_most` its share is not known: it may be the highest.
    """

    written: Holding
    certain: Holding
    at_most: bool = False

    @property
    def disputed(self) -> tuple[Period, ...]:
        """The days that may be this person's, another's, or nobody's."""
        return tuple(apart_from(self.written.periods, self.certain.periods))

    def with_days(self, won: Sequence[Period]) -> Holding:
        """The appointment on its certain days and some of those in dispute."""
        return self.written.without(apart_from(self.disputed, won))

    def pay(self, held: Holding, rates: Collection[Rate], year: int, least: Fraction, most: Fraction) -> Decimal:
        """What it gives (euro) on the days of `held`."""
        if self.at_most:
            return most_of_interim(worth(rates, held.periods, year), most)
        return interim_pay(held, rates, year, least, most) if held.days else ZERO


def most_of_disputed(
    claims: Sequence[Claim], rates: Collection[Rate], year: int, least: Fraction, most: Fraction
) -> Decimal:
    """The most (euro) that disputed days of one post add to what all its claims give on their certain days.

    Every day is one person's: all ways are tried in which each stretch is one claimant's, or one's up to a day and
    another's after it. If these are too many, each claimant's sum counts as rounded up.
    """
    ways = [list(_ways(days, own)) for days, own in _stretches(claims)]

    def added(at: int, won: Sequence[Period]) -> Decimal:
        one = claims[at]
        return one.pay(one.with_days(won), rates, year, least, most) - one.pay(one.certain, rates, year, least, most)

    if prod(map(len, ways)) > MOST_WAYS:
        best = (max(_worth_of(claims, way, rates, year, most) for way in own) for own in ways)
        return cents_up(sum(best, Fraction(0))) + CENT * (len(claims) - 1)
    known: dict[tuple[int, tuple[Period, ...]], Decimal] = {}
    found = [ZERO]
    for way in product_of(*ways):
        total = ZERO
        for at in range(len(claims)):
            won = tuple(chain.from_iterable(each.get(at, ()) for each in way))
            if (at, won) not in known:
                known[at, won] = added(at, won)
            total += known[at, won]
        found.append(total)
    return max(found)


def _stretches(claims: Sequence[Claim]) -> Iterator[tuple[Period, tuple[int, ...]]]:
    """The stretches of disputed days with the places of those who may have them."""
    every = [days for one in claims for days in one.disputed]
    cuts = sorted({day for days in every for day in (days.start, days.end + ONE_DAY)})
    for start, after in pairwise(cuts):
        days = Period(start, after - ONE_DAY)
        own = tuple(at for at, one in enumerate(claims) if common(one.disputed, (days,)))
        if own:
            yield days, own


def _ways(days: Period, own: Sequence[int]) -> Iterator[Won]:
    """The ways in which a stretch of days may be one's, or one's up to a day and another's after it."""
    yield from ({at: (days,)} for at in own)
    for first, second in permutations(own, 2):
        for count in range(1, days.days):
            cut = days.start + timedelta(days=count)
            yield {first: (Period(days.start, cut - ONE_DAY),), second: (Period(cut, days.end),)}


def _worth_of(claims: Sequence[Claim], way: Won, rates: Collection[Rate], year: int, most: Fraction) -> Fraction:
    """What the days of one way give (euro), before cents."""
    total = Fraction(0)
    for at, won in way.items():
        one = claims[at]
        for stretch in one.written.stretches:
            share = most if one.at_most else share_of_interim(stretch.row) or Fraction(0)
            total += product(worth(rates, common((stretch.days,), won), year), share)
    return total


def most_of_interim(pay: Fraction, most: Fraction) -> Decimal:
    """The most (euro) that an ad interim may give of a post's pay for its days: the share `most` of 1, a cent down."""
    return cents_down(product(pay, most))


def interim_pay(one: Holding, rates: Collection[Rate], year: int, least: Fraction, most: Fraction) -> Decimal:
    """The written share of the covered post's pay by the days of each stretch, half up, within the limits (of 1).

    Every row has a share. Source: CCNL 21.5.2018, art. 15 c. 6.
    """
    shares = ((row.days, share_of_interim(row.row)) for row in one.stretches)
    parts = (product(share or Fraction(0), worth(rates, (days,), year)) for days, share in shares)
    pay = worth(rates, one.periods, year)
    lowest, highest = cents_up(product(pay, least)), most_of_interim(pay, most)
    return max(min(cents_half_up(sum(parts, Fraction(0))), highest), min(lowest, highest))


def share_of_interim(row: object) -> Fraction | None:
    """The share of 1 that an appointment gives, if it is written."""
    share = row.share if isinstance(row, Appointment) else None
    return None if share is None else quotient(share, HUNDRED)


def wrong_share(row: Appointment, least: Fraction, most: Fraction) -> Message:
    """That a written share is outside its limits (of 1), or nothing."""
    share = share_of_interim(row)
    if share is None or least <= share <= most:
        return NOTHING
    return say(
        "quota {share}, mentre va dal {least} al {most}",
        share=Percent(share * HUNDRED),
        least=Percent(least * HUNDRED),
        most=Percent(most * HUNDRED),
    )


def already_holder(step: Step, row: Appointment, ended_by: str) -> bool | None:
    """Whether somebody holds another posizione organizzativa on the day on which an interim appointment begins.

    None if it began before the year, and the register is silent about that day: rows that ended before the year are not
    carried over to it. Then the person holds another post on 1 January, and no row of theirs is as old.
    """
    first = date(step.dossier.year, 1, 1)
    day = row.start or first
    if day.year == first.year:
        return _holds_another(step, row, day, ended_by)
    posts = {post.id: post for post in staff_positions(step.dossier) if post.id != row.position}
    before = [one for one in step.dossier.appointments.of(person=row.person, kind=HOLDER) if one.position in posts]
    written = any((one.start or day) <= day <= (one.end or day) for one in before)
    if written or any(post.holder == row.person for post in posts.values()):
        return True
    silent = day < first and all((one.start or day) > day for one in before)
    return None if silent and _holds_another(step, row, first, ended_by) else False


def _holds_another(step: Step, row: Appointment, day: date, ended_by: str) -> bool:
    others = (one for one in staff_posts_of(step, row.person, ended_by) if one.position.id != row.position)
    return any(period.start <= day <= period.end for one in others for period in one.periods)
