"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.factors import factors, refusals
from merito.kit.hearings import heard_before, not_final, said_otherwise
from merito.kit.people import people, scored
from merito.kit.rated import Rated, rated, weighed
from merito.kit.scores import scores
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped, why_of

__all__ = [
    "Axis",
    "Division",
    "Flags",
    "Gap",
    "Rated",
    "Series",
    "Words",
    "cases",
    "constant",
    "divided",
    "factors",
    "fund_line",
    "heard_before",
    "mapped",
    "not_final",
    "people",
    "prizes",
    "rated",
    "refusals",
    "said_otherwise",
    "scored",
    "scores",
    "weighed",
    "why_of",
]
