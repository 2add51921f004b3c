"""Axes of the dossier, made once, and columns of the results so far."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.evaluators import OF_ONESELF, at_most, evaluated_by_oneself
from merito.kit.series import Axis, AxisColumn, Flags, Gap, How, Series, Words, exact, itself, together
from merito.model.measured import Grade, PersonScore
from merito.model.messages import say
from merito.model.rows import Rows
from merito.model.states import State
from merito.numbers import Number, fraction

Some = TypeVar("Some", bound=AxisColumn[Any])


def people(step: Step) -> Axis:
    """Everybody in the table of people."""
    return step.once(_people)


def scored(step: Step) -> Series:
    """The scores so far, of people who have a row; one that is not final is a gap."""
    return step.once(_scored)


def scored_ways(step: Step) -> tuple[Series, ...]:
    """The scores so far in each way in which they may turn out: one, if nobody has evaluated themselves.

    The true evaluation of whoever did is between two (I-IT-40): the first has the most that it may be, the second
    nothing. Divided by both, a fund gives the others what is certain (`prizes`); where a higher score of one may give
    another more, as in equal parts of a band, they are not the bounds.
    """
    column = scored(step)
    rows = step.so_far.scores
    selves = [at for at, row in enumerate(rows) if at in column.gaps and evaluated_by_oneself(step.dossier, row)]
    if not selves:
        return (column,)
    gaps = {at: own for at, own in column.gaps.items() if at not in selves}
    most = {at: at_most(step.dossier, rows[at]).score or Fraction(0) for at in selves}
    ways = tuple(
        exact(column.axis, [own.get(at, score) for at, score in enumerate(column.values())], gaps, column.how)
        for own in (most, dict.fromkeys(selves, Fraction(0)))
    )
    return step.choose(OF_ONESELF, others_wait=(column,), certain=ways)


def column_of(
    axis: Axis, figure: Callable[[str], Number], rows: Callable[[str], Sequence[object]], name: str
) -> Series:
    """A column that a rule computes itself: the figure of each id of an axis, the rows it was read from, its name."""
    own = [tuple(rows(one)) for one in axis.ids]
    cells = [fraction(figure(one)) for one in axis.ids]
    return exact(axis, cells, {}, How(inputs=own.__getitem__, name=name))


def words(axis: Axis, rows: Rows[Any], column: str, name: str) -> Words:
    """The word in a column of each row (the category of people), named `name`; empty if there is none."""
    own = [rows.get(one) for one in axis.ids]
    cells = ["" if row is None else str(_cell(row, column) or "") for row in own]
    return Words(axis=axis, cells=cells, how=How(inputs=partial(_row, own), name=name))


def only(column: Some, whom: Flags | Iterable[str]) -> Some:
    """A column restricted to some of those on its axis: where flags are yes, or these ids.

    Where the flag is unknown, the cell has its gap. Raises KeyError on an id that is not on the axis.
    """
    axis, unknown = column.axis, whom.gaps if isinstance(whom, Flags) else {}
    places = [*whom.places, *unknown] if isinstance(whom, Flags) else [axis.place[one] for one in whom]
    kept = sorted(set(places))
    gaps = together(column.gaps, unknown)
    return evolve(
        column,
        axis=axis.only(kept),
        cells=[column.cells[at] for at in kept],
        gaps={new: gaps[at] for new, at in enumerate(kept) if at in gaps},
        how=How(itself, (column,), at=lambda new: (kept[new],), keeps=True),
    )


def _cell(row: Any, column: str) -> object:
    return row.extra[column] if column in row.extra else getattr(row, column)


def _row(rows: list[Any], at: int) -> tuple[Any, ...]:
    return () if rows[at] is None else (rows[at],)


def _people(step: Step) -> Axis:
    rows = tuple(step.dossier.people)
    return Axis("person", tuple(row.id for row in rows), rows)


def _scored(step: Step) -> Series:
    rows = step.so_far.scores
    axis = Axis("person", tuple(row.person for row in rows), rows)
    return read(axis, rows, (row.score for row in rows), "punteggio")


def read(axis: Axis, rows: tuple[PersonScore | Grade, ...], values: Iterable[Fraction | None], name: str) -> Series:
    """A column of result rows, one for each on the axis; a row that is not final, or has no figure, is a gap."""
    known = list(values)
    gaps = {
        at: (Gap(_state(row.state), row.reason or say("manca: {what}", what=name), row.lacks),)
        for at, (row, value) in enumerate(zip(rows, known, strict=True))
        if value is None or row.state is not State.FINAL
    }
    how = How(results=_Each(rows), name=name)
    return exact(axis, [value or Fraction(0) for value in known], gaps, how)


def _state(state: State) -> State:
    return State.NOT_MEASURED if state is State.FINAL else state


@frozen
class _Each:
    """The row of a single cell."""

    rows: tuple[PersonScore | Grade, ...]

    def __call__(self, at: int) -> tuple[PersonScore | Grade, ...]:
        return (self.rows[at],)
