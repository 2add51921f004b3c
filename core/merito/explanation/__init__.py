"""Explains a figure: rules and articles, formula, parameters in force, readings, and the rows it was read from."""

from merito.explanation.explainer import Explainer
from merito.explanation.index import Index, UnknownSubjectError
from merito.explanation.shape import SCHEMA_VERSION, ActShown, Condition, Explanation, Pointer

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
