"""Whether a division of money tells people apart: the ban of art. 18 c. 2 D.Lgs. 150/2009, alike on every fund."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Undifferentiated = Literal["different_paid_alike", "all_alike", ""]


def undifferentiated(evaluated: Sequence[tuple[Fraction | str, Fraction]]) -> Undifferentiated:
    """What is wrong with a division, from evaluations (a score or a level) and what each takes of the most it could.

    Different evaluations that all take the same, or evaluations that are all equal. Who is evaluated and not paid
    counts too; one person alone cannot be told apart from anybody, and where nobody takes anything nothing is
    distributed.
    """
    known, taken = {evaluation for evaluation, _ in evaluated}, {part for _, part in evaluated}
    if len(evaluated) < 2 or len(taken) > 1 or taken == {Fraction(0)}:
        return ""
    return "different_paid_alike" if len(known) > 1 else "all_alike"
