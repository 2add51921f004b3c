"""Published merit bands: neighbours are merged until they have enough people, by ranking or over all rankings."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import frozen

from merito.model.measured import Placement
from merito.model.money import CENT_ZERO, Band, FundLine
from merito.model.results import Results
from merito.model.states import State
from merito.publication.funds import band_of
from merito.publication.joining import Classes, finest
from merito.publication.known import Figure, Known, heads
from merito.publication.masked import public_rules
from merito.publication.money import Money


@frozen(kw_only=True)
class PublicBand:
    """Bands of one or several rankings, added up; the amount per head is shown only for a single band."""

    rankings: tuple[str, ...]
    bands: tuple[str, ...]
    places: int
    people: int
    pool: Decimal | None
    per_head: Decimal | None
    savings: Decimal | None
    state: State | None
    rules: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Whether it is one band of one ranking."""
        return len(self.bands) == len(self.rankings) == 1


Bands = tuple[Band, ...]


class PublicBands:
    """The bands of a record to be published."""

    def __init__(self, results: Results, money: Money, known: Known) -> None:
        self._money, self._known = money, known
        self._lines: dict[tuple[str, ...], list[FundLine]] = {}
        for line in results.fund_lines:
            band = band_of(line)
            if band is not None:
                self._lines.setdefault(band.key, []).append(line)
        self._placed = _placed(results.bands, results.placements)
        self._bands = results.bands

    def told(self) -> tuple[PublicBand, ...]:
        """The bands that may be published; none if even all of them together have too few people.

        If publishing sums would leave fewer separate bands, because one person has most of one, only people are
        published.
        """
        each, over_all = tuple((band,) for band in self._bands), _by_name(self._bands)
        ways = [
            (rows, Classes[Bands](figures, group, lambda _: True))
            for figures in (self._figures, self._counted)
            for rows, group in ((each, _ranking), (over_all, lambda _: ""))
        ]
        cells = finest(each, ways, self._known)
        return tuple(self._band_told([band for own in cell for band in own]) for cell in cells)

    def people(self, bands: Iterable[Band]) -> frozenset[str]:
        """Who is in some bands."""
        return frozenset(person for band in bands for person in self._placed[band.key])

    def _counted(self, cell: Sequence[Bands]) -> tuple[Figure, ...]:
        people = self.people(band for own in cell for band in own)
        return (heads(people),) if people else ()

    def _figures(self, cell: Sequence[Bands]) -> tuple[Figure, ...]:
        return (*self._counted(cell), *self._sums([band for own in cell for band in own]))

    def _sums(self, bands: Sequence[Band]) -> tuple[Figure, ...]:
        lines = self._lines_of(bands)
        return self._money.telling(self._money.drawn_on(lines), _saved(lines), self._known)

    def _lines_of(self, bands: Iterable[Band]) -> list[FundLine]:
        return [line for band in bands for line in self._lines.get(band.key, ())]

    def _band_told(self, bands: Sequence[Band]) -> PublicBand:
        lines, states = self._lines_of(bands), {band.state for band in bands}
        summed = self._known.let_out(self._sums(bands))
        divided = summed and self._money.divides(self._money.drawn_on(lines), _saved(lines), self._known)
        return PublicBand(
            rankings=tuple(dict.fromkeys(band.ranking for band in bands)),
            bands=tuple(dict.fromkeys(band.band for band in bands)),
            places=sum(band.places for band in bands),
            people=sum(band.people for band in bands),
            pool=_sum(band.pool for band in bands) if summed else None,
            per_head=bands[0].per_head if summed and len(bands) == 1 else None,
            savings=_sum(band.savings for band in bands) if divided else None,
            state=states.pop() if len(states) == 1 else None,
            rules=public_rules([band.rules for band in bands]),
        )


def _ranking(bands: Bands) -> object:
    return bands[0].ranking


def _placed(bands: Iterable[Band], placements: Sequence[Placement]) -> dict[tuple[str, ...], frozenset[str]]:
    """Who is in each band; if the rankings do not say who, as many anonymous people as the band counts."""
    found = {}
    for band in bands:
        people = frozenset(one.person for one in placements if (one.ranking, one.band) == band.key)
        unnamed = frozenset(f"{band.ranking}/{band.band}/{number}" for number in range(band.people))
        found[band.key] = people if len(people) == band.people else unnamed
    return found


def _by_name(bands: Sequence[Band]) -> tuple[Bands, ...]:
    """The bands of the same name in all rankings together, in the order of the first ranking."""
    names = dict.fromkeys(band.band for band in bands)
    return tuple(tuple(band for band in bands if band.band == name) for name in names)


def _saved(lines: Iterable[FundLine]) -> Decimal:
    return sum((line.savings for line in lines), CENT_ZERO)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of a figure over bands; None if one has none."""
    there = list(values)
    return None if None in there else sum((one for one in there if one is not None), CENT_ZERO)
