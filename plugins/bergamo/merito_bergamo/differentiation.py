"""No prize without difference: what art. 46 c. 1 says of a division (I-BG-11)."""

from collections.abc import Sequence
from fractions import Fraction

from merito import Finding, Phase
from merito.kit import told, undifferentiated

READING = "I-BG-11"


def without_difference(tool: str, evaluated: Sequence[tuple[Fraction | str, Fraction]]) -> tuple[Finding, ...]:
    """Different evaluations that all take the same are an error of the tool, equal ones a warning.

    An evaluation is a score or, by the other choice of I-BG-11, a level; beside it, what each takes of the most.
    """
    found = undifferentiated(evaluated)
    if found == "different_paid_alike":
        why = f"valutazioni diverse e a tutti lo stesso premio: la distribuzione indifferenziata è vietata ({READING})"
        return (told("error", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
    if found == "all_alike":
        why = f"tutti i valutati ({len(evaluated)}) hanno la stessa valutazione: non distingue ({READING})"
        return (told("warning", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
    return ()
