"""What of a ranking is certain while somebody in it has evaluated themselves (I-IT-40)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, frozen

from merito import cited, say
from merito_comunita_montane.bands.decisions import Scheme
from merito_comunita_montane.bands.division import ZERO, Choose, RankedPart, RankingDivision, divide, standings

WHY = cited("I-IT-40", say("dipende da una valutazione non ancora fatta da chi deve"))


@frozen(kw_only=True)
class Certain:
    """The least that is due to each person and saved by each band (euro), whatever the score of one person is.

    `placed` are those whose band and places are the same with every score.
    """

    due: Mapping[str, Decimal]
    savings: Mapping[str, Decimal]
    placed: frozenset[str]


def certain(
    part: RankedPart, scheme: Scheme, own: RankingDivision, person: str, admission: Fraction, choose: Choose
) -> Certain:
    """The ranking divided with every score that a person may have: each that changes the order, or the admission.

    A division that a limit of the text refuses leaves nothing certain.
    """
    every = [
        own,
        *(_with(part, scheme, person, score, admission, choose) for score in _scores(part, person, admission)),
    ]
    refused = any(one.broken for one in every)
    paid = [{name: due for band in one.bands for name, due in band.due.items()} for one in every]
    saved = [{band.name: band.savings for band in one.bands} for one in every]
    people = [who.person for who in part.people if who.person != person]
    return Certain(
        due={name: ZERO if refused else min(one.get(name, ZERO) for one in paid) for name in people},
        savings={name: ZERO if refused else min(one[name] for one in saved) for name in saved[0]},
        placed=frozenset(name for name in people if len({_place(one, name) for one in every}) == 1),
    )


def _with(
    part: RankedPart, scheme: Scheme, person: str, score: Fraction, admission: Fraction, choose: Choose
) -> RankingDivision:
    people = tuple(
        evolve(who, score=score, admitted=score >= admission, rated=True) if who.person == person else who
        for who in part.people
    )
    return divide(evolve(part, standings=standings(people, choose)), scheme, choose)


def _scores(part: RankedPart, person: str, admission: Fraction) -> Iterator[Fraction]:
    """A score that does not admit, those of the others, and one between each two of them."""
    others = {who.score for who in part.people if who.person != person and who.score >= admission}
    known: Sequence[Fraction] = sorted({admission, *others, Fraction(1)})
    yield Fraction(0)
    yield from known
    yield from ((lower + higher) / 2 for lower, higher in pairwise(known))


def _place(one: RankingDivision, person: str) -> tuple[int, int, str]:
    entry = one.entries.get(person)
    return (entry.first_place, entry.last_place, one.band_of.get(person, "")) if entry else (0, 0, "")
