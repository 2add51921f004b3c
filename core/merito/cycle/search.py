"""Tries the other choices on open readings: the cycle is walked again with each combination that may matter."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from attrs import frozen

BUDGET = 240
Changes = Mapping[str, str]
Walked = TypeVar("Walked")


@frozen
class TriedWalk(Generic[Walked]):
    """A walk with some readings changed, and the open readings that rules asked for on it, in their order."""

    changes: Changes
    walked: Walked
    live: Sequence[str]


@frozen
class Search(Generic[Walked]):
    """Every walk that was tried, the ente's own first; `whole` up to how many readings changed at once nothing is left.

    None where nothing is left at all.
    """

    tried: Sequence[TriedWalk[Walked]]
    whole: int | None = None

    @property
    def others(self) -> list[TriedWalk[Walked]]:
        """The walks with some readings changed, those with the fewest changes first."""
        return sorted(self.tried[1:], key=lambda one: (len(one.changes), *sorted(one.changes.items())))


def are_fewest(changes: Changes, known: Iterable[Changes]) -> bool:
    """Whether no part of these changes is among those that are known to be enough."""
    return not any(fewer.items() <= changes.items() for fewer in known)


def search(
    walk: Callable[[Changes], tuple[Walked, Sequence[str]]], offered: Mapping[str, Sequence[str]]
) -> Search[Walked]:
    """Walks with every combination of choices: single ones first, then pairs, and so on, `BUDGET` walks at the most.

    `offered` are the other choices of each open reading. A combination is a way through the readings in the order in
    which rules ask for them: one that nobody asks for on the way changes nothing.
    """
    tried: list[TriedWalk[Walked]] = []
    waiting = deque[tuple[Changes, frozenset[str]]]([({}, frozenset())])
    while waiting:
        changes, settled = waiting.popleft()
        if len(tried) == BUDGET:
            return Search(tried, len(changes) - 1)
        walked, asked = walk(changes)
        live = [reading for reading in asked if reading in offered]
        tried.append(TriedWalk(changes, walked, live))
        before = settled | changes.keys()
        for reading in live:
            if reading not in before:
                waiting.extend(({**changes, reading: other}, before) for other in offered[reading])
                before = before | {reading}
    return Search(tried)
