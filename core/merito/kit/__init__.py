"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.capped import capped
from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.evaluators import Evaluated, Expected, absent, by_another, evaluators_row
from merito.kit.factors import factors, refusals
from merito.kit.hearings import heard_before, not_final, said_otherwise
from merito.kit.people import only, people, scored, words
from merito.kit.rankings import banded, ranked
from merito.kit.rated import Rated, degree, named_for, rated, weighed
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
from merito.kit.service import months
from merito.kit.sums import awarded, divided_by_band, divided_within
from merito.kit.weights import sum_problem, weights_problem, wrong_weights
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped, why_of

__all__ = [
    "Axis",
    "Division",
    "Evaluated",
    "Expected",
    "Flags",
    "Gap",
    "Rated",
    "Series",
    "Words",
    "absent",
    "awarded",
    "banded",
    "by_another",
    "capped",
    "cases",
    "constant",
    "degree",
    "divided",
    "divided_by_band",
    "divided_within",
    "evaluators_row",
    "factors",
    "fund_line",
    "heads_above",
    "heard_before",
    "mapped",
    "months",
    "named",
    "named_for",
    "not_final",
    "only",
    "part_of_year",
    "people",
    "period_of",
    "prizes",
    "ranked",
    "rated",
    "refusals",
    "role_by_post",
    "role_names",
    "said_otherwise",
    "scored",
    "scores",
    "served_on",
    "staff_posts_of",
    "sum_problem",
    "unit_of",
    "units_above",
    "weighed",
    "weights_problem",
    "why_of",
    "words",
    "wrong_weights",
]
