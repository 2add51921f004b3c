"""Columns of yes or no, and of words."""

from collections.abc import Callable

from attrs import frozen

from merito.kit.series.axis import together
from merito.kit.series.figure import AxisColumn, How, same_axis
from merito.model.messages import Message, say


def _not(flag: Message) -> Message:
    return say("non {flag}", flag=flag)


def itself(part: Message) -> Message:
    """What is said of a part, for a column that only copies it."""
    return part


@frozen(eq=False, kw_only=True)
class Flags(AxisColumn[bool]):
    """Yes or no."""

    def at(self, place: int) -> bool | None:
        return None if place in self.gaps else self.cells[place]

    def __and__(self, other: "Flags") -> "Flags":
        return self._with("e", other, lambda one, two: one and two)

    def __or__(self, other: "Flags") -> "Flags":
        return self._with("o", other, lambda one, two: one or two)

    def __invert__(self) -> "Flags":
        cells = [not one for one in self.cells]
        return Flags(axis=self.axis, cells=cells, gaps=self.gaps, how=How(_not, (self,)))

    @property
    def places(self) -> list[int]:
        """The places where the answer is yes."""
        return [at for at, one in enumerate(self.cells) if one and at not in self.gaps]

    def _with(self, word: str, other: "Flags", by: Callable[[bool, bool], bool]) -> "Flags":
        axis = same_axis(self, other)
        cells = [by(one, two) for one, two in zip(self.cells, other.cells, strict=True)]
        return Flags(axis=axis, cells=cells, gaps=together(self.gaps, other.gaps), how=How(word, (self, other)))


@frozen(eq=False, kw_only=True)
class Words(AxisColumn[str]):
    """One word each: a role, a level, a band; empty if there is none."""

    def at(self, place: int) -> str | None:
        return None if place in self.gaps else self.cells[place]

    @property
    def any(self) -> Flags:
        """Flags: who has a word."""
        cells = [bool(one) for one in self.cells]
        return Flags(axis=self.axis, cells=cells, gaps=self.gaps, how=How(itself, (self,)))
