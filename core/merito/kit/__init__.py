"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.factors import factors, refusals
from merito.kit.lines import drawn, saved, why_saved
from merito.kit.people import people, scored
from merito.kit.posts import free_days, paid_by_days, part_of_year, two_holders
from merito.kit.scores import scores
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped

__all__ = [
    "Axis",
    "Division",
    "Flags",
    "Gap",
    "Series",
    "Words",
    "cases",
    "constant",
    "divided",
    "drawn",
    "factors",
    "free_days",
    "fund_line",
    "mapped",
    "paid_by_days",
    "part_of_year",
    "people",
    "prizes",
    "refusals",
    "saved",
    "scored",
    "scores",
    "two_holders",
    "why_saved",
]
