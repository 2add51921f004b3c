"""The ban on prizes that do not differentiate: art. 46 c. 1 applied to a division (I-BG-11)."""

from collections.abc import Sequence
from fractions import Fraction

from merito import Finding, Phase
from merito.kit import told, undifferentiated

READING = "I-BG-11"


def without_difference(tool: str, evaluated: Sequence[tuple[Fraction | str, Fraction]]) -> tuple[Finding, ...]:
    """Different evaluations that all receive the same are an error of the tool; equal evaluations are a warning.

    Each pair is an evaluation and the fraction of the maximum that it receives. An evaluation is a score or, under the
    other choice of I-BG-11, a level.
    """
    found = undifferentiated(evaluated)
    if found == "different_paid_alike":
        why = f"valutazioni diverse e a tutti lo stesso premio: la distribuzione indifferenziata è vietata ({READING})"
        return (told("error", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
    if found == "all_alike":
        why = f"tutti i valutati ({len(evaluated)}) hanno la stessa valutazione: non distingue ({READING})"
        return (told("warning", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
    return ()
