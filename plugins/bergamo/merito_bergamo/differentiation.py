"""No prize without difference: the ban of art. 46 c. 1, tested alike on every fund."""

from collections.abc import Sequence
from fractions import Fraction

from merito import Finding, Phase, told

READING = "I-BG-11"


def undifferentiated(tool: str, evaluated: Sequence[tuple[Fraction | str, Fraction]]) -> tuple[Finding, ...]:
    """What art. 46 c. 1 says of a division: evaluations and, in their order, what each takes of the most it could.

    An evaluation is a score or, by the other choice of I-BG-11, a level. Different ones that all take the same are an
    error of the tool, equal ones a warning. Who is evaluated and not paid counts too; one person alone cannot be told
    apart from anybody, and where nobody takes anything nothing is distributed.
    """
    known, taken = {evaluation for evaluation, _ in evaluated}, {part for _, part in evaluated}
    if len(evaluated) < 2 or len(taken) > 1 or taken == {Fraction(0)}:
        return ()
    if len(known) > 1:
        why = f"valutazioni diverse e a tutti lo stesso premio: la distribuzione indifferenziata è vietata ({READING})"
        return (told("error", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
    why = f"tutti i valutati ({len(evaluated)}) hanno la stessa valutazione: non distingue ({READING})"
    return (told("warning", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
