"""The kit for authors: what rules need for everybody at once, and the rows made from it."""

from merito.kit.amended import after_year, enacted, only_in_year
from merito.kit.capped import capped
from merito.kit.differentiation import undifferentiated
from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.evaluators import Evaluated, ExpectedEvaluators, absent, by_another, evaluators_row
from merito.kit.factors import Factors, factors, refusals
from merito.kit.findings import about, cell_of, cells_of, listed, told
from merito.kit.grades import Grading, refused, rolled
from merito.kit.hearings import Hearing, heard_before, hearing, not_final, said_otherwise
from merito.kit.lines import drawn, saved, why_saved
from merito.kit.measured import Factor, measured, score_of, weighed_by, weights_formula
from merito.kit.measurement.achievement import achieved
from merito.kit.measurement.graded import IndicatorPolicy
from merito.kit.measurement.indicators import final_measure, indicator_grades
from merito.kit.measurement.monitoring import gap, monitored
from merito.kit.measurement.projects import activity_weights
from merito.kit.measurement.rollup import Child, Rolled, roll_up, sibling_weights
from merito.kit.merit import Merit, final_score, merit_of, most_until, nothing, why_not_final
from merito.kit.people import column_of, only, people, scored, words
from merito.kit.placements import banded, placements, ranked
from merito.kit.posts import free_days, paid_by_days, part_held, two_holders, waiting_part
from merito.kit.proceedings import Chain, Opposed, StepAt, blocks, opposed, opposing, proceedings_known
from merito.kit.ratings import degree, periods_problems, rows_problems, sections_problems, unknown_problems
from merito.kit.result_pay import Entitled, Share, best_first, in_turn, of_tool, reward, shares
from merito.kit.roles import (
    area_of,
    category_of,
    heads_above,
    is_of_category,
    led_by,
    named,
    part_of_year,
    period_of,
    role_names,
    served_on,
    unit_of,
    units_above,
    units_served,
)
from merito.kit.scores import scores
from merito.kit.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped, overall, spread, summed, why_of
from merito.kit.service import days_away, months, months_away, months_in, never_counts
from merito.kit.sums import awarded, divided_by_band, divided_within, joined, parts_of
from merito.kit.tenure import (
    Doubt,
    Holding,
    at_once,
    held,
    posts_of,
    role_by_post,
    served_meanwhile,
    staff_posts_of,
    tenures,
)
from merito.kit.terms import Term, terms
from merito.kit.titles import lacks_title, titles_text
from merito.kit.weights import sum_problem, weights_problem, wrong_weights
from merito.kit.written import Tenure, managerial, staff_positions

__all__ = [
    "Axis",
    "Chain",
    "Child",
    "Division",
    "Doubt",
    "Entitled",
    "Evaluated",
    "ExpectedEvaluators",
    "Factor",
    "Factors",
    "Flags",
    "Gap",
    "Grading",
    "Hearing",
    "Holding",
    "IndicatorPolicy",
    "Merit",
    "Opposed",
    "Rolled",
    "Series",
    "Share",
    "StepAt",
    "Tenure",
    "Term",
    "Words",
    "about",
    "absent",
    "achieved",
    "activity_weights",
    "after_year",
    "area_of",
    "at_once",
    "awarded",
    "banded",
    "best_first",
    "blocks",
    "by_another",
    "capped",
    "cases",
    "category_of",
    "cell_of",
    "cells_of",
    "column_of",
    "constant",
    "days_away",
    "degree",
    "divided",
    "divided_by_band",
    "divided_within",
    "drawn",
    "enacted",
    "evaluators_row",
    "factors",
    "final_measure",
    "final_score",
    "free_days",
    "fund_line",
    "gap",
    "heads_above",
    "heard_before",
    "hearing",
    "held",
    "in_turn",
    "indicator_grades",
    "is_of_category",
    "joined",
    "lacks_title",
    "led_by",
    "listed",
    "managerial",
    "mapped",
    "measured",
    "merit_of",
    "monitored",
    "months",
    "months_away",
    "months_in",
    "most_until",
    "named",
    "never_counts",
    "not_final",
    "nothing",
    "of_tool",
    "only",
    "only_in_year",
    "opposed",
    "opposing",
    "overall",
    "paid_by_days",
    "part_held",
    "part_of_year",
    "parts_of",
    "people",
    "period_of",
    "periods_problems",
    "placements",
    "posts_of",
    "prizes",
    "proceedings_known",
    "ranked",
    "refusals",
    "refused",
    "reward",
    "role_by_post",
    "role_names",
    "roll_up",
    "rolled",
    "rows_problems",
    "said_otherwise",
    "saved",
    "score_of",
    "scored",
    "scores",
    "sections_problems",
    "served_meanwhile",
    "served_on",
    "shares",
    "sibling_weights",
    "spread",
    "staff_positions",
    "staff_posts_of",
    "sum_problem",
    "summed",
    "tenures",
    "terms",
    "titles_text",
    "told",
    "two_holders",
    "undifferentiated",
    "unit_of",
    "units_above",
    "units_served",
    "unknown_problems",
    "waiting_part",
    "weighed_by",
    "weights_formula",
    "weights_problem",
    "why_not_final",
    "why_of",
    "why_saved",
    "words",
    "wrong_weights",
]
