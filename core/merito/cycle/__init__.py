"""Walks a dossier through the six phases of the cycle: one module per phase, and what they share."""

from merito.cycle.run import check, run

__all__ = ["check", "run"]
