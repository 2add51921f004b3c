"""Merit bands whose sums the regulation itself makes known: the pool is a quota, and all in the band have the same.

Whoever knows the pools finds out from one sum to the cent, or from one number of people, how many are in each band. So
the bands of a tool are published each on its own, or nothing is that divides the tool's sum or counts its people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from merito.model.measured import Placement
from merito.model.money import Reward
from merito.model.results import Results, TableRow
from merito.publication.money import Money

Key = tuple[str, ...]


class Quotas:
    """The rewards of tools that pay equal parts of a band's pool, by tool, and those whose bands are hidden."""

    def __init__(self, results: Results, money: Money) -> None:
        each = {band.key: band.per_head for band in results.bands if band.pool and band.per_head is not None}
        placed = ((one.person, one.band, each.get((one.ranking, one.band))) for one in results.placements)
        parts = {(person, band): part for person, band, part in placed if part is not None}
        self._of_tool: dict[str, set[Key]] = defaultdict(set)
        self._of_person: dict[tuple[str, str], set[str]] = defaultdict(set)
        rewards = money.of_merit(results.rewards)
        tools = {one.tool for one in rewards if one.due and one.due == parts.get((one.person, one.band))}
        for reward in rewards:
            if reward.tool in tools:
                self._of_tool[reward.tool].add(reward.key)
                self._of_person[reward.person, reward.band].add(reward.tool)
        self._hidden: set[str] = set()

    def tools(self, row: TableRow) -> frozenset[str]:
        """The tools of which a row gives a band, or several."""
        found: set[str] = set()
        for one in row.rests_on:
            if isinstance(one, Reward) and one.key in self._of_tool.get(one.tool, ()):
                found.add(one.tool)
            elif isinstance(one, Placement):
                found |= self._of_person.get((one.person, one.band), set())
        return frozenset(found)

    @property
    def hidden(self) -> tuple[frozenset[Key], ...]:
        """The rewards, tool by tool, that no figure may divide."""
        return tuple(frozenset(self._of_tool[tool]) for tool in sorted(self._hidden))

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
        before = len(self._hidden)
        self._hidden |= set(self._of_tool) - alone
        return len(self._hidden) > before
