"""Rankings: everybody's place by a figure, and the band of that place."""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from merito.kit.series import Gap, How, Series, Words, exact, state_of, why_of
from merito.kit.sums import Shares, by_name
from merito.numbers import Ranked, bands_by_places, counted, fraction, places_by_shares, rank


@frozen(eq=False, kw_only=True)
class Banded(Words):
    """Everybody's band, and the number of `places` of each band; None while nobody's band is known."""

    places: Mapping[str, int] = {}


def ranked(column: Series, *, ties: Literal["first", "last"] = "first") -> Series:
    """Everybody's place, 1 for the highest figure; all in a tie have its first place, or its last.

    While one figure is missing nobody's place is known.
    """
    how = How("posto di {}", (column,), name="posto in graduatoria")
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
    how, named = How("fascia del posto di {} secondo {}", (column, shares), name="fascia"), by_name(shares).value
    gaps = _unknown(column)
    if gaps or not len(column.axis):
        return Banded(axis=column.axis, cells=[""] * len(column.axis), gaps=gaps, how=how)
    ranking, names = _ranking(column), list(named)
    places = places_by_shares(len(ranking), list(named.values()), borders)
    found = bands_by_places(ranking, places, ties)
    cells = [names[found[one]] for one in column.axis.ids]
    return Banded(axis=column.axis, cells=cells, how=how, places=dict(zip(names, places, strict=True)))


def _ranking(column: Series) -> tuple[Ranked, ...]:
    return rank(zip(column.axis.ids, column.values(), strict=True))


def _unknown(column: Series) -> dict[int, tuple[Gap, ...]]:
    """One common gap, if somebody's figure is missing."""
    if not column.gaps:
        return {}
    reasons = [gap for own in column.gaps.values() for gap in own]
    who = counted(len(column.gaps), "persona", "persone")
    gap = Gap(state_of(reasons), f"la graduatoria aspetta {who}: {why_of(reasons)}", joint=True)
    return dict.fromkeys(range(len(column.axis)), (gap,))
