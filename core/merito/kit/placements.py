"""Rankings and bands as rows of results: everybody's place and band, and the number of people in each band."""

from collections.abc import Iterator, Mapping
from functools import partial

from attrs import evolve

from merito.contract.step import Step
from merito.kit.rankings import Banded, ranked
from merito.kit.series import Series, Words, basis_of, resting, state_of, why_of
from merito.model.basis import Basis, Intermediate
from merito.model.measured import Placement
from merito.model.money import Band
from merito.model.states import State


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
    place = one if one == other else f"da {one} a {other}, a pari merito"
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
