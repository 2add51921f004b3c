"""Generates a new plugin: complete, installable and tested, with placeholder citations."""

from merito.testing.starter.names import Named, name_problem, near_names
from merito.testing.starter.plugin import StarterError, in_checkout, outside

__all__ = ["Named", "StarterError", "in_checkout", "name_problem", "near_names", "outside"]
