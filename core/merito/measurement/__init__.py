"""Measurement that every regulation shares: the grade of an indicator, and means that never take missing for zero.

A regulation calls these with the ids of its own rules; what it does otherwise, it writes itself.
"""

from merito.measurement.indicators import IndicatorPolicy, final_measure, indicator_grades
from merito.measurement.rollup import Child, Rolled, roll_up, sibling_weights

__all__ = [
    "Child",
    "IndicatorPolicy",
    "Rolled",
    "final_measure",
    "indicator_grades",
    "roll_up",
    "sibling_weights",
]
