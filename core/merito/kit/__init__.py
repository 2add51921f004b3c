"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.factors import factors, refusals
from merito.kit.lines import drawn, saved, why_saved
from merito.kit.merit import Merit, final_score, merit_of, most_until, not_final, nothing
from merito.kit.people import people, scored
from merito.kit.posts import free_days, paid_by_days, part_of_year, two_holders
from merito.kit.result_pay import Entitled, Share, best_first, in_turn, of_tool, reward, shares
from merito.kit.scores import scores
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped

__all__ = [
    "Axis",
    "Division",
    "Entitled",
    "Flags",
    "Gap",
    "Merit",
    "Series",
    "Share",
    "Words",
    "best_first",
    "cases",
    "constant",
    "divided",
    "drawn",
    "factors",
    "final_score",
    "free_days",
    "fund_line",
    "in_turn",
    "mapped",
    "merit_of",
    "most_until",
    "not_final",
    "nothing",
    "of_tool",
    "paid_by_days",
    "part_of_year",
    "people",
    "prizes",
    "refusals",
    "reward",
    "saved",
    "scored",
    "scores",
    "shares",
    "two_holders",
    "why_saved",
]
