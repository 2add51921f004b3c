"""No prize without difference: the ban of art. 46 c. 1, tested alike on every fund."""

from collections.abc import Sequence
from fractions import Fraction

from merito import Finding, Phase
from merito_bergamo.findings import told

READING = "I-BG-11"


def undifferentiated(tool: str, evaluated: Sequence[tuple[Fraction, Fraction]]) -> tuple[Finding, ...]:
    """What art. 46 c. 1 says of a division: scores and, in their order, what each takes of the most it could.

    Different scores that all take the same are an error of the tool, equal scores a warning. Who is evaluated and
    not paid counts too; one person alone cannot be told apart from anybody.
    """
    scores, taken = {score for score, _ in evaluated}, {part for _, part in evaluated}
    if len(evaluated) < 2 or len(taken) > 1:
        return ()
    if len(scores) > 1:
        why = f"punteggi diversi danno a tutti lo stesso premio: la distribuzione indifferenziata è vietata ({READING})"
        return (told("error", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
    why = f"i {len(evaluated)} valutati hanno tutti lo stesso punteggio: la valutazione non distingue ({READING})"
    return (told("warning", "BG-46.1", why, phase=Phase.REWARDS, tool=tool),)
