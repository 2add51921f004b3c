"""Weights of a division: what it waits for while one is missing, and who has a weight."""

from fractions import Fraction

from merito.kit.series import Series, same_axis, together, why_of
from merito.model.messages import Message, say, several


def waiting(*columns: Series) -> Message:
    """What a division of these figures waits for: while one is unknown, nobody's part is known."""
    axis = same_axis(*columns)
    gaps = together(*(one.gaps for one in columns)).values()
    joint = dict.fromkeys(gap.why for reasons in gaps for gap in reasons if gap.joint)
    own = [why_of(alone) for reasons in gaps if (alone := [gap for gap in reasons if not gap.joint])]
    if not own:
        return several(*joint) if joint or len(axis) else say("non risulta nessuno")
    who = say("{n} persona: {why}", many="{n} persone: {why}", number="n", n=len(own), why=several(*own))
    return several(who, *joint)


def weighing(weights: Series) -> dict[str, Fraction]:
    """The weights of those who have a weight."""
    return {one: weight for one, weight in zip(weights.axis.ids, weights.values(), strict=True) if weight}
