"""Whether the annual prizes differentiate between people (art. 14 c. 2)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from merito.kit import undifferentiated
from merito_comunita_montane.contenders import Contender, RankedPart
from merito_comunita_montane.division import NOTHING, RankingDivision

DIFFERENT, EQUAL, ALONE = "different_paid_alike", "all_alike", "not_compared"


def alike(parts: Iterable[RankedPart], divisions: Iterable[RankingDivision]) -> str:
    """What is wrong with the whole division (art. 14 c. 2); nothing if any evaluator's people receive different sums.

    The scores of two evaluators cannot be compared: art. 12 c. 2 bis wants one evaluator for each ranking. Those of one
    evaluator can, even in several rankings. If the evaluator of a ranking is unknown, all scores are compared.
    """
    pairs = [
        (one.evaluator, [*evaluated(one.people, division)]) for one, division in zip(parts, divisions, strict=True)
    ]
    known = all(evaluator for evaluator, own in pairs if own)
    groups: dict[str, list[tuple[Fraction, Decimal]]] = {}
    for evaluator, own in pairs:
        groups.setdefault(evaluator if known else "", []).extend(own)
    if any(len({due for _, due in own}) > 1 for own in groups.values()):
        return ""
    found = {undifferentiated(own) for own in groups.values()}
    alone = len(groups) > 1 and any(due for own in groups.values() for _, due in own)
    return next((wrong for wrong in (DIFFERENT, EQUAL) if wrong in found), ALONE if alone else "")


def evaluated(people: Iterable[Contender], division: RankingDivision) -> Iterator[tuple[Fraction, Decimal]]:
    """Everybody evaluated in a ranking, paid or not: the score and what is due (art. 14 c. 2)."""
    due = {person: amount for band in division.bands for person, amount in band.due.items()}
    return ((one.score, due.get(one.person, NOTHING)) for one in people)
