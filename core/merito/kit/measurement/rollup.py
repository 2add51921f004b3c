"""Means of grades. A missing grade is left out of the mean and listed, and the mean with zeros is kept as well."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.measured import Grade
from merito.model.messages import NOTHING, Message, Ref, plain, say, several
from merito.model.states import State
from merito.numbers import HUNDRED, Number, Weighted, fraction, weighted_mean

MOST_TOLD = 5


class WrongWeights(ValueError):  # noqa: N818 (it is told to the ente)
    """Weights of siblings that do not form a whole, and why."""

    def __init__(self, why: Message) -> None:
        super().__init__(plain(why))
        self.why = why


@frozen
class Child:
    """A grade and its weight in its parent (any unit)."""

    grade: Grade
    weight: Number = 1


@frozen(kw_only=True)
class Rolled:
    """A mean in percent with its state; the fields are those of a `Grade`."""

    value: Fraction | None
    if_zero: Fraction | None
    if_full: Fraction | None
    state: State
    lacks: tuple[str, ...]
    reason: Message


def roll_up(children: Iterable[Child], *, block_if_missing: bool = False) -> Rolled:
    """Weighted mean of the children that have a grade.

    A child with a missing figure makes the mean provisional: `lacks` lists it, `if_zero` is the mean in which it
    counts as zero and `if_full` that in which it counts as 100. Children under monitoring, without a target this year,
    or of weight 0 do not count. Children that are zero by the ente's choice are mentioned.
    """
    weighing = [child for child in children if child.weight]
    counted = [child for child in weighing if child.grade.value is not None or child.grade.lacks]
    measured = [child for child in counted if child.grade.value is not None]
    lacks = tuple(dict.fromkeys(missing for child in counted for missing in child.grade.lacks))
    value = weighted_mean(Weighted(_value(child.grade), child.weight) for child in measured)
    zero = weighted_mean(Weighted(_if_zero(child.grade), child.weight) for child in counted) if lacks else None
    full = weighted_mean(Weighted(_if_full(child.grade), child.weight) for child in counted) if lacks else None
    if lacks and block_if_missing:
        reason = say("bloccato, {why}", why=_without(lacks))
        return Rolled(value=None, if_zero=zero, if_full=full, state=State.BLOCKED, lacks=lacks, reason=reason)
    if value is None:
        reason = _without(lacks) if lacks else say("nulla da valutare quest'anno")
        return Rolled(value=None, if_zero=zero, if_full=full, state=State.NOT_MEASURED, lacks=lacks, reason=reason)
    zeros = _zeros(measured)
    if lacks:
        reason = several(_without(lacks), zeros)
        return Rolled(value=value, if_zero=zero, if_full=full, state=State.PROVISIONAL, lacks=lacks, reason=reason)
    return Rolled(value=value, if_zero=None, if_full=None, state=State.FINAL, lacks=(), reason=zeros)


def _zeros(measured: Iterable[Child]) -> Message:
    """The ids that the ente has chosen to count as zero: nothing is missing for them, and they still have `if_zero`."""
    zeros = (child.grade for child in measured if child.grade.if_zero is not None and not child.grade.lacks)
    ids = tuple(Ref(grade.scope, grade.id) for grade in zeros)
    return say("valgono zero per scelta dell'ente: {ids}", ids=ids) if ids else NOTHING


def _without(lacks: tuple[str, ...]) -> Message:
    """The ids without a grade: all of a few, the first of many."""
    shown = tuple(Ref("indicator", one) for one in lacks[:MOST_TOLD])
    if len(lacks) <= MOST_TOLD:
        return say("senza grado: {ids}", ids=shown)
    return say("senza grado {n} indicatori: {ids}, ...", n=len(lacks), ids=shown)


def _value(grade: Grade) -> Fraction:
    assert grade.value is not None
    return grade.value


def _if_zero(grade: Grade) -> Fraction:
    if grade.lacks:
        return grade.if_zero if grade.if_zero is not None else Fraction(0)
    return _value(grade)


def _if_full(grade: Grade) -> Fraction:
    if grade.lacks:
        return grade.if_full if grade.if_full is not None else Fraction(HUNDRED)
    return _value(grade)


def sibling_weights(weights: Sequence[Decimal | None]) -> tuple[Fraction, ...] | None:
    """The weights (percent points) of siblings, or None if none of them has one.

    Raises WrongWeights if only some have a weight or if they do not sum to 100.
    """
    given = [fraction(weight) for weight in weights if weight is not None]
    if not given:
        return None
    if len(given) < len(weights):
        without = len(weights) - len(given)
        raise WrongWeights(
            say("{n} su {every} senza peso: o tutti hanno un peso o nessuno", n=without, every=len(weights))
        )
    if sum(given) != HUNDRED:
        raise WrongWeights(say("i pesi sommano a {total}, non a {whole}", total=sum(given, Fraction(0)), whole=HUNDRED))
    return tuple(given)
