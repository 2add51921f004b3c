"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.capped import capped
from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.evaluators import Evaluated, Expected, absent, by_another, evaluators_row
from merito.kit.factors import factors, refusals
from merito.kit.hearings import heard_before, not_final, said_otherwise
from merito.kit.lines import drawn, saved, why_saved
from merito.kit.merit import Merit, final_score, merit_of, most_until, nothing, why_not_final
from merito.kit.people import only, people, scored, words
from merito.kit.posts import free_days, paid_by_days, part_held, two_holders
from merito.kit.rankings import banded, ranked
from merito.kit.rated import Rated, degree, named_for, rated, weighed
from merito.kit.result_pay import Entitled, Share, best_first, in_turn, of_tool, reward, shares
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
from merito.kit.service import months, months_away
from merito.kit.sums import awarded, divided_by_band, divided_within
from merito.kit.weights import sum_problem, weights_problem, wrong_weights
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped, overall, spread, summed, why_of

__all__ = [
    "Axis",
    "Division",
    "Entitled",
    "Evaluated",
    "Expected",
    "Flags",
    "Gap",
    "Merit",
    "Rated",
    "Series",
    "Share",
    "Words",
    "absent",
    "awarded",
    "banded",
    "best_first",
    "by_another",
    "capped",
    "cases",
    "constant",
    "degree",
    "divided",
    "divided_by_band",
    "divided_within",
    "drawn",
    "evaluators_row",
    "factors",
    "final_score",
    "free_days",
    "fund_line",
    "heads_above",
    "heard_before",
    "in_turn",
    "mapped",
    "merit_of",
    "months",
    "months_away",
    "most_until",
    "named",
    "named_for",
    "not_final",
    "nothing",
    "of_tool",
    "only",
    "overall",
    "paid_by_days",
    "part_held",
    "part_of_year",
    "people",
    "period_of",
    "prizes",
    "ranked",
    "rated",
    "refusals",
    "reward",
    "role_by_post",
    "role_names",
    "said_otherwise",
    "saved",
    "scored",
    "scores",
    "served_on",
    "shares",
    "spread",
    "staff_posts_of",
    "sum_problem",
    "summed",
    "two_holders",
    "unit_of",
    "units_above",
    "weighed",
    "weights_problem",
    "why_not_final",
    "why_of",
    "why_saved",
    "words",
    "wrong_weights",
]
