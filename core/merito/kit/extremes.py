"""Sums that tell everybody's part: those close to the most, or to the least, that all together could have.

The most that somebody can have is known from the regulation (`most`). Of a tool that does not say it and pays few
different sums, these are known: the most is the largest, the least the smallest of several where all are paid,
otherwise nothing. A part is told if the
sum leaves less room for it than 100 euro and a tenth of it, or than there is between these two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import frozen

from merito.model.money import CENT_ZERO, Reward

FEW_SUMS, EACH_OF = 8, 4  # number: as few different sums as the adversary takes for known
ROOM, TENTH = Decimal(100), 10  # number: issue of the guard, the width of a safe interval
Key = tuple[str, ...]


@frozen
class Extremes:
    """The most that a reward can be, if that is known, and the least if it is paid at all."""

    least_paid: Decimal = CENT_ZERO
    most: Decimal | None = None


def extremes(rewards: Iterable[Reward]) -> dict[Key, Extremes]:
    """What everybody knows of each reward before any sum is published, by its key."""
    of_tool: dict[str, list[Reward]] = defaultdict(list)
    for one in rewards:
        of_tool[one.tool].append(one)
    found: dict[Key, Extremes] = {}
    for own in of_tool.values():
        sums = {one.released for one in own}
        unsaid = all(one.most is None for one in own)
        few = unsaid and len(sums) <= min(FEW_SUMS, len(own) // EACH_OF)
        paid = sorted(each for each in sums if each)
        least = paid[0] if few and len(paid) > 1 else CENT_ZERO
        most = paid[-1] if few and paid else None
        for one in own:
            known = one.most is not None and one.most >= one.released
            found[one.key] = Extremes(least, one.most if known else most)
    return found


def parts_told(parts: Mapping[Key, Decimal], known: Mapping[Key, Extremes]) -> tuple[str, ...]:
    """The people whose part the sum of some rewards tells, if nobody doubts whose rewards these are."""
    value: dict[str, Decimal] = defaultdict(Decimal)
    most: dict[str, Decimal | None] = {}
    least: dict[str, Decimal] = defaultdict(Decimal)
    all_paid = all(parts.values())
    for key, each in parts.items():
        person, own = key[0], known.get(key, Extremes())
        value[person] += each
        before = most.get(person, CENT_ZERO)
        most[person] = None if own.most is None or before is None else before + own.most
        least[person] += own.least_paid if all_paid else CENT_ZERO
    total = sum(value.values(), CENT_ZERO)
    above = total - sum(least.values(), CENT_ZERO)
    limits = [one for one in most.values() if one is not None]
    below = sum(limits, CENT_ZERO) - total if len(limits) == len(most) else None
    return tuple(one for one in value if _told(value[one], least[one], most[one], above, below))


def _told(value: Decimal, least: Decimal, most: Decimal | None, above: Decimal, below: Decimal | None) -> bool:
    """Whether what somebody has lies between limits that are too close.

    `above` is what the sum is more than the least of all, `below` what it is less than the most, if that is known.
    """
    highest = least + above if most is None else min(most, least + above)
    lowest = least if most is None or below is None else max(least, most - below)
    needed = max(ROOM, value / TENTH)
    return highest - lowest < (needed if most is None else min(needed, most - least))
