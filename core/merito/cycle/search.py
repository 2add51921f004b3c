"""Tries other choices on open readings: walks the cycle again with each combination that may matter."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from attrs import frozen

BUDGET = 1200
Changes = Mapping[str, str]
Walked = TypeVar("Walked")


@frozen
class TriedWalk(Generic[Walked]):
    """A walk with some readings changed, and the open readings that rules asked for in it, in their order."""

    changes: Changes
    walked: Walked
    live: Sequence[str]


@frozen
class Search(Generic[Walked]):
    """Every walk that was tried, the ente's own first.

    `whole` is None if all combinations were tried, otherwise the number of simultaneous changes up to which all were.
    With `apart`, only all those of readings and all those of values were tried: together, some may be untried.
    """

    tried: Sequence[TriedWalk[Walked]]
    whole: int | None = None
    apart: bool = False

    @property
    def others(self) -> list[TriedWalk[Walked]]:
        """The walks with some readings changed, those with the fewest changes first."""
        return sorted(self.tried[1:], key=lambda one: (len(one.changes), *sorted(one.changes.items())))


def are_fewest(changes: Changes, known: Iterable[Changes]) -> bool:
    """Whether none of the known sets of changes is contained in these changes."""
    return not any(fewer.items() <= changes.items() for fewer in known)


def search(
    walk: Callable[[Changes], tuple[Walked, Sequence[str]]], offered: Mapping[str, Sequence[str]]
) -> Search[Walked]:
    """Walks with every combination of choices: single changes first, then pairs, and so on, at most `BUDGET` walks.

    `offered` are the other choices of each open reading. Combinations follow the order in which rules ask for the
    readings: a reading that nobody asks for in a walk is not changed there.
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
