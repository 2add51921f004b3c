"""Sums that tell everybody's part: those close to the most, or to the least, that all together could have.

The most that somebody can have is known from the regulation (`most`). Of a tool that does not say it and pays few
different sums, these are known: the most is the largest, the least the smallest of several where all are paid,
otherwise nothing. A part is told if the sum leaves less room for it than 100 euro and a tenth of it, or than there is
between these two. Colleagues who know their own parts have less to find: one of three or four people, two of five or
more who tell each other theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import frozen

from merito.model.money import CENT_ZERO, Reward

FEW_SUMS, EACH_OF = 8, 4  # number: as few different sums as the adversary takes for known
ROOM, TENTH = Decimal(100), 10  # number: issue of the guard, the width of a safe interval
TWO_FROM = 5  # number: issue of the guard, from so many people on two of them put together what they know
Key = tuple[str, ...]


@frozen
class Extremes:
    """The most that a reward can be, if that is known, and the least if it is paid at all."""

    least_paid: Decimal = CENT_ZERO
    most: Decimal | None = None


@frozen
class _Part:
    """What somebody has of a sum, and the least and the most that it could be; None if no most is known."""

    value: Decimal = CENT_ZERO
    least: Decimal = CENT_ZERO
    most: Decimal | None = CENT_ZERO

    @property
    def excess(self) -> Decimal:
        return self.value - self.least

    @property
    def lack(self) -> Decimal | None:
        return None if self.most is None else self.most - self.value

    @property
    def room(self) -> Decimal | None:
        return None if self.most is None else self.most - self.least


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


def parts_told(
    parts: Mapping[Key, Decimal], known: Mapping[Key, Extremes], *, to_colleagues: bool = False
) -> tuple[str, ...]:
    """The people whose part the sum of some rewards tells, if nobody doubts whose rewards these are.

    It tells everybody; or, `to_colleagues`, those of these people who know their own parts.
    """
    of_each: dict[str, _Part] = defaultdict(_Part)
    all_paid = all(parts.values())
    for key, each in parts.items():
        own, before = known.get(key, Extremes()), of_each[key[0]]
        of_each[key[0]] = _Part(
            before.value + each,
            before.least + (own.least_paid if all_paid else CENT_ZERO),
            None if own.most is None or before.most is None else before.most + own.most,
        )
    knowing = (2 if len(of_each) >= TWO_FROM else 1) if to_colleagues else 0
    excess = _Others({one: part.excess for one, part in of_each.items()}, knowing)
    lack = _Others({one: part.lack for one, part in of_each.items()}, knowing)
    room = _Others({one: part.room for one, part in of_each.items()}, knowing)
    return tuple(
        one
        for one, part in of_each.items()
        if _told(part, (_sum(part.excess, excess.but(one)), _sum(part.lack, lack.but(one)), room.but(one)))
    )


class _Others:
    """A value of each of some people, and those whose value is largest, of whom some may be `knowing`."""

    def __init__(self, values: Mapping[str, Decimal | None], knowing: int) -> None:
        self._values = values
        self._largest = sorted(values, key=lambda one: _descending(values[one]))[: knowing + 1]
        self._unknown = sum(value is None for value in values.values())
        self._total = sum((value for value in values.values() if value is not None), CENT_ZERO)
        self._knowing = [values[one] for one in self._largest[:knowing]]
        self._without_knowing = self._total - sum((value for value in self._knowing if value is not None), CENT_ZERO)
        self._knowing_unknown = sum(value is None for value in self._knowing)

    def but(self, one: str) -> Decimal | None:
        """The sum of what others have who know nothing, if those who know have the most; None if it is not known."""
        own = self._values[one]
        if one not in self._largest:
            if self._unknown > self._knowing_unknown + (own is None):
                return None
            return self._without_knowing - (CENT_ZERO if own is None else own)
        knowing = [self._values[each] for each in self._largest if each != one][: len(self._knowing)]
        without = [own, *knowing]
        if self._unknown > sum(value is None for value in without):
            return None
        return self._total - sum((value for value in without if value is not None), CENT_ZERO)


def _descending(value: Decimal | None) -> tuple[bool, Decimal]:
    """Sorts what is not known first, then from the largest on."""
    return value is not None, -(value or CENT_ZERO)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _told(part: _Part, widths: Iterable[Decimal | None]) -> bool:
    """Whether what somebody has lies between limits that are too close.

    Each limit comes from their own most or least, or from those of all others: so do the widths between two of them.
    """
    needed = max(ROOM, part.value / TENTH)
    if part.room is not None:
        needed = min(needed, part.room)
    return any(width is not None and width < needed for width in widths)
