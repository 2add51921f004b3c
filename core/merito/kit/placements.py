"""Rankings and bands: everybody's place by a figure and its band, as columns and as rows of results."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.series import Gap, How, Series, Words, basis_of, exact, resting, state_of, why_of
from merito.kit.sums import Shares, by_name
from merito.model.basis import Basis, Intermediate
from merito.model.measured import Placement
from merito.model.messages import Message, plain, say
from merito.model.money import Band
from merito.model.states import State
from merito.numbers import Ranked, bands_by_places, fraction, places_by_shares, rank


@frozen(eq=False, kw_only=True)
class Banded(Words):
    """Everybody's band, and the number of `places` of each band; None while nobody's band is known."""

    places: Mapping[str, int] = {}


def ranked(column: Series, *, ties: Literal["first", "last"] = "first") -> Series:
    """Everybody's place, 1 for the highest figure; all in a tie have its first place, or its last.

    While one figure is missing nobody's place is known.
    """
    how = How(_place_by, (column,), name="posto in graduatoria")
    if gaps := _unknown(column):
        return Series(axis=column.axis, cells=[0] * len(column.axis), gaps=gaps, how=how)
    places = {one.id: one.first_place if ties == "first" else one.last_place for one in _ranking(column)}
    return exact(column.axis, [fraction(places[one]) for one in column.axis.ids], {}, how)


def banded(
    column: Series,
    shares: Shares,
    *,
    ties: Literal["last", "first", "mean"] = "last",
    borders: Literal["floor", "half_up", "largest_remainder"] = "floor",
) -> Banded:
    """Everybody's band by place: `shares` of the people from the highest band, a table or a list ("1", "2", ...).

    `ties` and `borders` are those of `bands_by_places` and `places_by_shares`. While one figure is missing nobody's
    band is known. Raises ValueError unless the shares sum to 1.
    """
    how, named = How(_band_by, (column, shares), name="fascia"), by_name(shares).value
    gaps = _unknown(column)
    if gaps or not len(column.axis):
        return Banded(axis=column.axis, cells=[""] * len(column.axis), gaps=gaps, how=how)
    ranking, names = _ranking(column), list(named)
    places = places_by_shares(len(ranking), list(named.values()), borders)
    found = bands_by_places(ranking, places, ties)
    cells = [names[found[one]] for one in column.axis.ids]
    return Banded(axis=column.axis, cells=cells, how=how, places=dict(zip(names, places, strict=True)))


def _place_by(score: Message) -> Message:
    return say("posto di {score}", score=score)


def _band_by(score: Message, shares: Message) -> Message:
    return say("fascia del posto di {score} secondo {shares}", score=score, shares=shares)


def _ranking(column: Series) -> tuple[Ranked, ...]:
    return rank(zip(column.axis.ids, column.values(), strict=True))


def _unknown(column: Series) -> dict[int, tuple[Gap, ...]]:
    """One common gap, if somebody's figure is missing."""
    if not column.gaps:
        return {}
    reasons = [gap for own in column.gaps.values() for gap in own]
    why = say(
        "la graduatoria aspetta {n} persona: {why}",
        many="la graduatoria aspetta {n} persone: {why}",
        number="n",
        n=len(column.gaps),
        why=why_of(reasons),
    )
    gap = Gap(state_of(reasons), why, joint=True)
    return dict.fromkeys(range(len(column.axis)), (gap,))


def placements(
    step: Step, column: Series, band: Words | None = None, ranking: str = "tutti"
) -> Iterator[Placement | Band]:
    """Everybody's place in a ranking by a figure, and each band with its places and its people.

    Nobody's place is known while one figure is missing: the rows say for how many the ranking waits. Bands by a score,
    a level, have as many places as people; an empty band is listed only if it has places. The money of a band belongs
    to the tool that divides it, and is not shown here.
    """
    yield from _of_each(step, column, band, ranking)
    if band is not None:
        yield from _of_bands(step, band, ranking)


def _of_each(step: Step, column: Series, band: Words | None, ranking: str) -> Iterator[Placement]:
    first, last = ranked(column), ranked(column, ties="last")
    behind = resting(column)
    for at, person in enumerate(column.axis.ids):
        reasons = (*first.why(at), *(band.why(at) if band is not None else ()))
        yield Placement(
            ranking=ranking,
            person=person,
            score=column.at(at),
            place=int(first.at(at) or 0) or None,
            band=(band.at(at) or "") if band is not None else "",
            state=state_of(reasons),
            reason=why_of(reasons),
            rules=step.bears,
            rests_on=behind(at),
            basis=partial(_basis, first, last, band, at),
        )


def _basis(first: Series, last: Series, band: Words | None, at: int) -> Basis:
    """The basis of a place and its band; for a tie the first and the last of the places."""
    made = basis_of(first if band is None else band, at)
    one, other = first.at(at), last.at(at)
    if one is None:
        return made
    tie = say("da {first} a {last}, a pari merito", first=one, last=other)
    place = one if one == other else plain(tie)
    return evolve(made, steps=(*made.steps, Intermediate("posto in graduatoria", place)))


def _of_bands(step: Step, band: Words, ranking: str) -> Iterator[Band]:
    people: dict[str, int] = {}
    for at in range(len(band.axis)):
        name = band.at(at)
        if name:
            people[name] = people.get(name, 0) + 1
    places: Mapping[str, int] = band.places if isinstance(band, Banded) else people
    behind = resting(band)
    rows = {id(row): row for at in range(len(band.axis)) for row in behind(at)}
    for name in places:
        yield Band(
            ranking=ranking,
            band=name,
            places=places[name],
            people=people.get(name, 0),
            state=State.PROVISIONAL if band.gaps else State.FINAL,
            rules=step.bears,
            rests_on=tuple(rows.values()),
        )
