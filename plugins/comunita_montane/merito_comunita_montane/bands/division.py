"""Who contends for the bands of a ranking, and how its money is divided among them (art. 17 c. 2).

Everything is under one choice for each reading. Nothing here uses a dossier: the same division is made again under
other choices, to find whose money depends on them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal, Protocol, TypeVar

from attrs import evolve, frozen

from merito import NOTHING, ExtraRow, Message, Money, numbers, say
from merito_comunita_montane.bands.decisions import RATIO, Scheme
from merito_comunita_montane.evaluation.scores import new_score

WHOM, ROUNDING, EMPTY, TIES, INSIDE = "I-BL-02", "I-BL-03", "I-BL-04", "I-BL-05", "I-BL-06"
ABSENT, UNPAID, FIRST_BANDS, PART = "I-BL-11", "I-BL-13", "I-BL-31", "I-BL-34"
ZERO = Decimal("0.00")
BORDERS: Mapping[str, Literal["floor", "half_up", "largest_remainder"]] = {
    "cumulative_floor": "floor",
    "half_up": "half_up",
    "largest_remainder": "largest_remainder",
}
Made = TypeVar("Made")


class Choose(Protocol):
    """Returns the value for the choice in force on a reading, as `Step.choose` does."""

    def __call__(self, reading: str, **ways: Made) -> Made: ...


@frozen(kw_only=True)
class Contender:
    """Somebody in a ranking: the exact score, and whether it admits to a band.

    `breaker` separates equal scores by criteria set beforehand; `absent` is away for more than 5 months; `unpaid` is in
    a structure below its threshold, `unsure` in one not yet measured; `part` is the fraction of a full-time year
    served. `rated` is false for somebody away so long that there is no evaluation, with a score of 0.
    """

    person: str
    score: Fraction
    admitted: bool
    rated: bool = True
    breaker: Fraction | None = None
    absent: bool = False
    unpaid: bool = False
    unsure: bool = False
    part: Fraction = Fraction(1)

    @cached_property
    def percent(self) -> Fraction:
        """The score in percent of the maximum."""
        return self.score * 100

    def better(self, row: ExtraRow, admission: Fraction) -> "Contender":
        """The same with the score of an appeal, if it is higher."""
        if new_score(row) <= self.score:
            return self
        return evolve(self, score=new_score(row), admitted=new_score(row) >= admission, rated=True)


@frozen(kw_only=True)
class Standings:
    """All people of a ranking, those who stay in it, those of them who are in the bands, and these from the best."""

    people: tuple[Contender, ...]
    staying: tuple[Contender, ...]
    inside: tuple[Contender, ...]
    ranked: tuple[numbers.Ranked, ...]


def standings(people: tuple[Contender, ...], choose: Choose) -> Standings:
    """Everybody, or without those whom the 70% of their structure takes out (I-BL-13); the admitted from the best.

    The admitted are without the absent if the absence prevails (I-BL-11).
    """
    stay = choose(UNPAID, stays_unpaid=people, leaves_ranking=tuple(one for one in people if not one.unpaid))
    admitted = tuple(one for one in stay if one.admitted)
    inside = choose(ABSENT, score=admitted, absence=tuple(one for one in admitted if not one.absent))
    return Standings(people=people, staying=stay, inside=inside, ranked=_from_the_best(inside))


def _from_the_best(inside: Iterable[Contender]) -> tuple[numbers.Ranked, ...]:
    """Equal scores are separated by the criteria set beforehand if all who have them have a value."""
    known = {one.person: one for one in inside}
    if all(one.breaker is None for one in known.values()):
        return numbers.rank({person: one.score for person, one in known.items()})
    silent = {one.score for one in known.values() if one.breaker is None}
    keys = {person: (one.score, Fraction(0) if one.score in silent else one.breaker) for person, one in known.items()}
    order = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    return numbers.rank({person: order[key] for person, key in keys.items()})


@frozen(kw_only=True)
class RankedPart:
    """A ranking to be divided: its people in order, its money (euro), and the cap on how far a tie may move up.

    `exact` is its money before whole cents. `evaluator` is the only one who scored them, if known.
    """

    ranking: str
    standings: Standings
    money: Decimal
    exact: Fraction
    cap: int
    evaluator: str = ""

    @property
    def people(self) -> tuple[Contender, ...]:
        return self.standings.people


@frozen(kw_only=True)
class BandShare:
    """One band of a division: its places and people, its pool (euro), the sum per head, and what is due to each person.

    `heads` are those among whom the pool is divided; `share` is its fraction of the money; `a_head` is `each` before
    rounding to cents, `exact` the same for a pool not rounded to cents, for the ratio between bands; `parts` is what is
    due to each person of such a pool; `entitled` says whether anybody may be paid.
    """

    name: str
    places: int
    people: tuple[str, ...]
    heads: int
    share: Fraction
    pool: Decimal
    each: Decimal
    a_head: Fraction
    exact: Fraction
    due: Mapping[str, Decimal]
    parts: Mapping[str, Fraction]
    entitled: bool

    @property
    def savings(self) -> Decimal:
        return self.pool - sum(self.due.values(), ZERO)


@frozen(kw_only=True)
class RankingDivision:
    """A ranking divided: its entries from the best, its bands, and the limit broken between two of them."""

    ranking: tuple[numbers.Ranked, ...]
    bands: tuple[BandShare, ...]
    broken: Message = NOTHING

    def band_at(self, place: int) -> str:
        """The name of the band that contains a place."""
        borders = accumulate(band.places for band in self.bands)
        return next((band.name for band, border in zip(self.bands, borders, strict=True) if place <= border), "")

    @cached_property
    def band_of(self) -> Mapping[str, str]:
        return {person: band.name for band in self.bands for person in band.people}

    @cached_property
    def entries(self) -> Mapping[str, numbers.Ranked]:
        return {entry.id: entry for entry in self.ranking}


def divide(one: RankedPart, scheme: Scheme, choose: Choose) -> RankingDivision:
    """The bands of a ranking and their parts of its money (euro)."""
    people, ranking = one.standings.inside, one.standings.ranked
    places = places_of(scheme, len(people), len(one.standings.staying), choose)
    members = _members(ranking, filled(places, len(people)), scheme.capped, one.cap, choose)
    bands = tuple(_bands(scheme, one, places, members, choose))
    ordered = ratio_broken(bands, Fraction(1))
    broken = choose(RATIO, realised=ratio_broken(bands, scheme.ratio.value), decided=ordered)
    if broken and scheme.letters:
        broken = choose(FIRST_BANDS, bound=broken, unbound=ordered)
    return RankingDivision(ranking=ranking, bands=bands, broken=broken)


def places_of(scheme: Scheme, inside: int, staying: int, choose: Choose) -> Sequence[int]:
    """The places of each band, if so many people are in the bands, of so many who stay in the ranking."""
    counted = choose(WHOM, admitted=inside, everyone=staying)
    by_border = {way: numbers.places_by_shares(counted, scheme.people, how) for way, how in BORDERS.items()}
    return choose(ROUNDING, **by_border)


def divide_anew(one: RankedPart, scheme: Scheme, others: Mapping[str, Contender], choose: Choose) -> RankingDivision:
    """The ranking divided with other people in the place of some, by person: with other scores of theirs."""
    people = tuple(others.get(who.person, who) for who in one.people)
    return divide(evolve(one, standings=standings(people, choose)), scheme, choose)


def paid_alike(people: Iterable[Contender], division: RankingDivision) -> bool:
    """Whether all who are evaluated are due the same, before whole cents."""
    due = {person: amount for band in division.bands for person, amount in band.parts.items()}
    taken = (due.get(who.person, Fraction(0)) for who in people if who.rated)
    first = next(taken, Fraction(0))
    return all(other == first for other in taken)


def with_no_more(own: RankingDivision, again: RankingDivision, people: Collection[str]) -> RankingDivision:
    """The division in which some people have no more than the ranking made again gives them; the rest is saved."""
    if not people:
        return own
    due = {name: amount for band in again.bands for name, amount in band.due.items()}
    parts = {name: amount for band in again.bands for name, amount in band.parts.items()}
    bands = tuple(
        evolve(
            band,
            due={who: min(most, due.get(who, ZERO)) if who in people else most for who, most in band.due.items()},
            parts={
                who: min(most, parts.get(who, Fraction(0))) if who in people else most
                for who, most in band.parts.items()
            },
        )
        for band in own.bands
    )
    return evolve(own, bands=bands)


def filled(places: Sequence[int], count: int) -> tuple[int, ...]:
    """The places that this many people fill, from the best: there may be more places if everybody counts."""
    borders = (min(border, count) for border in accumulate(places))
    return tuple(after - before for before, after in pairwise((0, *borders)))


def _members(
    ranking: Sequence[numbers.Ranked], places: Sequence[int], capped: int, cap: int, choose: Choose
) -> tuple[tuple[str, ...], ...]:
    """Who is in which band; a tie across a border goes by its last place, its first or the middle one (I-BL-05)."""

    def by_band(band_of: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
        members: list[list[str]] = [[] for _ in places]
        for entry in ranking:
            members[band_of[entry.id]].append(entry.id)
        return tuple(tuple(own) for own in members)

    last, mean, first = (numbers.bands_by_places(ranking, places, how) for how in ("last", "mean", "first"))
    over = {entry.id for entry in ranking if first[entry.id] < capped and entry.last_place > cap}
    kept = {person: last[person] if person in over else band for person, band in first.items()}
    return choose(TIES, last=by_band(last), first=by_band(kept), mean=by_band(mean))


def _shares(
    scheme: Scheme, members: Sequence[tuple[str, ...]], heads: Sequence[int], *, again: bool
) -> tuple[Fraction, ...]:
    """Each band's fraction of the money; with `again`, that of a band without people is divided among the others."""
    anybody = any(members)
    counts = heads if scheme.by_head and anybody else [1] * len(heads)
    paid = [bool(own) or not (again and anybody) for own in members]
    of_bands = zip(scheme.money, counts, paid, strict=True)
    weights = [numbers.product(share, head) if own else Fraction(0) for share, head, own in of_bands]
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights)


