"""Errors of writing to the register, or reading from it."""


class RegisterError(Exception):
    """A register that cannot be opened, read or written, was altered, or lacks what is asked for (Italian)."""


class SimulationError(ValueError):
    """Figures of a simulation are not recorded: the register contains only results from the ente's own data."""
