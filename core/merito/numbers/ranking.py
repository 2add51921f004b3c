"""Rankings with ties: equal exact scores share the same places."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from merito.numbers.exact import Number, fraction, natural_key, whole_numbers


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