def _bands(
    scheme: Scheme, part: RankedPart, places: Sequence[int], members: Sequence[tuple[str, ...]], choose: Choose
) -> Iterator[BandShare]:
    people, money = tuple(len(own) for own in members), part.money
    heads = choose(INSIDE, people=people, places=tuple(map(max, places, people)))
    kept, given_again = (_shares(scheme, members, heads, again=again) for again in (False, True))
    shares = choose(EMPTY, savings=kept, occupied_bands=given_again)
    known = {one.person: one for one in part.standings.inside}
    pools = numbers.split(money, {str(band): share for band, share in enumerate(shares)})
    for band, name in enumerate(scheme.names):
        exact = numbers.quotient(numbers.product(money, shares[band]), heads[band]) if members[band] else Fraction(0)
        pool = pools[str(band)]
        a_head = exact if scheme.by_head or not members[band] else numbers.quotient(pool, heads[band])
        own, each = [known[person] for person in members[band]], numbers.cents_down(a_head)
        yield BandShare(
            name=name,
            places=places[band],
            people=members[band],
            share=shares[band],
            pool=pool,
            each=each,
            a_head=a_head,
            exact=exact,
            heads=heads[band],
            due={one.person: prize_of(one, a_head, choose) if one.unpaid or one.part != 1 else each for one in own},
            parts={one.person: numbers.product(exact, _part_due(one, choose)) for one in own},
            entitled=any(not one.unpaid for one in own),
        )


