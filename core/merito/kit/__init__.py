"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.capped import capped
from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.factors import factors, refusals
from merito.kit.hearings import heard_before, not_final, said_otherwise
from merito.kit.people import only, people, scored, words
from merito.kit.rankings import banded, ranked
from merito.kit.rated import Rated, degree, named_for, rated, weighed
from merito.kit.scores import scores
from merito.kit.service import months
from merito.kit.sums import awarded, divided_by_band, divided_within
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
    "awarded",
    "banded",
    "capped",
    "cases",
    "constant",
    "degree",
    "divided",
    "divided_by_band",
    "divided_within",
    "factors",
    "fund_line",
    "heard_before",
    "mapped",
    "months",
    "named_for",
    "not_final",
    "only",
    "people",
    "prizes",
    "ranked",
    "rated",
    "refusals",
    "said_otherwise",
    "scored",
    "scores",
    "sum_problem",
    "weighed",
    "weights_problem",
    "why_of",
    "words",
    "wrong_weights",
]
