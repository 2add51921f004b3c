"""What of a ranking is certain while the score of one person in it is not known, or is their own (I-IT-40)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, frozen

from merito import Message, Ref, cited, say
from merito_comunita_montane.bands.decisions import Scheme
from merito_comunita_montane.bands.division import ZERO, Choose, RankedPart, RankingDivision, divide, standings

BY_ONESELF = cited("I-IT-40", say("dipende da una valutazione non ancora fatta da chi deve"))


@frozen(kw_only=True)
class Certain:
    """The least that is due to each person and saved by each band (euro), whatever the score of one person is.

    `why` says on what the rest depends, by the rule `rule`. `placed` are those whose band and
    places are the same with every score.
    """

    due: Mapping[str, Decimal]
    savings: Mapping[str, Decimal]
    placed: frozenset[str]
    why: Message
    rule: str


def awaited(person: str) -> Message:
    """That a place or a sum depends on an evaluation that is missing."""
    return cited("BL-17.1", say("dipende dalla valutazione di {person}, che manca", person=Ref("person", person)))


def certain(
    part: RankedPart,
    scheme: Scheme,
    own: RankingDivision,
    person: str,
    admission: Fraction,
    choose: Choose,
    *,
    missing: bool,
    between: tuple[Fraction, Fraction],
) -> Certain:
    """The ranking divided with every score that a person may have: each that changes the order, or the admission.

    It lies `between` two fractions of the maximum. The evaluation is `missing`, or is the person's own.

    A division that a limit of the text refuses leaves nothing certain.
    """
    every = [
        own,
        *(_with(part, scheme, person, score, admission, choose) for score in _scores(part, person, admission, between)),
    ]
    refused = any(one.broken for one in every)
    paid = [{name: due for band in one.bands for name, due in band.due.items()} for one in every]
    saved = [{band.name: band.savings for band in one.bands} for one in every]
    people = [who.person for who in part.people if who.person != person]
    return Certain(
        due={name: ZERO if refused else min(one.get(name, ZERO) for one in paid) for name in people},
        savings={name: ZERO if refused else min(one[name] for one in saved) for name in saved[0]},
        placed=frozenset(name for name in people if len({_place(one, name) for one in every}) == 1),
        why=awaited(person) if missing else BY_ONESELF,
        rule="BL-17.1" if missing else "I-IT-40",
    )


def _with(
    part: RankedPart, scheme: Scheme, person: str, score: Fraction, admission: Fraction, choose: Choose
) -> RankingDivision:
    people = tuple(
        evolve(who, score=score, admitted=score >= admission, rated=True) if who.person == person else who
        for who in part.people
    )
    return divide(evolve(part, standings=standings(people, choose)), scheme, choose)


def _scores(
    part: RankedPart, person: str, admission: Fraction, between: tuple[Fraction, Fraction]
) -> Iterator[Fraction]:
    """The least and the most, those of the others, and one between each two of them; of those not admitted, one."""
    least, most = between
    others = {who.score for who in part.people if who.person != person and who.score >= admission}
    inside = (score for score in {admission, *others} if least <= score <= most)
    known: Sequence[Fraction] = sorted({*inside, max(least, admission), most})
    if least < admission:
        yield least
    yield from (score for score in known if score <= most)
    yield from ((lower + higher) / 2 for lower, higher in pairwise(known) if higher <= most)


def _place(one: RankingDivision, person: str) -> tuple[int, int, str]:
    entry = one.entries.get(person)
    return (entry.first_place, entry.last_place, one.band_of.get(person, "")) if entry else (0, 0, "")
