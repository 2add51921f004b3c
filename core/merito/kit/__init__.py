"""The kit for authors: what a rule asks of everybody at once, and the rows that come of it."""

from merito.kit.capped import capped
from merito.kit.division import Division, divided, fund_line, prizes
from merito.kit.factors import factors, refusals
from merito.kit.people import only, people, scored, words
from merito.kit.rankings import banded, ranked
from merito.kit.scores import scores
from merito.kit.service import months
from merito.kit.sums import awarded, divided_by_band, divided_within
from merito.series import Axis, Flags, Gap, Series, Words, cases, constant, mapped

__all__ = [
    "Axis",
    "Division",
    "Flags",
    "Gap",
    "Series",
    "Words",
    "awarded",
    "banded",
    "capped",
    "cases",
    "constant",
    "divided",
    "divided_by_band",
    "divided_within",
    "factors",
    "fund_line",
    "mapped",
    "months",
    "only",
    "people",
    "prizes",
    "ranked",
    "refusals",
    "scored",
    "scores",
    "words",
]
