"""Merges neighbouring rows, before anything is left out, until they concern enough people."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from merito.publication.known import Figure, Known

Row = TypeVar("Row")
Joined = tuple[Row, ...]


@frozen
class Classes(Generic[Row]):
    """How rows are merged: the figures that they give together, and the group of which a row is a class.

    If being in a class is a `quality` of a person, and all people of a group are in one class, it is merged with the
    others. So is a class of nobody that `bounds` what the people of the others have.
    """

    figures: Callable[[Sequence[Row]], Iterable[Figure]]
    group: Callable[[Row], object]
    quality: Callable[[Row], bool] = lambda _: False
    bounds: Callable[[Row], bool] = lambda _: False

    def groups(self, rows: Sequence[Row]) -> tuple[object, ...]:
        return tuple(dict.fromkeys(self.group(row) for row in rows))


def joined(rows: Iterable[Row], classes: Classes[Row], known: Known) -> tuple[Joined[Row], ...]:
    """The rows to publish, with neighbours merged as needed; none if even all of them together have too few people.

    Rows of one group are merged first, then whole groups.
    """
    return tuple(_Joining(classes, known).of([(row,) for row in rows]))


def finest(
    rows: Sequence[Row], ways: Iterable[tuple[Sequence[Row], Classes[Row]]], known: Known
) -> tuple[Joined[Row], ...]:
    """The published rows, in the one of several ways that leaves the most separate classes."""
    best: tuple[tuple[Joined[Row], ...], Known] | None = None
    for own, classes in ways:
        trial = known.copy()
        cells = joined(own, classes, trial)
        if best is None or len(cells) > len(best[0]):
            best = cells, trial
        if len(cells) == len(rows):
            break
    if best is None:
        return ()
    known.become(best[1])
    return best[0]


class _Joining(Generic[Row]):
    """Merges the cells of one table; the figures of each are looked up once."""

    def __init__(self, classes: Classes[Row], known: Known) -> None:
        self._classes, self._known = classes, known
        self._figures: dict[Joined[int], tuple[Figure, ...]] = {}
        self._heads: dict[Joined[int], int] = {}
        self._right: dict[Joined[int], bool] = {}

    def of(self, cells: list[Joined[Row]]) -> list[Joined[Row]]:
        while cells:
            cells = self._none_known_by_their_class(cells)
            if self._known.let_out([figure for cell in cells for figure in self._figures_told(cell)]):
                break
            cells = self._coarser(cells)
        return cells

    def _figures_told(self, cell: Joined[Row]) -> tuple[Figure, ...]:
        key = tuple(map(id, cell))
        if key not in self._figures:
            self._figures[key] = tuple(self._classes.figures(cell))
        return self._figures[key]

    def _people(self, cell: Joined[Row]) -> int:
        """The number of people behind a cell."""
        key = tuple(map(id, cell))
        if key not in self._heads:
            self._heads[key] = len(frozenset[str]().union(*(figure.people for figure in self._figures_told(cell))))
        return self._heads[key]

    def _stands(self, cell: Joined[Row]) -> bool:
        """Whether a cell could be published on its own."""
        key = tuple(map(id, cell))
        if key not in self._right:
            self._right[key] = self._known.admits(self._figures_told(cell))
        return self._right[key]

    def _none_known_by_their_class(self, cells: list[Joined[Row]]) -> list[Joined[Row]]:
        """The classes of a group as one, if all its people are in one of them."""
        by_group: dict[object, list[Joined[Row]]] = {}
        for place, cell in enumerate(cells):
            quality = all(map(self._classes.quality, cell))
            by_group.setdefault((quality, self._classes.groups(cell) if quality else place), []).append(cell)
        made: list[Joined[Row]] = []
        for own in by_group.values():
            alone = sum(bool(self._people(cell)) for cell in own) == 1
            made += [tuple(row for cell in own for row in cell)] if alone else self._none_of_nobody(own)
        return made

    def _none_of_nobody(self, cells: list[Joined[Row]]) -> list[Joined[Row]]:
        """The classes of a group, each that is empty and bounds the others with the smaller of its neighbours."""
        left = list(cells)
        while any(map(self._people, left)):
            empty = (place for place, cell in enumerate(left) if self._bounds_others(cell))
            at = next(empty, None)
            if at is None:
                break
            nearest = [place for place in (at - 1, at + 1) if 0 <= place < len(left)]
            first = min(at, min(nearest, key=lambda place: self._people(left[place])))
            left[first : first + 2] = [(*left[first], *left[first + 1])]
        return left

    def _bounds_others(self, cell: Joined[Row]) -> bool:
        """Whether a class has nobody, and that says what the others have."""
        return not self._people(cell) and all(map(self._classes.bounds, cell))

    def _coarser(self, cells: list[Joined[Row]]) -> list[Joined[Row]]:
        """The cells with the weakest one merged with its neighbour; None if there is no other."""
        heads = [self._people(cell) for cell in cells]
        quality = self._classes.quality
        open_ones = [place for place, cell in enumerate(cells) if heads[place] or all(map(quality, cell))]
        wrong = [place for place in open_ones if not self._stands(cells[place])]
        weakest = min(wrong or open_ones, key=lambda place: heads[place], default=None)
        if weakest is None or len(open_ones) == 1:
            return []
        groups = {place: self._classes.groups(cells[place]) for place in open_ones}
        siblings = [place for place in open_ones if groups[place] == groups[weakest]]
        among = siblings if len(siblings) > 1 else open_ones
        at = among.index(weakest)
        nearest = [among[place] for place in (at - 1, at + 1) if 0 <= place < len(among)]
        joining = [
            [place] if len(siblings) > 1 else [one for one in open_ones if groups[one] == groups[place]]
            for place in nearest
        ]
        together = {weakest, *min(joining, key=lambda places: sum(heads[one] for one in places))}
        first = min(together)
        one = tuple(row for place in sorted(together) for row in cells[place])
        left = [(place, cell) for place, cell in enumerate(cells) if place == first or place not in together]
        return [one if place == first else cell for place, cell in left]
