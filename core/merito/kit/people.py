"""Axes of the dossier, made once, and the columns of what the cycle has given so far."""

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from merito.model.measured import Grade, PersonScore
from merito.model.states import State
from merito.series import Axis, Gap, How, Series, exact
from merito.step import Step


def people(step: Step) -> Axis:
    """Everybody in the table of people."""
    return step.once(_people)


def scored(step: Step) -> Series:
    """The scores that the cycle has given so far, of those who have a row; one that is not final is a gap."""
    return step.once(_scored)


def _people(step: Step) -> Axis:
    rows = tuple(step.dossier.people)
    return Axis("person", tuple(row.id for row in rows), rows)


def _scored(step: Step) -> Series:
    rows = step.so_far.scores
    axis = Axis("person", tuple(row.person for row in rows), rows)
    return read(axis, rows, (row.score for row in rows), "punteggio")


def read(axis: Axis, rows: tuple[PersonScore | Grade, ...], values: Iterable[Fraction | None], name: str) -> Series:
    """A column of result rows, one for each of the axis: one that is not final, or without a figure, is a gap."""
    known = list(values)
    gaps = {
        at: (Gap(_state(row.state), row.reason or f"manca: {name}", row.lacks),)
        for at, (row, value) in enumerate(zip(rows, known, strict=True))
        if value is None or row.state is not State.FINAL
    }
    how = How(results=_Each(rows), name=name)
    return exact(axis, [value or Fraction(0) for value in known], gaps, how)


def _state(state: State) -> State:
    return State.NOT_MEASURED if state is State.FINAL else state


@frozen
class _Each:
    """The row of a cell, alone."""

    rows: tuple[PersonScore | Grade, ...]

    def __call__(self, at: int) -> tuple[PersonScore | Grade, ...]:
        return (self.rows[at],)
