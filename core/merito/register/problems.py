"""Errors of writing to the register, or reading from it."""

from merito.model.faults import MeritoError


class RegisterError(MeritoError):
    """A register that cannot be opened, read or written, was altered, or lacks what is asked for (Italian)."""


class SimulationError(ValueError):
    """Figures of a simulation are not recorded: the register contains only results from the ente's own data."""
