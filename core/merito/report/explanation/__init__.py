"""The way of a figure: rules and articles, formula, parameters in force, readings, and the rows it was read from."""

from merito.report.explanation.explainer import Explainer
from merito.report.explanation.index import Index, UnknownSubjectError
from merito.report.explanation.shape import SCHEMA_VERSION, ActShown, Condition, Explanation, Pointer

__all__ = [
    "SCHEMA_VERSION",
    "ActShown",
    "Condition",
    "Explainer",
    "Explanation",
    "Index",
    "Pointer",
    "UnknownSubjectError",
]
