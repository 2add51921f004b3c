"""Other ways to divide a line: fixed sums, parts within bounds, equal parts of a band's share."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import evolve

from merito.kit.division import Division
from merito.kit.series import Flags, How, Series, Words, added, formula_of, is_only, mapped, same_axis, together
from merito.kit.weighing import waiting, weighing
from merito.model.basis import InForce
from merito.model.messages import NOTHING, Message, Money, Points, Sayable, say, several
from merito.model.money import CENT_ZERO, FundLine
from merito.numbers import (
    BoundedSplit,
    InfeasibleSplitError,
    bounded_split,
    cents_down,
    equal_cents,
    fraction,
    product,
)

Shares = InForce[Mapping[str, Fraction]] | InForce[tuple[Fraction, ...]]


def awarded(line: FundLine, sums: Series, *, short: Sayable = "") -> Division:
    """Fixed sums (euro), independent of each other, down to the cent; if the line is too small it is refused.

    `short` says so.
    """
    if waits := waiting(sums):
        return Division(line=line, weights=sums, waits=waits)
    parts = {one: cents_down(due) for one, due in zip(sums.axis.ids, sums.values(), strict=True)}
    total = sum(parts.values(), CENT_ZERO)
    why = say(
        "«{item}» non basta: servono {total}, sono {amount}",
        item=line.item,
        total=Money(total),
        amount=Money(line.amount),
    )
    refused = (short or why) if total > line.amount else NOTHING
    return Division(
        line=line, weights=sums, parts=parts, refused=refused, told=partial(_sum_told, sums, parts), own_sums=True
    )


def divided_within(line: FundLine, weights: Series, least: InForce[Decimal], most: InForce[Decimal]) -> Division:
    """All of a line in proportion to the weights, with one factor that keeps everybody within minimum and maximum.

    People without a weight have no part. If the line is too small for the minima, or too large for the maxima, it is
    refused.
    """
    if waits := waiting(weights):
        return Division(line=line, weights=weights, waits=waits)
    given = Division(line=line, weights=weights, bounds=(least, most))
    own = weighing(weights)
    if not own:
        return given
    try:
        found = bounded_split(line.amount, own, least.value, most.value)
    except InfeasibleSplitError as error:
        why = say(
            "il fondo non sta nei limiti: mancano {missing}, avanzano {excess}",
            missing=Money(error.missing),
            excess=Money(error.excess),
        )
        return evolve(given, refused=why)
    return evolve(given, parts=found.amounts, told=partial(_bound_told, weights, found))


def divided_by_band(
    line: FundLine, band: Words, shares: Shares, *, whom: Flags | None = None, again: bool = True
) -> Division:
    """The share of each band in equal parts among its people, down to the cent; that of an empty band is nobody's.

    The shares are a table by the name of the band, or a list from the highest, whose bands are "1", "2", ... With
    `whom` the other people of the band receive nothing: the whole share is divided among those given, or without
    `again` the parts of the others are nobody's.
    """
    table = by_name(shares)
    weights = mapped(band, table, without=0).named("quota della fascia")
    if whom is not None:
        weights = weights.where(whom, 0)
    if waits := waiting(weights):
        return Division(line=line, weights=weights, waits=waits)
    taking = [True] * len(band.axis) if whom is None else whom.cells
    heads: dict[str, int] = {}
    for one, takes in zip(band.cells, taking, strict=True):
        if takes or not again:
            heads[one] = heads.get(one, 0) + 1
    each = {
        name: equal_cents(cents_down(product(line.amount, share)), heads[name])[0]
        for name, share in table.value.items()
        if name in heads
    }
    people = zip(band.axis.ids, band.cells, taking, strict=True)
    parts = {person: each.get(name, CENT_ZERO) for person, name, takes in people if takes}
    return Division(line=line, weights=weights, parts=parts, told=partial(_share_told, line, band, table, heads, parts))


def parts_of(line: FundLine, shares: InForce[Mapping[str, Fraction]]) -> Mapping[str, FundLine]:
    """A line in parts by shares of 1, each down to the cent, the last with the rest: to be divided, then `joined`.

    Raises ValueError unless the shares sum to 1.
    """
    if sum(shares.value.values(), Fraction(0)) != 1:
        raise ValueError("the shares of a line sum to 1")
    *first, last = shares.value
    amounts = {name: cents_down(product(line.amount, shares.value[name])) for name in first}
    amounts[last] = line.amount - sum(amounts.values(), CENT_ZERO)
    return {name: evolve(line, item=name, amount=amount) for name, amount in amounts.items()}


def joined(line: FundLine, parts: Mapping[str, Division], *, at_most: InForce[Decimal] | None = None) -> Division:
    """One division of a line from those of its parts, by their Italian names: one sum per person, under one cap.

    It waits, or is refused, like each of them. Raises ValueError if they divide more than the line, or other people.
    """
    if sum((one.line.amount for one in parts.values()), CENT_ZERO) > line.amount:
        raise ValueError("the parts are more than the line")
    weights = _all_weights([one.weights for one in parts.values()])
    return Division(
        line=line,
        weights=weights,
        parts={who: sum((one.due(who) for one in parts.values()), CENT_ZERO) for who in weights.axis.ids},
        at_most=at_most,
        bounds=(*(bound for one in parts.values() for bound in one.bounds), *((at_most,) if at_most else ())),
        told=partial(_joint_told, parts),
        waits=several(*(one.waits for one in parts.values())),
        refused=several(*(one.refused for one in parts.values())),
        own_sums=all(one.own_sums for one in parts.values()),
    )


def _all_weights(columns: Sequence[Series]) -> Series:
    """What all sums rest on: the weights of several divisions, shown separately and never added up."""
    axis = same_axis(*columns)
    gaps = together(*(one.gaps for one in columns))
    return Series(axis=axis, cells=[0] * len(axis), gaps=gaps, how=How("", tuple(columns)))


def _joint_told(parts: Mapping[str, Division], at: int) -> Message:
    """`10,00 € (quota individuale: ...) + 5,00 € (quota di gruppo: ...)`, for the parts that exist."""
    told = []
    for name, one in parts.items():
        due, made = one.due(one.weights.axis.ids[at]), one.told(at)
        if due:
            how = say("{part}: {made}", part=name, made=made) if made else say("{part}", part=name)
            told.append(say("{due} ({how})", due=Money(due), how=how))
    return added(told)


def by_name(shares: Shares) -> InForce[Mapping[str, Fraction]]:
    """Shares by the name of their band: those of a list are named by their position, from "1"."""
    given: InForce[Any] = shares
    listed = given.value
    named = listed if isinstance(listed, Mapping) else {str(at): one for at, one in enumerate(listed, 1)}
    return evolve(given, value=named)


def _sum_told(sums: Series, parts: Mapping[str, Decimal], at: int) -> Message:
    made, due = formula_of(sums, at), parts[sums.axis.ids[at]]
    if not due or not made or is_only(made, fraction(due)):
        return NOTHING
    return say("{made} = {due}", made=made, due=Money(due))


def _bound_told(weights: Series, found: BoundedSplit, at: int) -> Message:
    person = weights.axis.ids[at]
    if person not in found.amounts:
        return NOTHING
    weight, each, due = weights.at(at) or Fraction(0), Points(found.k), Money(found.amounts[person])
    if found.bounds[person] == "min":
        return say(
            "{weight} × {each} € per ogni unità di peso, portato al minimo = {due}", weight=weight, each=each, due=due
        )
    if found.bounds[person] == "max":
        return say(
            "{weight} × {each} € per ogni unità di peso, portato al massimo = {due}", weight=weight, each=each, due=due
        )
    return say("{weight} × {each} € per ogni unità di peso = {due}", weight=weight, each=each, due=due)


def _share_told(
    line: FundLine,
    band: Words,
    shares: InForce[Mapping[str, Fraction]],
    heads: Mapping[str, int],
    parts: Mapping[str, Decimal],
    at: int,
) -> Message:
    name = band.cells[at]
    if name not in shares.value or band.axis.ids[at] not in parts:
        return NOTHING
    return say(
        "{amount} × {share} / {n} persona = {part}, per difetto al centesimo",
        many="{amount} × {share} / {n} persone = {part}, per difetto al centesimo",
        number="n",
        n=heads[name],
        amount=Money(line.amount),
        share=shares.value[name],
        part=Money(parts[band.axis.ids[at]]),
    )
