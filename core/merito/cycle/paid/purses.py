"""The purse from which a tool pays: a line of a fund, as the quota of a structure, with all its parts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from attrs import frozen

from merito.model.money import Band, FundLine, Reward
from merito.model.results import Results

Key = tuple[str, ...]
Purse = tuple[str, str, str]  # the tool, the fund, and the line that is divided (blank: none)


@frozen
class Purses:
    """The purses of some results. A line that is part of no other stands with all such lines of its fund."""

    results: Results

    def of_reward(self, reward: Reward) -> Purse:
        """The purse that pays a reward."""
        return self._of(reward.tool, self._lines.get((reward.fund, reward.item)), reward.fund)

    def of_person(self, person: str, tool: str) -> frozenset[Purse]:
        """The purses that pay a person through a tool, or would have."""
        rewards = self._rewards.get((person, tool), ())
        lines = () if rewards else self.lines_of(person, tool, self.lines_of_tool(tool))
        return frozenset((*map(self.of_reward, rewards), *(self._of(tool, line, line.fund) for line in lines)))

    def lines_of_tool(self, tool: str) -> tuple[FundLine, ...]:
        """The lines that a tool has divided or draws on."""
        drawn = {(one.fund, one.item) for one in self.results.rewards if one.tool == tool}
        return tuple(line for line in self.results.fund_lines if line.tool == tool or line.key in drawn)

    def lines_of(self, person: str, tool: str, lines: Collection[FundLine]) -> tuple[FundLine, ...]:
        """Those of some lines that would have paid a person: of the person's ranking, or shared among the person too.

        Without any, all of them.
        """
        ranked = self._rankings.get(person, frozenset())
        beside = {self.of_reward(one) for one in self.results.rewards if one.tool == tool and self._ranked(one, ranked)}
        own = [line for line in lines if self._of(tool, line, line.fund) in beside or _bands(line) & ranked]
        own = own or [line for line in lines if line.among is not None and person in line.among]
        return tuple(own or [line for line in lines if line.among is None] or lines)

    def _ranked(self, reward: Reward, rankings: Collection[str]) -> bool:
        return not self._rankings.get(reward.person, frozenset()).isdisjoint(rankings)

    def _of(self, tool: str, line: FundLine | None, fund: str) -> Purse:
        return tool, fund, (line.of if line else None) or ""

    @cached_property
    def _lines(self) -> Mapping[Key, FundLine]:
        return {line.key: line for line in self.results.fund_lines}

    @cached_property
    def _rewards(self) -> Mapping[tuple[str, str], Iterable[Reward]]:
        found: dict[tuple[str, str], list[Reward]] = defaultdict(list)
        for one in self.results.rewards:
            found[one.person, one.tool].append(one)
        return found

    @cached_property
    def _rankings(self) -> Mapping[str, frozenset[str]]:
        """The rankings in which each person is placed."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.results.placements:
            found[one.person].add(one.ranking)
        return {person: frozenset(rankings) for person, rankings in found.items()}


def _bands(line: FundLine) -> frozenset[str]:
    """The rankings whose bands a line pays."""
    return frozenset(one.ranking for one in line.rests_on if isinstance(one, Band))
