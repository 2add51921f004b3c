"""Factors that are rated in one row or in several by their weights, and a score of all of them by theirs."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.kit.measurement import sibling_weights
from merito.kit.series import Axis, Gap, How, Series, exact
from merito.model.basis import InForce
from merito.model.people import Rating
from merito.model.states import State
from merito.numbers import HUNDRED, Number, Weighted, product, quotient, weighted_mean

Table = InForce[Mapping[str, object]]
Problem = Callable[[str, Sequence[Rating]], str]


@frozen(eq=False, kw_only=True)
class Rated:
    """The degree of each factor (percent) of those on an axis; `strange` are the ratings of no factor, by place."""

    axis: Axis
    rows: Sequence[Sequence[Rating]]
    factors: Mapping[str, Series]
    strange: Mapping[int, tuple[str, ...]]

    def inputs(self, at: int) -> tuple[object, ...]:
        """Somebody's own row, and all the ratings of that person."""
        return (self.axis.rows[at], *self.rows[at])

    def without_factors(self, weights: Table, gap: Gap) -> Series:
        """A score that nobody has, since the weights do not hold."""
        places = range(len(self.axis))
        how = How("", (weights,), inputs=self.inputs)
        return Series(axis=self.axis, cells=[0] * len(self.axis), gaps=dict.fromkeys(places, (gap,)), how=how)


def named_for(row: Rating, names: Sequence[str]) -> str | None:
    """The factor that a rating is of: the one that its section is named for, or else the one that it is."""
    return next((word for word in (row.section.casefold(), row.factor.casefold()) if word in names), None)


def rated(
    axis: Axis, rows: Sequence[Sequence[Rating]], names: Sequence[str], problem: Problem, missing: str, told: str
) -> Rated:
    """Every factor of everybody: points over their maximum; several rows of one by their weights, or equally.

    `problem` says what is wrong with the rows of a factor (Italian), or nothing: then its cell is refused. `missing`
    and `told` are how a factor that nobody rated, and any in an explanation, is called: `fattore {}`.
    """
    own: list[dict[str, list[Rating]]] = [{} for _ in rows]
    strange: dict[int, tuple[str, ...]] = {}
    for at, every in enumerate(rows):
        for row in every:
            name = named_for(row, names)
            if name is None:
                strange[at] = (*strange.get(at, ()), row.section or row.factor)
            else:
                own[at].setdefault(name, []).append(row)
    columns = {}
    for name in names:
        gap = Gap(State.NOT_MEASURED, missing.format(name), (name,))
        columns[name] = _column(axis, [one.get(name, ()) for one in own], name, problem, gap).named(told.format(name))
    return Rated(axis=axis, rows=rows, factors=columns, strange=strange)


def _column(axis: Axis, rows: Sequence[Sequence[Rating]], name: str, problem: Problem, missing: Gap) -> Series:
    gaps, values = {}, []
    known: dict[tuple[Decimal, Decimal | None], Fraction] = {}
    for at, own in enumerate(rows):
        value = Fraction(0)
        if not own:
            gaps[at] = (missing,)
        elif why := problem(name, own):
            gaps[at] = (Gap(State.REFUSED, why),)
        elif len(own) > 1:
            value = degree(own)
        else:
            pair = (own[0].points, own[0].max)
            if pair not in known:
                known[pair] = degree(own)
            value = known[pair]
        values.append(value)
    return exact(axis, values, gaps, How(inputs=_Rows(rows), unit="%"))


def degree(rows: Sequence[Rating]) -> Fraction:
    """The degree (percent) that rows of one factor give: points over their maximum, by their weights or equally."""
    if len(rows) == 1:
        return quotient(product(rows[0].points, HUNDRED), rows[0].max or 1)
    shares: Sequence[Number] = sibling_weights([row.weight for row in rows]) or (1,) * len(rows)
    degrees = (quotient(product(row.points, HUNDRED), row.max or 1) for row in rows)
    return weighted_mean(Weighted(one, share) for one, share in zip(degrees, shares, strict=True)) or Fraction(0)


def weighed(own: Rated, weights: Table, formula: str) -> Series:
    """The score of all factors by their weights (percent points that sum to 100); `formula` as the text says it."""
    score = None
    for name, column in own.factors.items():
        part = column * quotient(weights.value[name], HUNDRED)  # type: ignore[arg-type]
        score = part if score is None else score + part
    assert score is not None
    how = How("", (weights, *own.factors.values()), inputs=own.inputs, formula=formula)
    return Series(axis=own.axis, cells=score.cells, over=score.over, gaps=score.gaps, how=how)


@frozen
class _Rows:
    """The ratings behind a cell."""

    rows: Sequence[Sequence[Rating]]

    def __call__(self, at: int) -> tuple[Rating, ...]:
        return tuple(self.rows[at])
