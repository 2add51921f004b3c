"""Walks a dossier through the six phases of the cycle and settles the money."""

from merito.cycle.run import check, look, run

__all__ = ["check", "look", "run"]
