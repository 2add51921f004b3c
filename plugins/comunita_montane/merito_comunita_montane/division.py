"""How the money of one ranking is divided among its bands (art. 17 c. 2), under one choice for each reading.

Nothing here uses a dossier: the same division is made again under other choices, to find whose money depends on them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal

from attrs import frozen

from merito.numbers import (
    Ranked,
    bands_by_places,
    cents_down,
    euro_text,
    number_text,
    places_by_shares,
    product,
    quotient,
    split,
)
from merito_comunita_montane.bands import Scheme
from merito_comunita_montane.contenders import Choose, Contender, RankedPart

WHOM, ROUNDING, EMPTY, TIES, INSIDE, RATIO = "I-BL-02", "I-BL-03", "I-BL-04", "I-BL-05", "I-BL-06", "I-BL-07"
PART, FIRST_BANDS = "I-BL-34", "I-BL-31"
NOTHING = Decimal("0.00")
BORDERS: Mapping[str, Literal["floor", "half_up", "largest_remainder"]] = {
    "cumulative_floor": "floor",
    "half_up": "half_up",
    "largest_remainder": "largest_remainder",
}


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
        return self.pool - sum(self.due.values(), NOTHING)


@frozen(kw_only=True)
class RankingDivision:
    """A ranking divided: its entries from the best, its bands, and the limit broken between two of them (Italian)."""

    ranking: tuple[Ranked, ...]
    bands: tuple[BandShare, ...]
    broken: str = ""

    def band_at(self, place: int) -> str:
        """The name of the band that contains a place."""
        borders = accumulate(band.places for band in self.bands)
        return next((band.name for band, border in zip(self.bands, borders, strict=True) if place <= border), "")

    def band_of(self, person: str) -> str:
        """The name of somebody's band, empty if in none."""
        return self._band_of.get(person, "")

    def entry_of(self, person: str) -> Ranked | None:
        """Somebody's places in the ranking, if in it."""
        return self._entries.get(person)

    @cached_property
    def _band_of(self) -> Mapping[str, str]:
        return {person: band.name for band in self.bands for person in band.people}

    @cached_property
    def _entries(self) -> Mapping[str, Ranked]:
        return {entry.id: entry for entry in self.ranking}


def divide(one: RankedPart, scheme: Scheme, choose: Choose) -> RankingDivision:
    """The bands of a ranking and their parts of its money (euro)."""
    people, ranking = one.standings.inside, one.standings.ranked
    counted = choose(WHOM, admitted=len(people), everyone=len(one.standings.staying))
    places = choose(ROUNDING, **{way: places_by_shares(counted, scheme.people, how) for way, how in BORDERS.items()})
    members = _members(ranking, _filled(places, len(people)), scheme.capped, one.cap, choose)
    bands = tuple(_bands(scheme, one.money, places, members, {each.person: each for each in people}, choose))
    ordered = ratio_broken(bands, Fraction(1))
    broken = choose(RATIO, realised=ratio_broken(bands, scheme.ratio.value), decided=ordered)
    if broken and scheme.letters:
        broken = choose(FIRST_BANDS, bound=broken, unbound=ordered)
    return RankingDivision(ranking=ranking, bands=bands, broken=broken)


def _filled(places: Sequence[int], count: int) -> tuple[int, ...]:
    """The places that this many people fill, from the best: there may be more places if everybody counts."""
    borders = (min(border, count) for border in accumulate(places))
    return tuple(after - before for before, after in pairwise((0, *borders)))


def _members(
    ranking: Sequence[Ranked], places: Sequence[int], capped: int, cap: int, choose: Choose
) -> tuple[tuple[str, ...], ...]:
    """Who is in which band; a tie across a border goes by its last place, its first or the middle one (I-BL-05)."""
    last, mean = (_by_band(ranking, bands_by_places(ranking, places, how), places) for how in ("last", "mean"))
    first = bands_by_places(ranking, places, "first")
    lower = bands_by_places(ranking, places, "last")
    over = {entry.id for entry in ranking if first[entry.id] < capped and entry.last_place > cap}
    kept = {person: lower[person] if person in over else band for person, band in first.items()}
    return choose(TIES, last=last, first=_by_band(ranking, kept, places), mean=mean)


