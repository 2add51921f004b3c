"""The day for which a register is examined: that of the run, or the last of a cycle that is over.

Results never name the day of the run, since their tables would change without any other difference.
"""

from datetime import date

from merito import Step
from merito.numbers import day_text

AT_THE_RUN = "alla data dell'esecuzione"


def looked_at(step: Step) -> date:
    """The day itself."""
    return min(step.as_of, _last(step))


def looked_at_text(step: Step) -> str:
    """The day in a finding (Italian)."""
    return AT_THE_RUN if step.as_of < _last(step) else f"il {day_text(_last(step))}"


def _last(step: Step) -> date:
    return date(step.dossier.year, 12, 31)
