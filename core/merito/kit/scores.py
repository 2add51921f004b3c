"""Rows of evaluations from a column of scores."""

from collections.abc import Iterator
from functools import partial

from merito.contract.step import Step
from merito.kit.series import Series, Words, basis_of, resting, state_of, why_of
from merito.model.measured import PersonScore
from merito.numbers import HUNDRED, Number, fraction


def scores(
    step: Step,
    column: Series,
    level: Words | None = None,
    maximum: Number = HUNDRED,
    rules: tuple[str, ...] | None = None,
) -> Iterator[PersonScore]:
    """The evaluation of everybody on the axis; a score with a gap has its state, its reasons and what is missing.

    The rows cite the rules of the decorator, or those that are given.
    """
    behind = resting(column)
    most, units = fraction(maximum), [getattr(row, "unit", None) or "" for row in column.axis.rows]
    for at, person in enumerate(column.axis.ids):
        reasons = column.why(at)
        yield PersonScore(
            person=person,
            unit=units[at],
            score=column.at(at),
            maximum=most,
            level=(level.at(at) or "") if level else "",
            state=state_of(reasons),
            lacks=tuple(lack for gap in reasons for lack in gap.lacks),
            reason=why_of(reasons),
            rules=step.bears if rules is None else rules,
            rests_on=behind(at),
            basis=partial(basis_of, column, at),
        )
