"""Rankings with ties (equal exact scores share the same places), and their bands by places."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from operator import index
from typing import Literal, NamedTuple, get_args

from merito.numbers.exact import Number, fraction, natural_key, whole_numbers
from merito.numbers.rounding import half_up, whole_down

Ties = Literal["last", "first", "mean"]
Borders = Literal["floor", "half_up", "largest_remainder"]


class Ranked(NamedTuple):
    """One entry of a ranking: its first and last place are those of its tied group, counted from 1."""

    id: str
    score: Fraction
    first_place: int
    last_place: int

    @property
    def tied(self) -> bool:
        return self.first_place != self.last_place


def rank(scores: Mapping[str, Number] | Iterable[tuple[str, Number]]) -> tuple[Ranked, ...]:
    """Entries from the highest score to the lowest; within a tie by id, with digits as numbers.

    The result does not depend on the order in which scores are given. Raises ValueError on a duplicate id.
    """
    pairs = list(scores.items() if isinstance(scores, Mapping) else scores)
    if len({identifier for identifier, _ in pairs}) != len(pairs):
        raise ValueError("an id stands twice in the ranking")
    pairs.sort(key=lambda pair: natural_key(pair[0]))
    places = sorted(zip(whole_numbers(score for _, score in pairs), pairs, strict=True), key=lambda one: -one[0])
    entries: list[Ranked] = []
    for _, group in groupby(places, key=lambda one: one[0]):
        tied = [pair for _, pair in group]
        first, last = len(entries) + 1, len(entries) + len(tied)
        score = fraction(tied[0][1])
        entries += [Ranked(identifier, score, first, last) for identifier, _ in tied]
    return tuple(entries)


def places_by_shares(count: int, shares: Sequence[Number], borders: Borders = "floor") -> tuple[int, ...]:
    """Places of each band when `count` people are divided by `shares` (of 1, in the order of the bands).

    The borders are the cumulative shares rounded down to whole places (`floor`), so that the first bands together never
    exceed their shares, or rounded to the nearest (`half_up`); the last band takes the rest. With `largest_remainder`
    each band has its whole places and the remaining ones go to the largest remainders (ties: larger share, then the
    higher band). Raises ValueError unless the shares sum to exactly 1.
    """
    if borders not in get_args(Borders):
        raise ValueError(f"borders are one of {', '.join(get_args(Borders))}, not {borders!r}")
    if index(count) < 0:
        raise ValueError(f"people cannot be {count}")
    exact = [fraction(share) for share in shares]
    if sum(exact) != 1 or any(share < 0 for share in exact):
        raise ValueError(f"the shares of the bands must be 0 or more and sum to 1, not {sum(exact)}")
    if borders == "largest_remainder":
        return _by_remainder(count, exact)
    cumulative = Fraction(0)
    places: list[int] = []
    for share in exact:
        cumulative += share
        border = whole_down(cumulative * count) if borders == "floor" else int(half_up(cumulative * count))
        places.append(border - sum(places))
    return tuple(places)


def _by_remainder(count: int, shares: Sequence[Fraction]) -> tuple[int, ...]:
    places = [whole_down(share * count) for share in shares]
    order = sorted(range(len(shares)), key=lambda band: (places[band] - shares[band] * count, -shares[band], band))
    for band in order[: count - sum(places)]:
        places[band] += 1
    return tuple(places)


def bands_by_places(ranking: Sequence[Ranked], places: Sequence[int], ties: Ties = "last") -> dict[str, int]:
    """Index of the band (0 is the highest) of every id of a ranking.

    A tied group takes the band of its last place (`last`: no band takes more people than its places, counted with the
    bands above it), of its first place (`first`: people inside a border draw in those tied with them) or of the mean of
    its places, rounded up (`mean`). Raises ValueError unless the places cover the ranking exactly.
    """
    if ties not in get_args(Ties):
        raise ValueError(f"ties are one of {', '.join(get_args(Ties))}, not {ties!r}")
    if any(entry.last_place > len(ranking) for entry in ranking):
        raise ValueError("the ranking is not whole")
    if sum(places) != len(ranking) or any(number < 0 for number in places):
        raise ValueError(f"{sum(places)} places for {len(ranking)} people in the ranking")
    band_of_place = [band for band, number in enumerate(places) for _ in range(number)]
    return {entry.id: band_of_place[_place(entry, ties) - 1] for entry in ranking}


def _place(entry: Ranked, ties: Ties) -> int:
    if ties == "mean":
        return (entry.first_place + entry.last_place + 1) // 2
    return entry.last_place if ties == "last" else entry.first_place
