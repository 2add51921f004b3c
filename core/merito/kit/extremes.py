"""Sums that tell everybody's part: those close to the most, or to the least, that all together could have.

The most that somebody can have is known from the regulation (`most`). Of a tool that pays few different sums, to people
with the same most if any is said, these are known: the most is the largest, if no other is said, the least the smallest
of several where all are paid, otherwise nothing. A part is told if the sum leaves less room for it than 100 euro and a
tenth of it, or than there is between these two. Colleagues who know their own parts have less to find: one of three or
four people, two of five or more who tell each other theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from heapq import nlargest

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


NOTHING_KNOWN = Extremes()


def extremes(rewards: Iterable[Reward]) -> dict[Key, Extremes]:
    """What everybody knows of each reward before any sum is published, by its key."""
    of_tool: dict[str, list[Reward]] = defaultdict(list)
    for one in rewards:
        of_tool[one.tool].append(one)
    found: dict[Key, Extremes] = {}
    for own in of_tool.values():
        sums = {one.released for one in own}
        unsaid = all(one.most is None for one in own)
        alike = len({one.most for one in own}) == 1
        few = alike and len(sums) <= min(FEW_SUMS, len(own) // EACH_OF)
        paid = sorted(each for each in sums if each)
        least = paid[0] if few and len(paid) > 1 else CENT_ZERO
        most = paid[-1] if few and unsaid and paid else None
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
    value: dict[str, Decimal] = {}
    least: dict[str, Decimal] = {}
    most: dict[str, Decimal | None] = {}
    all_paid = all(parts.values())
    for key, each in parts.items():
        person, own = key[0], known.get(key, NOTHING_KNOWN)
        paid = own.least_paid if all_paid else CENT_ZERO
        if person not in value:
            value[person], least[person], most[person] = each, paid, own.most
        else:
            value[person] += each
            least[person] += paid
            most[person] = _sum(most[person], own.most)
    room = {one: _less(above, least[one]) for one, above in most.items()}
    knowing = (2 if len(value) >= TWO_FROM else 1) if to_colleagues else 0
    excess = _Widths({one: each - least[one] for one, each in value.items()}, knowing)
    lack = _Widths({one: _less(above, value[one]) for one, above in most.items()}, knowing)
    rooms = _Widths(room, knowing)
    narrowest = (excess.least, lack.least, _less(rooms.least, max(filter(None, room.values()), default=CENT_ZERO)))
    enough = max(ROOM, max(value.values(), default=CENT_ZERO) / TENTH)
    if all(width is not None and width >= enough for width in narrowest):
        return ()  # the usual case, in which nobody needs to be looked at
    return tuple(
        one
        for one, each in value.items()
        if _told(each, room[one], (excess.with_own(one), lack.with_own(one), rooms.of_others(one)))
    )


class _Widths:
    """A width that each of some people has, None if it is not known; `knowing` of those whose width is largest know."""

    def __init__(self, of_each: Mapping[str, Decimal | None], knowing: int) -> None:
        self._of_each = of_each
        known = {one: each for one, each in of_each.items() if each is not None}
        unknown = [one for one, each in of_each.items() if each is None][: knowing + 1]
        self._knowing = knowing
        self._largest = [*unknown, *nlargest(knowing + 1 - len(unknown), known, key=known.__getitem__)]
        self._unknown = len(of_each) - len(known)
        self._total = sum(known.values(), CENT_ZERO)
        self.least = self._but(self._largest[:knowing])
        """The sum with one's own of whoever has the least: that of all who are not among the largest."""

    def with_own(self, one: str) -> Decimal | None:
        """The sum with one's own, of others only if they know nothing: the largest know. None if it is not known."""
        return self._but(self._beside(one)) if one in self._largest else self.least

    def of_others(self, one: str) -> Decimal | None:
        """The sum of all others who know nothing, if who knows has the largest; None if it is not known."""
        return self._but([one, *self._beside(one)]) if one in self._largest else _less(self.least, self._of_each[one])

    def _beside(self, one: str) -> list[str]:
        return [each for each in self._largest if each != one][: self._knowing]

    def _but(self, knowing: Sequence[str]) -> Decimal | None:
        without = [self._of_each[one] for one in knowing]
        if self._unknown > sum(each is None for each in without):
            return None
        return self._total - sum((each for each in without if each is not None), CENT_ZERO)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _told(value: Decimal, room: Decimal | None, widths: Iterable[Decimal | None]) -> bool:
    """Whether what somebody has lies between limits that are too close.

    Each limit comes from their own most or least, or from those of all others: so do the widths between two of them.
    """
    needed = max(ROOM, value / TENTH)
    if room is not None:
        needed = min(needed, room)
    return any(width is not None and width < needed for width in widths)
