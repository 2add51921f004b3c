"""Rankings with ties: equal exact scores share the same places."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from merito.numbers.exact import Number, fraction, natural_key


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
    """Entries from the highest score to the lowest; inside a tie by id, its digits read as numbers.

    The result does not depend on the order in which scores are given. Raises ValueError on an id given twice.
    """
    pairs = list(scores.items() if isinstance(scores, Mapping) else scores)
    if len({identifier for identifier, _ in pairs}) != len(pairs):
        raise ValueError("an id stands twice in the ranking")
    exact = [(identifier, fraction(score)) for identifier, score in pairs]
    exact.sort(key=lambda pair: (-pair[1], natural_key(pair[0])))
    entries: list[Ranked] = []
    for score, group in groupby(exact, key=lambda pair: pair[1]):
        identifiers = [identifier for identifier, _ in group]
        first, last = len(entries) + 1, len(entries) + len(identifiers)
        entries += [Ranked(identifier, score, first, last) for identifier in identifiers]
    return tuple(entries)
