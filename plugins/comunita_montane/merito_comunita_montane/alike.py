"""Whether the annual prizes differentiate between people (art. 14 c. 2)."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from merito.kit import undifferentiated
from merito.numbers import product, quotient
from merito_comunita_montane.contenders import RankedPart
from merito_comunita_montane.division import RankingDivision

DIFFERENT, EQUAL, ALONE = "different_paid_alike", "all_alike", "not_compared"


def alike(parts: Iterable[RankedPart], divisions: Iterable[RankingDivision]) -> str:
    """What is wrong with the whole division (art. 14 c. 2); nothing if any evaluator's people receive different sums.

    The scores of two evaluators cannot be compared: art. 12 c. 2 bis wants one evaluator for each ranking. Those of one
    evaluator can, even in several rankings. If the evaluator of a ranking is unknown, all scores are compared.
    """
    ranked = [*zip(parts, divisions, strict=True)]
    if any(_differ(one, division) for one, division in ranked):
        return ""
    pairs = [(one.evaluator, [*evaluated(one, division)]) for one, division in ranked]
    known = all(evaluator for evaluator, own in pairs if own)
    groups: dict[str, list[tuple[Fraction, Fraction]]] = {}
    for evaluator, own in pairs:
        groups.setdefault(evaluator if known else "", []).extend(own)
    if any(len({due for _, due in own}) > 1 for own in groups.values()):
        return ""
    found = {undifferentiated(own) for own in groups.values()}
    alone = len(groups) > 1 and any(due for own in groups.values() for _, due in own)
    return next((wrong for wrong in (DIFFERENT, EQUAL) if wrong in found), ALONE if alone else "")


def evaluated(part: RankedPart, division: RankingDivision) -> Iterator[tuple[Fraction, Fraction]]:
    """Everybody evaluated in a ranking, paid or not: the score, and what is due before whole cents (art. 14 c. 2).

    A long absence without any rating is no evaluation.
    """
    due = _due(division)
    whole = quotient(part.exact, part.money) if part.money else Fraction(0)
    return ((one.score, product(whole, due.get(one.person, 0))) for one in part.people if one.rated)


def _differ(part: RankedPart, division: RankingDivision) -> bool:
    """Whether people evaluated in one ranking are due different sums."""
    due = _due(division)
    taken = (due.get(one.person, 0) for one in part.people if one.rated)
    first = next(taken, 0)
    return bool(part.money and part.exact) and any(other != first for other in taken)


def _due(division: RankingDivision) -> Mapping[str, Fraction]:
    """What each person of a ranking is due before whole cents."""
    return {person: amount for band in division.bands for person, amount in band.parts.items()}
