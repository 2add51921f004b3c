"""Why something cannot be kept in the register, or read from it."""


class RegisterError(Exception):
    """A register that cannot be opened, read or written, that has been altered, or lacks what is asked (Italian)."""


class SimulationError(ValueError):
    """Figures of a simulation are not kept: the register holds what rests on the ente's data alone."""
