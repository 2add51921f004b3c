"""What of a ranking is certain while scores of people in it are not known, or are their own (I-IT-40, I-IT-58).

The ranking is divided with every order in which these people can come out. Only few orders differ: where a group of
equal scores has only places of one band, it matters to nobody whether one of these people comes before it, with it or
behind it, as long as that person is in this band too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations_with_replacement, islice, pairwise, product

from attrs import evolve, field, frozen

from merito import NOTHING, Listed, Message, Ref, cited, say, several
from merito_comunita_montane.bands.decisions import Scheme
from merito_comunita_montane.bands.division import (
    ZERO,
    Choose,
    Contender,
    RankedPart,
    RankingDivision,
    Standings,
    divide_anew,
    filled,
    paid_alike,
    places_of,
)
from merito_comunita_montane.bands.division import (
    standings as standings_of,
)

BY_ONESELF = cited("I-IT-40", say("dipende da una valutazione non ancora fatta da chi deve"))
MOST_NAMED = 8  # number: of people that a sentence names
MOST_DIVISIONS = 400  # number: of divisions of a ranking that are tried
MOST_PEOPLE = 50_000  # number: of people in all of them
Range = tuple[Fraction, Fraction]


@frozen(kw_only=True)
class Unknown:
    """People whose scores are not known: between which fractions of the maximum each lies, and who is `missing`.

    The others of them have evaluated themselves.
    """

    between: Mapping[str, Range] = field(factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def by_oneself(self) -> bool:
        return len(self.missing) < len(self.between)


@frozen(kw_only=True)
class Certain:
    """The least that is due to each person and saved by each band (euro), whatever the scores that are not known are.

    `why` says on what the rest depends, by the `rules`. `placed` are those whose band and places are the same with
    every score. `alike` are the divisions in which all who are evaluated are due the same, each with its people.
    """

    due: Mapping[str, Decimal]
    savings: Mapping[str, Decimal]
    placed: frozenset[str]
    why: Message
    rules: tuple[str, ...]
    alike: tuple[tuple[tuple[Contender, ...], RankingDivision], ...] = ()


Way = tuple[tuple[Contender, ...], RankingDivision]


def awaited(people: Sequence[str]) -> Message:
    """That a place or a sum depends on evaluations that are missing; nothing if none is."""
    if not people:
        return NOTHING
    why = say(
        "dipende dalla valutazione di {people}, che manca",
        many="dipende dalle valutazioni di {people}, che mancano",
        number="count",
        count=len(people),
        people=Listed((Ref("person", one) for one in people), MOST_NAMED),
    )
    return cited("BL-17.1", why)


def certain(
    part: RankedPart, scheme: Scheme, own: RankingDivision, unknown: Unknown, admission: Fraction, choose: Choose
) -> Certain:
    """The least over the divisions with all scores that some people may have, and the `own` one.

    A division that a limit of the text refuses leaves nothing certain.
    """
    scores = _scores(part.standings, scheme, unknown, admission, choose)
    tried = [
        (tuple(others.get(who.person, who) for who in part.people), divide_anew(part, scheme, others, choose))
        for others in _together(part.standings, scores, admission)
    ]
    people = [who.person for who in part.people if who.person not in unknown.between]
    rules = (*(("BL-17.1",) if unknown.missing else ()), *(("I-IT-40",) if unknown.by_oneself else ()))
    why = several(awaited(unknown.missing), BY_ONESELF if unknown.by_oneself else NOTHING)
    return least_of(people, own, tried, why, rules)


def least_of(
    people: Sequence[str], own: RankingDivision, tried: Sequence[Way], why: Message, rules: tuple[str, ...]
) -> Certain:
    """The least of some people over the `own` division and others that are tried, each with its people."""
    every = [own, *(one for _, one in tried)]
    refused = any(one.broken for one in every)
    paid = [{name: due for band in one.bands for name, due in band.due.items()} for one in every]
    saved = [{band.name: band.savings for band in one.bands} for one in every]
    return Certain(
        due={name: ZERO if refused else min(one.get(name, ZERO) for one in paid) for name in people},
        savings={name: ZERO if refused else min(one[name] for one in saved) for name in saved[0]},
        placed=frozenset(name for name in people if len({_place(one, name) for one in every}) == 1),
        why=why,
        rules=rules,
        alike=tuple((who, one) for who, one in tried if paid_alike(who, one)),
    )


def too_many(standings: Standings, scheme: Scheme, unknown: Unknown, admission: Fraction, choose: Choose) -> bool:
    """Whether so many scores are unknown that not every division can be tried."""
    scores = _scores(standings, scheme, unknown, admission, choose)
    most = min(MOST_DIVISIONS, MOST_PEOPLE // len(standings.people))
    return sum(1 for _ in islice(_combinations(standings, scores), most + 1)) > most


def _together(standings: Standings, scores: "_Scores", admission: Fraction) -> Iterator[Mapping[str, Contender]]:
    """The people whose scores are not known, with every combination of scores that gives another division."""
    known = {who.person: who for who in standings.people}
    for some in _combinations(standings, scores):
        yield {
            name: evolve(known[name], score=score, admitted=score >= admission, rated=True)
            for name, score in some.items()
        }


def _combinations(standings: Standings, scores: "_Scores") -> Iterator[Mapping[str, Fraction]]:
    """The scores of all these people together; among people alike it is the same who of them has which.

    Of the scores between two others, the second is only for whoever comes before somebody with the first, and so on.
    """
    alike = _alike(standings, scores.of_each)
    names = [*chain.from_iterable(people for people, _ in alike)]
    for some in product(*(combinations_with_replacement(own, len(people)) for people, own in alike)):
        given = [*chain.from_iterable(some)]
        if all(scores.after.get(one) is None or scores.after[one] in given for one in given):
            yield dict(zip(names, given, strict=True))


def _alike(
    standings: Standings, of_each: Mapping[str, Sequence[Fraction]]
) -> Sequence[tuple[Sequence[str], Sequence[Fraction]]]:
    """The people whose scores are not known, in groups in which all else that decides a division is the same.

    Each group comes with the scores of its people.
    """
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for who in standings.people:
        if who.person in of_each:
            groups[who.breaker, who.absent, who.unpaid, who.part, tuple(of_each[who.person])].append(who.person)
    return [(people, of_each[people[0]]) for people in groups.values()]


@frozen
class _Scores:
    """Scores to be tried of each person, and of a score between two others the next lower one between the same two."""

    of_each: Mapping[str, Sequence[Fraction]]
    after: Mapping[Fraction, Fraction]


def _scores(standings: Standings, scheme: Scheme, unknown: Unknown, admission: Fraction, choose: Choose) -> _Scores:
    """The scores of each of these people that, with those of the others, give all different divisions."""
    able = _able(standings, unknown, choose)
    elements = _elements(standings, scheme, able, choose)
    between = [*_between(elements, able.values(), admission)]
    apart = (*chain.from_iterable(between), *_ends(elements, able.values(), admission))
    found: dict[str, Sequence[Fraction]] = {name: [least] for name, (least, _) in unknown.between.items()}
    for person, (least, most) in able.items():
        tied = (min(best, most) for best, worst in elements if worst <= most and least <= best)
        inside = (score for score in (*tied, *apart) if max(least, admission) <= score <= most)
        found[person] = sorted({*([least] if least < admission else []), *inside})
    return _Scores(found, {higher: lower for some in between for lower, higher in pairwise(some)})


def _able(standings: Standings, unknown: Unknown, choose: Choose) -> Mapping[str, Range]:
    """Those of these people who are in a band if their score admits to one, with the ends of their scores."""
    every = (evolve(who, admitted=True) if who.person in unknown.between else who for who in standings.people)
    inside = {who.person for who in standings_of(tuple(every), choose).inside}
    return {name: ends for name, ends in unknown.between.items() if name in inside}


def _elements(standings: Standings, scheme: Scheme, unknown: Collection[str], choose: Choose) -> Sequence[Range]:
    """The best and the worst score of each group of equal scores, from the best; of several, if they count as one.

    They do if each is in one band wherever the unknown people come out, and all are in the same.
    """
    groups: dict[Fraction, int] = defaultdict(int)
    for who in standings.inside:
        if who.person not in unknown:
            groups[who.score] += 1
    people, staying = sum(groups.values()), len(standings.staying)
    bands = [_bands_of_places(scheme, people + more, staying, choose) for more in range(len(unknown) + 1)]
    found: list[Range] = []
    before: tuple[int, ...] = ()
    above = 0
    for score in sorted(groups, reverse=True):
        last = above + groups[score]
        ends = [(of_place[above], of_place[last + more - 1]) for more, of_place in enumerate(bands)]
        settled = tuple(first for first, end in ends if first == end)
        if settled == before and len(settled) == len(bands):
            best, _ = found.pop()
            found.append((best, score))
        else:
            found.append((score, score))
        before, above = settled, last
    return found


def _bands_of_places(scheme: Scheme, inside: int, staying: int, choose: Choose) -> Sequence[int]:
    """The number of the band of each place, if so many people are in the bands."""
    places = filled(places_of(scheme, inside, staying, choose), inside)
    return [band for band, number in enumerate(places) for _ in range(number)]


def _between(elements: Sequence[Range], ranges: Collection[Range], admission: Fraction) -> Iterator[Sequence[Fraction]]:
    """Between each two scores of the others, or ends of ranges, as many scores as there are people, from the lowest."""
    known = sorted({admission, *chain.from_iterable(ranges), *chain.from_iterable(elements)})
    for lower, higher in pairwise(known):
        if lower >= admission and not any(worst <= lower and higher <= best for best, worst in elements):
            step = (higher - lower) / (len(ranges) + 1)
            yield [lower + step * number for number in range(1, len(ranges) + 1)]


def _ends(elements: Sequence[Range], ranges: Collection[Range], admission: Fraction) -> Iterator[Fraction]:
    """The ends of ranges that nobody else has, unless all who can be there can as well be above, or below."""
    for end in {admission, *chain.from_iterable(ranges)}:
        there = [(least, most) for least, most in ranges if least <= end <= most]
        above, below = all(end < most for _, most in there), all(least < end for least, _ in there)
        needed = not above and not (below and end > admission)
        if needed and not any(worst <= end <= best for best, worst in elements):
            yield end


def _place(one: RankingDivision, person: str) -> tuple[int, int, str]:
    entry = one.entries.get(person)
    return (entry.first_place, entry.last_place, one.band_of.get(person, "")) if entry else (0, 0, "")
