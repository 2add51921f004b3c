"""Walks a dossier through the six phases of the cycle: those that only ask, those that pay, and what they share."""

from merito.cycle.run import check, run

__all__ = ["check", "run"]
