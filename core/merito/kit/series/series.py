"""Exact figures of everybody: arithmetic, comparison, rounding and levels, without loops in the rules.

Cells are integer numerators over a common denominator while that fits in 64 bits, otherwise separate fractions.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any

from attrs import frozen

from merito.kit.series.axis import Axis, Gap, Gaps, together
from merito.kit.series.figure import AxisColumn, How, same_axis
from merito.kit.series.marks import Flags, Words, itself
from merito.model.basis import InForce
from merito.model.messages import Message, say
from merito.numbers import Number, fraction

MOST = 2**63 - 1
Given = Number | InForce[Any]


@frozen(eq=False, kw_only=True)
class Series(AxisColumn[Fraction]):
    """Exact numbers. `over` is the common denominator of the cells; with 0 each cell is a fraction of its own."""

    over: int = 1

    def at(self, place: int) -> Fraction | None:
        if place in self.gaps:
            return None
        cell = self.cells[place]
        return Fraction(cell, self.over) if self.over else cell

    def _alike(self, other: Any) -> bool:
        if self.gaps or not isinstance(other, Series) or self.over != other.over:
            return super()._alike(other)
        return list(self.cells) == list(other.cells)

    def values(self) -> list[Fraction]:
        """Every cell as a fraction; one with a gap is 0, and must not be read."""
        return [Fraction(cell, self.over) for cell in self.cells] if self.over else list(self.cells)

    def __add__(self, other: "Series | Given") -> "Series":
        return _joined("+", self, other, lambda a, b: a + b)

    def __radd__(self, other: Given) -> "Series":
        return _joined("+", other, self, lambda a, b: a + b)

    def __sub__(self, other: "Series | Given") -> "Series":
        return _joined("-", self, other, lambda a, b: a - b)

    def __rsub__(self, other: Given) -> "Series":
        return _joined("-", other, self, lambda a, b: a - b)

    def __mul__(self, other: "Series | Given") -> "Series":
        return _multiplied(self, other)

    def __rmul__(self, other: Given) -> "Series":
        return _multiplied(other, self)

    def __truediv__(self, other: "Series | Given") -> "Series":
        return _divided(self, other)

    def __ge__(self, other: "Series | Given") -> Flags:
        return _compared("≥", self, other, lambda a, b: a >= b)

    def __gt__(self, other: "Series | Given") -> Flags:
        return _compared(">", self, other, lambda a, b: a > b)

    def __le__(self, other: "Series | Given") -> Flags:
        return _compared("≤", self, other, lambda a, b: a <= b)

    def __lt__(self, other: "Series | Given") -> Flags:
        return _compared("<", self, other, lambda a, b: a < b)

    def rounded(self, by: Callable[[Fraction], Number], told: str) -> "Series":
        """Every cell rounded by a function of `merito.numbers` (`half_up`), described by `told` in Italian."""
        known: dict[Any, Fraction] = {}
        for cell in self.cells:
            if cell not in known:
                known[cell] = fraction(by(Fraction(cell, self.over) if self.over else cell))
        how = How(partial(_rounded, told), (self,), keeps=True)
        return exact(self.axis, [known[cell] for cell in self.cells], self.gaps, how)

    def level(self, least: InForce[Mapping[str, Any]]) -> Words:
        """The highest level of a table whose minimum is reached; the empty text below all of them."""
        bars = sorted(((fraction(bar), name) for name, bar in least.value.items()), reverse=True)
        scaled = [(bar * self.over if self.over else bar, name) for bar, name in bars]
        known = {cell: next((name for bar, name in scaled if cell >= bar), "") for cell in set(self.cells)}
        found = [known[cell] for cell in self.cells]
        return Words(axis=self.axis, cells=found, gaps=self.gaps, how=How(_level_by, (self, least)))

    def where(self, flags: Flags, otherwise: "Series | Given") -> "Series":
        """This column where the flags are yes, and another elsewhere; without the gaps of the column not taken."""
        return cases((flags, self), otherwise=otherwise)


def exact(axis: Axis, values: Sequence[Fraction], gaps: Gaps, how: How) -> Series:
    """A column of fractions: over one denominator, if it fits."""
    over = 1
    for value in set(values):
        over = lcm(over, value.denominator)
        if over > MOST:
            return Series(axis=axis, cells=values, over=0, gaps=gaps, how=how)
    cells = [value.numerator * (over // value.denominator) for value in values]
    return Series(axis=axis, cells=cells, over=over, gaps=gaps, how=how)


def constant(axis: Axis, given: Given) -> Series:
    """The same figure for everybody."""
    value = _number(given)
    return Series(
        axis=axis, cells=[value.numerator] * len(axis), over=value.denominator, how=How(itself, (given,), keeps=True)
    )


def cases(*ways: tuple[Flags, Series | Given], otherwise: Series | Given) -> Series:
    """The column of the first condition that holds, cell by cell; with the gaps of conditions and column taken."""
    axis = same_axis(*(flags for flags, _ in ways))
    columns = [
        one if isinstance(one, Series) else constant(axis, one) for one in (*(way for _, way in ways), otherwise)
    ]
    same_axis(ways[0][0], *columns)
    every = [column.values() for column in columns]
    values, gaps, way = [], dict[int, tuple[Gap, ...]](), list[int]()
    for at in range(len(axis)):
        taken = len(ways)
        for number, (flags, _) in enumerate(ways):
            if at in flags.gaps:
                gaps[at] = flags.gaps[at]
                break
            if flags.cells[at]:
                taken = number
                break
        values.append(every[taken][at])
        way.append(len(ways) + taken)
        if at not in gaps and at in columns[taken].gaps:
            gaps[at] = columns[taken].gaps[at]
    parts = (*(flags for flags, _ in ways), *columns)
    return exact(axis, values, gaps, How("", parts, taken=way.__getitem__, keeps=True))


def _rounded(how: str, figure: Message) -> Message:
    return say("{figure} {how}", figure=figure, how=how)


def _level_by(score: Message, table: Message) -> Message:
    return say("livello di {score} secondo {table}", score=score, table=table)


def _number(given: Given) -> Fraction:
    return fraction(given.value if isinstance(given, InForce) else given)


def _joined(sign: str, left: "Series | Given", right: "Series | Given", by: Callable[[Any, Any], Any]) -> Series:
    one, other = _both(left, right)
    gaps, how = together(one.gaps, other.gaps), How(sign, (left, right))
    over = lcm(one.over, other.over)
    if not over or over > MOST:
        pairs = zip(one.values(), other.values(), strict=True)
        return exact(one.axis, [by(a, b) for a, b in pairs], gaps, how)
    by_one, by_other = over // one.over, over // other.over
    cells = [by(a * by_one, b * by_other) for a, b in zip(one.cells, other.cells, strict=True)]
    return Series(axis=one.axis, cells=cells, over=over, gaps=gaps, how=how)


def _multiplied(left: "Series | Given", right: "Series | Given") -> Series:
    one, other = _both(left, right)
    gaps, how = together(one.gaps, other.gaps), How("×", (left, right))
    over = one.over * other.over
    if not over or over > MOST:
        pairs = zip(one.values(), other.values(), strict=True)
        return exact(one.axis, [a * b for a, b in pairs], gaps, how)
    cells = [a * b for a, b in zip(one.cells, other.cells, strict=True)]
    return Series(axis=one.axis, cells=cells, over=over, gaps=gaps, how=how)


def _divided(left: Series, right: "Series | Given") -> Series:
    """Raises ZeroDivisionError if a cell with both figures would be divided by zero."""
    one, other = _both(left, right)
    gaps, how = together(one.gaps, other.gaps), How("/", (left, right))
    pairs = enumerate(zip(one.values(), other.values(), strict=True))
    return exact(one.axis, [Fraction(0) if at in gaps else a / b for at, (a, b) in pairs], gaps, how)


def _compared(sign: str, left: Series, right: "Series | Given", by: Callable[[Any, Any], bool]) -> Flags:
    one, other = _both(left, right)
    gaps, how = together(one.gaps, other.gaps), How(sign, (left, right))
    over = lcm(one.over, other.over)
    if over:
        by_one, by_other = over // one.over, over // other.over
        cells = [by(a * by_one, b * by_other) for a, b in zip(one.cells, other.cells, strict=True)]
    else:
        cells = [by(a, b) for a, b in zip(one.values(), other.values(), strict=True)]
    return Flags(axis=one.axis, cells=cells, gaps=gaps, how=how)


def _both(left: "Series | Given", right: "Series | Given") -> tuple[Series, Series]:
    axis = same_axis(*(one for one in (left, right) if isinstance(one, Series)))
    first, second = (one if isinstance(one, Series) else constant(axis, one) for one in (left, right))
    return first, second
