"""Exact figures of everybody at once: columns over an axis, which know their gaps and how they were computed."""

from merito.kit.series.axis import Axis, Gap, state_of, together, why_of
from merito.kit.series.figure import AxisColumn, How, same_axis
from merito.kit.series.links import mapped, overall, spread, summed
from merito.kit.series.marks import Flags, Words, itself
from merito.kit.series.series import Series, cases, constant, exact
from merito.kit.series.told import added, basis_of, formula_of, is_only, parameters_of, resting

__all__ = [
    "Axis",
    "AxisColumn",
    "Flags",
    "Gap",
    "How",
    "Series",
    "Words",
    "added",
    "basis_of",
    "cases",
    "constant",
    "exact",
    "formula_of",
    "is_only",
    "itself",
    "mapped",
    "overall",
    "parameters_of",
    "resting",
    "same_axis",
    "spread",
    "state_of",
    "summed",
    "together",
    "why_of",
]
