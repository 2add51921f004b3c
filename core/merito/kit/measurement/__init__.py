"""Measurement shared by all regulations: the grade of an indicator, and means that never count a missing value as zero.

A regulation calls these functions with the ids of its own rules.
"""

from merito.kit.measurement.achievement import Achieved, achieved
from merito.kit.measurement.graded import IndicatorPolicy
from merito.kit.measurement.indicators import final_measure, indicator_grades
from merito.kit.measurement.monitoring import gap, monitored
from merito.kit.measurement.projects import activity_weights
from merito.kit.measurement.rollup import Child, Rolled, roll_up, sibling_weights

__all__ = [
    "Achieved",
    "Child",
    "IndicatorPolicy",
    "Rolled",
    "achieved",
    "activity_weights",
    "final_measure",
    "gap",
    "indicator_grades",
    "monitored",
    "roll_up",
    "sibling_weights",
]
