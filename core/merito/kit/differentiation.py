"""Whether a division of money tells people apart: the ban of art. 18 c. 2 D.Lgs. 150/2009, alike on every fund."""

from collections.abc import Iterable
from typing import Literal

from merito.numbers import Number

Undifferentiated = Literal["different_paid_alike", "all_alike", ""]


def undifferentiated(evaluated: Iterable[tuple[Number | str, Number]]) -> Undifferentiated:
    """What is wrong with a division, from evaluations (a score or a level) and what each takes of the most it could.

    Different evaluations that all take the same, or evaluations that are all equal. Who is evaluated and not paid
    counts too; one person alone cannot be told apart from anybody, and where nobody takes anything nothing is
    distributed.
    """
    people, different = 0, False
    first: tuple[Number | str, Number] = "", 0
    for evaluation, part in evaluated:
        first, people = first if people else (evaluation, part), people + 1
        if part != first[1]:
            return ""
        different = different or evaluation != first[0]
    if people < 2 or not first[1]:
        return ""
    return "different_paid_alike" if different else "all_alike"
