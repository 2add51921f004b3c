"""Whether a division of money differentiates between people: the ban of art. 18 c. 2 D.Lgs. 150/2009."""

from collections.abc import Iterable
from typing import Literal

from merito.numbers import Number

Undifferentiated = Literal["different_paid_alike", "all_alike", ""]


def undifferentiated(evaluated: Iterable[tuple[Number | str, Number]]) -> Undifferentiated:
    """What is wrong with a division, given evaluations (scores or levels) and the share of its maximum for each.

    Different evaluations that all receive the same, or evaluations that are all equal. People evaluated and not paid
    count too. A single person cannot be compared with anybody, and if nobody receives anything nothing is distributed.
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
