"""Asks all questions about implausible data, once, before the phases."""

from collections.abc import Callable, Iterator

from merito import ResultRows, Step, hookimpl, rule
from merito.national.plausible.asked import Question, answered
from merito.national.plausible.categories import unknown_categories
from merito.national.plausible.dates import dates_out_of_time, published_before_its_act, told_before_the_interview
from merito.national.plausible.figures import figures_out_of_scale
from merito.national.plausible.funds import funds_not_given
from merito.national.plausible.headcounts import more_than_there_are
from merito.national.plausible.presence import (
    holders_out_of_their_term,
    paid_and_not_in_service,
    posts_beyond_service,
)
from merito.national.plausible.ratings import points_left_blank, ratings_out_of_scale
from merito.national.plausible.sight import not_used, out_of_sight
from merito.national.plausible.twins import twin_ids

CHECKS: tuple[Callable[[Step], Iterator[Question]], ...] = (
    paid_and_not_in_service,
    posts_beyond_service,
    holders_out_of_their_term,
    funds_not_given,
    dates_out_of_time,
    told_before_the_interview,
    published_before_its_act,
    figures_out_of_scale,
    ratings_out_of_scale,
    points_left_blank,
    more_than_there_are,
    unknown_categories,
    twin_ids,
    out_of_sight,
    not_used,
)


@hookimpl
@rule("IT-PL.11", "I-IT-20")
def merito_check_plan(step: Step) -> ResultRows:
    """What an ente confirms is reported as such and holds nothing (table `conferme`)."""
    yield from answered(step, (question for check in CHECKS for question in check(step)))
