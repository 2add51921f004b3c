"""Posts covered ad interim: the pay of a share of the covered post's, and whether its person already holds another."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.contract.step import Step
from merito.kit.posts import worth
from merito.kit.tenure import Holding, staff_posts_of
from merito.kit.written import HOLDER, staff_positions
from merito.model.messages import NOTHING, Message, Percent, say
from merito.model.money import Rate
from merito.model.people import Appointment
from merito.numbers import HUNDRED, cents_down, cents_half_up, cents_up, product, quotient


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