def _by_band(
    ranking: Sequence[Ranked], band_of: Mapping[str, int], places: Sequence[int]
) -> tuple[tuple[str, ...], ...]:
    members: list[list[str]] = [[] for _ in places]
    for entry in ranking:
        members[band_of[entry.id]].append(entry.id)
    return tuple(tuple(own) for own in members)


def _shares(
    scheme: Scheme, members: Sequence[tuple[str, ...]], heads: Sequence[int], *, again: bool
) -> tuple[Fraction, ...]:
    """Each band's fraction of the money; with `again`, that of a band without people is divided among the others."""
    occupied = [bool(own) for own in members]
    weights = [
        product(share, head if scheme.by_head and any(occupied) else 1)
        if has or not (again and any(occupied))
        else Fraction(0)
        for share, head, has in zip(scheme.money, heads, occupied, strict=True)
    ]
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights)


def _bands(
    scheme: Scheme,
    money: Decimal,
    places: Sequence[int],
    members: Sequence[tuple[str, ...]],
    known: Mapping[str, Contender],
    choose: Choose,
) -> Iterator[BandShare]:
    people = tuple(len(own) for own in members)
    heads = choose(INSIDE, people=people, places=tuple(map(max, places, people)))
    shares = choose(
        EMPTY,
        savings=_shares(scheme, members, heads, again=False),
        occupied_bands=_shares(scheme, members, heads, again=True),
    )
    pools = split(money, {str(band): share for band, share in enumerate(shares)})
    for band, name in enumerate(scheme.names):
        exact = quotient(product(money, shares[band]), heads[band]) if members[band] else Fraction(0)
        pool = pools[str(band)]
        a_head = exact if scheme.by_head or not members[band] else quotient(pool, heads[band])
        own = [known[person] for person in members[band]]
        yield BandShare(
            name=name,
            places=places[band],
            people=members[band],
            share=shares[band],
            pool=pool,
            each=cents_down(a_head),
            a_head=a_head,
            exact=exact,
            heads=heads[band],
            due=_due(own, a_head, choose),
            parts={one.person: product(exact, _part_due(one, choose)) for one in own},
            entitled=any(not one.unpaid for one in own),
        )


def _due(own: Sequence[Contender], a_head: Fraction, choose: Choose) -> dict[str, Decimal]:
    whole = cents_down(a_head)
    return {one.person: prize_of(one, a_head, choose) if one.unpaid or one.part != 1 else whole for one in own}


def _part_due(one: Contender, choose: Choose) -> Fraction:
    """The part of a head's sum that is due to somebody, before cents."""
    if one.unpaid or one.part == 1:
        return Fraction(not one.unpaid)
    return choose(PART, heads=Fraction(1), pro_rata=one.part)


def prize_of(one: Contender, a_head: Fraction, choose: Choose) -> Decimal:
    """A head's sum, the same for all or by the part of the year; nothing if the structure is below its threshold."""
    if one.unpaid:
        return NOTHING
    return choose(PART, heads=cents_down(a_head), pro_rata=cents_down(a_head * one.part))


def ratio_broken(bands: Sequence[BandShare], least: Fraction) -> str:
    """Between which bands the sums due to a head break the order, or the ratio of the text (I-BL-07; Italian)."""
    paid = [band for band in bands if band.entitled]
    for better, worse in pairwise(paid):
        if better.exact < least * worse.exact:
            times = number_text(least)
            wanted = "meno" if least == 1 else f"meno di {times} volte quanto prende"
            return (
                f"a testa la fascia «{better.name}» prenderebbe {euro_text(better.each)}, {wanted} "
                f"{'della' if least == 1 else 'la'} fascia «{worse.name}» ({euro_text(worse.each)})"
            )
    return ""
