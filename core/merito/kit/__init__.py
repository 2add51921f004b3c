"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.factors import factors, refusals
from merito.kit.hearings import heard_before, not_final, said_otherwise
from merito.kit.people import people, scored
from merito.kit.rated import Rated, degree, named_for, rated, weighed
from merito.kit.scores import scores
from merito.kit.weights import sum_problem, weights_problem, wrong_weights
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
    "degree",
    "divided",
    "factors",
    "fund_line",
    "heard_before",
    "mapped",
    "named_for",
    "not_final",
    "people",
    "prizes",
    "rated",
    "refusals",
    "said_otherwise",
    "scored",
    "scores",
    "sum_problem",
    "weighed",
    "weights_problem",
    "why_of",
    "wrong_weights",
]
