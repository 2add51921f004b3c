"""How firm a figure is."""

from enum import StrEnum


class State(StrEnum):
    """How firm a figure is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    MONITORING = "monitoring"
    NOT_MEASURED = "not_measured"
    WITHHELD = "withheld"
    REFUSED = "refused"
    BLOCKED = "blocked"
