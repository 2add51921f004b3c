"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.evaluators import Evaluated, Expected, absent, by_another, evaluators_row
from merito.kit.factors import factors, refusals
from merito.kit.people import people, scored
from merito.kit.roles import (
    heads_above,
    named,
    part_of_year,
    period_of,
    role_by_post,
    role_names,
    served_on,
    staff_posts_of,
    unit_of,
    units_above,
)
from merito.kit.scores import scores
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped

__all__ = [
    "Axis",
    "Division",
    "Evaluated",
    "Expected",
    "Flags",
    "Gap",
    "Series",
    "Words",
    "absent",
    "by_another",
    "cases",
    "constant",
    "divided",
    "evaluators_row",
    "factors",
    "fund_line",
    "heads_above",
    "mapped",
    "named",
    "part_of_year",
    "people",
    "period_of",
    "prizes",
    "refusals",
    "role_by_post",
    "role_names",
    "scored",
    "scores",
    "served_on",
    "staff_posts_of",
    "unit_of",
    "units_above",
]
