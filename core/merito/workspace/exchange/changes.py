"""What a proposed content changes: rows added, changed, gone and the same, by the key of the table."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator

from attrs import frozen

from merito.model.columns import Column
from merito.workspace.cells import CellError
from merito.workspace.columns import read_cell
from merito.workspace.exchange.held import Held, Line
from merito.workspace.exchange.proposed import Proposed
from merito.workspace.heads import Heads, folded

Pair = tuple[Line | None, Line | None]


@frozen
class CellChange:
    """A cell that changes: its column by English name, the text that it has, and the one that it would have."""

    column: str
    before: str
    after: str


@frozen
class RowChange:
    """A row that changes: as it is, as it would be, and the cells that differ."""

    before: Line
    after: Line
    cells: tuple[CellChange, ...]


@frozen(kw_only=True)
class Changes:
    """What a proposed content changes. Cells that are written otherwise and mean the same are the same."""

    added: tuple[Line, ...] = ()
    changed: tuple[RowChange, ...] = ()
    gone: tuple[Line, ...] = ()
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def changes(proposed: Proposed) -> Changes:
    """What a content changes of the table that it was made from."""
    sides = _Sides(proposed)
    added, changed, gone, same = list[Line](), list[RowChange](), list[Line](), 0
    for before, after in sides.pairs():
        if before is None or after is None:
            added += [after] if after else []
            gone += [before] if before else []
        elif cells := sides.differ(before, after):
            changed.append(RowChange(before, after, cells))
        else:
            same += 1
    return Changes(added=tuple(added), changed=tuple(changed), gone=tuple(gone), same=same)


def pairs(proposed: Proposed) -> tuple[Pair, ...]:
    """Each row that is there with the one in its place, in the order of the proposed ones; then those gone."""
    return tuple(_Sides(proposed).pairs())


class _Sides:
    """Both contents, with the values that their cells mean."""

    def __init__(self, proposed: Proposed) -> None:
        held = proposed.held
        self.columns = held.table.columns
        self.key = held.table.key
        self.old, self.new = held.lines if held.index else (), proposed.lines
        self.locale = held.locale
        self.old_heads, self.new_heads = _heads(held), proposed.matched
        self._known: dict[tuple[str, str, str], Hashable] = {}

    def pairs(self) -> Iterator[Pair]:
        if not self.key:
            yield from self._in_order()
            return
        left: defaultdict[Hashable, deque[Line]] = defaultdict(deque)
        for line in self.old:
            left[self._key(line, self.old_heads)].append(line)
        kept: set[int] = set()
        for line in self.new:
            same = left.get(self._key(line, self.new_heads))
            before = same.popleft() if same else None
            if before is not None:
                kept.add(before.number)
            yield before, line
        yield from ((line, None) for line in self.old if line.number not in kept)

    def _in_order(self) -> Iterator[Pair]:
        """Without a key: rows alike at both ends are the same, those between them are taken in their order."""
        old, new = self.old, self.new
        short = min(len(old), len(new))
        first = next((n for n in range(short) if self.differ(old[n], new[n])), short)
        rest = short - first
        last = next((n for n in range(rest) if self.differ(old[-1 - n], new[-1 - n])), rest)
        yield from zip(old[:first], new[:first], strict=True)
        own, other = old[first : len(old) - last], new[first : len(new) - last]
        both = min(len(own), len(other))
        yield from zip(own[:both], other[:both], strict=True)
        yield from ((None, line) for line in other[both:])
        yield from zip(old[len(old) - last :], new[len(new) - last :], strict=True)
        yield from ((line, None) for line in own[both:])

    def differ(self, before: Line, after: Line) -> tuple[CellChange, ...]:
        found = []
        for column in self.columns.values():
            old, new = _text(before, column.name, self.old_heads), _text(after, column.name, self.new_heads)
            if old == new and self.old_heads.language == self.new_heads.language:
                continue
            if self._value(column, old, self.old_heads) != self._value(column, new, self.new_heads):
                found.append(CellChange(column.name, old, new))
        return tuple(found)

    def _key(self, line: Line, heads: Heads) -> Hashable:
        values = [self._value(self.columns[name], _text(line, name, heads), heads) for name in self.key]
        return tuple(folded(one) if isinstance(one, str) else one for one in values)

    def _value(self, column: Column, text: str, heads: Heads) -> Hashable:
        """What a cell means; one that does not fit, its text."""
        asked = (column.name, text, heads.language)
        if asked not in self._known:
            self._known[asked] = self._meaning(column, text, heads)
        return self._known[asked]

    def _meaning(self, column: Column, text: str, heads: Heads) -> Hashable:
        if not text:
            return ""
        try:
            value = read_cell(column, text, self.locale, heads)
        except CellError:
            return text
        return value if isinstance(value, Hashable) else text


def _heads(held: Held) -> Heads:
    return Heads(held.index, held.heads, held.language)


def _text(line: Line, column: str, heads: Heads) -> str:
    place: int | None = heads.index.get(column)
    return line.cells[place] if place is not None else ""
