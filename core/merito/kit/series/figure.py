"""The base of all columns: cells on an axis, gaps, and how it was computed, from which `explain` derives its text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Self, TypeVar

from attrs import evolve, field, frozen

from merito.kit.series.axis import NO_GAPS, Axis, Gap, Gaps
from merito.model.basis import Made
from merito.model.messages import Sayable
from merito.model.states import State

Cell = TypeVar("Cell", covariant=True)
RowsAt = Callable[[int], tuple[Any, ...]]
Formula = Sayable | Callable[[int], Sayable]
Operation = str | Callable[..., Any]


@frozen(eq=False)
class How:
    """How a column was computed: the operation and its parts (columns, parameters in force, numbers).

    `operation` is a sign that joins two parts (`+`, `×`), or says the calculation of what is said of its parts; with
    `keeps` the result has the unit of its parts. `at` gives the cells of a part on
    another axis, and `joins` says that these belong to several subjects, none of whom is shown to another. `taken` is
    the part from which a cell was taken. A column that was read has `inputs`, the rows behind a cell, or `results`.
    """

    operation: Operation = ""
    parts: tuple[Any, ...] = ()
    at: Callable[[int], Sequence[int]] | None = None
    joins: bool = False
    keeps: bool = False
    taken: Callable[[int], int] | None = None
    inputs: RowsAt | None = None
    results: Callable[[int], tuple[Made, ...]] | None = None
    name: str = ""
    unit: str = ""
    formula: Formula = ""


@frozen(eq=False, kw_only=True)
class AxisColumn(Generic[Cell]):
    """Cells of everybody on an axis. No operation reads a cell that has a gap."""

    axis: Axis
    cells: Sequence[Any] = field(repr=False)
    gaps: Gaps = NO_GAPS
    how: How = How()

    def at(self, place: int) -> Cell | None:
        """The value of a cell; None if it has a gap."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        """Whether every cell has the same value, for the same subjects; how they were computed may differ."""
        if not isinstance(other, AxisColumn):
            return NotImplemented
        return self is other or (self.axis.ids == other.axis.ids and self.gaps == other.gaps and self._alike(other))

    __hash__ = object.__hash__

    def _alike(self, other: Any) -> bool:
        return all(self.at(place) == other.at(place) for place in range(len(self.axis)))

    def of(self, identifier: str) -> Cell | None:
        """The value in the cell of an id. Raises KeyError on an id that is not on the axis."""
        return self.at(self.axis.place[identifier])

    def why(self, place: int) -> tuple[Gap, ...]:
        """Why a cell has no figure; empty if it has one."""
        return self.gaps.get(place, ())

    def named(self, name: str = "", unit: str = "", formula: Formula = "") -> Self:
        """The same column under an Italian name: `explain` shows it as a step. `formula` words its calculation."""
        how = evolve(
            self.how, name=name or self.how.name, unit=unit or self.how.unit, formula=formula or self.how.formula
        )
        return evolve(self, how=how)

    def refused(self, refusals: Mapping[int, Gap]) -> Self:
        """The same column with some cells refused, for that reason alone; what they lack is still listed."""
        gaps = dict(self.gaps)
        for at, gap in refusals.items():
            others = tuple(one for one in self.gaps.get(at, ()) if one.state is not State.REFUSED)
            gaps[at] = (gap, *others)
        return evolve(self, gaps=gaps)

    def waiting(self, places: Sequence[int], gap: Gap) -> Self:
        """The same column with a further gap in some cells."""
        gaps = {**self.gaps, **{at: (*self.gaps.get(at, ()), gap) for at in places}}
        return evolve(self, gaps=gaps)


def same_axis(*columns: AxisColumn[Any]) -> Axis:
    """The common axis of columns. Raises ValueError if they have different ones."""
    first = columns[0].axis
    for other in columns[1:]:
        if other.axis is not first and (other.axis.kind, other.axis.ids) != (first.kind, first.ids):
            raise ValueError(
                f"columns of different axes ({first.kind}, {len(first)}; {other.axis.kind}, {len(other.axis)}): "
                "sum one of them by a link, or spread it, first"
            )
    return first
