"""Merit bands whose sums the regulation itself makes known: the pool is a quota, and all in the band have the same.

Whoever knows the pools finds out from one sum to the cent, or from one number of people, how many are in each band. If
there are several rankings, their people are public, and each has its own pools: a sum by band tells the band of each
ranking. So the bands of a tool are published each on its own, if those of every ranking could be, or nothing is that
divides the tool's sum or counts its people.
"""

from collections.abc import Iterable, Iterator, Mapping

from merito.model.measured import Placement
from merito.model.money import Reward
from merito.model.results import Results, TableRow
from merito.publication.money import Money

Key = tuple[str, ...]


class Quotas:
    """The rewards of tools that pay equal parts of a band's pool, by tool, and those whose bands are hidden."""

    def __init__(self, results: Results, money: Money) -> None:
        each = {band.key: band.per_head for band in results.bands if band.pool and band.per_head is not None}
        self._rewards = money.of_merit(results.rewards) if each else ()
        placed = [one for one in results.placements if (one.ranking, one.band) in each]
        self._parts = {(one.person, one.band): each[one.ranking, one.band] for one in placed}
        self._ranking = {(one.person, one.band): one.ranking for one in placed}
        self._tools = frozenset(
            one.tool for one in self._rewards if one.due and one.due == self._parts.get((one.person, one.band))
        )
        self._hidden: frozenset[str] = frozenset()
        self._known: dict[int, frozenset[str]] = {}

    def tools(self, row: TableRow) -> frozenset[str]:
        """The tools of which a row gives a band, or several."""
        if not self._tools:
            return self._tools
        if id(row) not in self._known:
            paid = {one.tool for one in row.rests_on if isinstance(one, Reward)}
            placed = any(isinstance(one, Placement) and (one.person, one.band) in self._parts for one in row.rests_on)
            self._known[id(row)] = self._tools if placed else self._tools & paid
        return self._known[id(row)]

    @property
    def hidden(self) -> tuple[frozenset[Key], ...]:
        """The rewards, tool by tool, that no figure may divide."""
        return tuple(frozenset(one.key for one in self._rewards if one.tool == tool) for tool in sorted(self._hidden))

    def bands_told(self) -> Iterator[tuple[str, tuple[Reward, ...]]]:
        """The bands of each ranking that are not hidden, with their tool: their people and pools tell their sums."""
        bands: dict[tuple[str, ...], list[Reward]] = {}
        for one in self._rewards:
            if one.tool in self._tools and one.tool not in self._hidden:
                bands.setdefault((one.tool, self._ranking_of(one), one.band), []).append(one)
        yield from ((tool, tuple(own)) for (tool, _, _), own in bands.items())

    def hide_alike(self) -> None:
        """Hides the bands of a tool if everybody of one of several rankings is in the same: all know their prizes."""
        bands: dict[str, dict[str, set[str]]] = {}
        for one in self._rewards:
            if one.tool in self._tools and (ranking := self._ranking_of(one)):
                bands.setdefault(one.tool, {}).setdefault(ranking, set()).add(one.band)
        for tool, rankings in bands.items():
            if len(rankings) > 1 and any(len(own) == 1 for own in rankings.values()):
                self.hide(tool)

    def _ranking_of(self, one: Reward) -> str:
        """The ranking in whose band a reward is; blank if it is in none."""
        return self._ranking.get((one.person, one.band), "")

    def hide(self, tool: str) -> None:
        """Hides the bands of a tool."""
        self._hidden |= {tool}

    def hides(self, row: TableRow) -> bool:
        """Whether a row gives a band of a tool whose bands are hidden."""
        return not self._hidden.isdisjoint(self.tools(row))

    def hide_joined(self, told: Mapping[str, Iterable[tuple[TableRow, ...]]]) -> bool:
        """Hides the bands of the tools that no table gives each on its own; returns whether there are new ones.

        `told` are the whole rows behind each row of the tables of classes.
        """
        alone: set[str] = set()
        for cells in told.values():
            each = list(cells)
            of_table = {tool for cell in each for row in cell for tool in self.tools(row)}
            joined = {tool for cell in each if len(cell) > 1 for row in cell for tool in self.tools(row)}
            alone |= of_table - joined
        before, self._hidden = self._hidden, self._hidden | (self._tools - alone)
        return self._hidden != before