def _part_due(one: Contender, choose: Choose) -> Fraction:
    """The part of a head's sum that is due to somebody, before cents."""
    if one.unpaid or one.part == 1:
        return Fraction(not one.unpaid)
    return choose(PART, heads=Fraction(1), pro_rata=one.part)


def prize_of(one: Contender, a_head: Fraction, choose: Choose) -> Decimal:
    """A head's sum, the same for all or by the part of the year; nothing if the structure is below its threshold."""
    if one.unpaid:
        return ZERO
    return choose(PART, heads=numbers.cents_down(a_head), pro_rata=numbers.cents_down(a_head * one.part))


def ratio_broken(bands: Sequence[BandShare], least: Fraction) -> Message:
    """Between which bands the sums due to a head break the order, or the ratio of the text (I-BL-07)."""
    for better, worse in pairwise([band for band in bands if band.entitled]):
        if better.exact >= least * worse.exact:
            continue
        if least == 1:
            return say(
                "a testa la fascia «{better}» prenderebbe {each}, meno della fascia «{worse}» ({next_each})",
                better=better.name,
                each=Money(better.each),
                worse=worse.name,
                next_each=Money(worse.each),
            )
        return say(
            "a testa la fascia «{better}» prenderebbe {each}, meno di {times} volte quanto prende la fascia «{worse}» "
            "({next_each})",
            better=better.name,
            each=Money(better.each),
            times=least,
            worse=worse.name,
            next_each=Money(worse.each),
        )
    return NOTHING
