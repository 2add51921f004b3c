"""The outcomes of a walk: what each person would be paid once gates and readings no longer hold anything."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from attrs import field, frozen

from merito.cycle.holds import Holds
from merito.cycle.settlement import leaves
from merito.model.acts import Gate
from merito.model.money import CENT_ZERO, Reward
from merito.model.results import Results

Key = tuple[str, ...]
FIGURES: Mapping[str, tuple[str, ...]] = {
    "grades": ("value",),
    "scores": ("score", "maximum", "level"),
    "positions": ("score", "amount"),
    "placements": ("score", "place", "band"),
    "bands": ("places", "people", "pool", "per_head"),
}
"""The figures of a row in each table behind the money."""


class RewardOutcome(NamedTuple):
    """The sum of a reward, the fund and line that pay it, and how much of it nothing holds in part."""

    fund: str
    item: str
    amount: Decimal
    sure: Decimal


class LineOutcome(NamedTuple):
    """The sum of a fund line, and how much of it is savings."""

    amount: Decimal
    savings: Decimal

    @property
    def due(self) -> Decimal:
        return self.amount - self.savings


@frozen
class Sums:
    """The sums of a walk, by the keys of its rewards and lines. None is unknown, a missing key is nothing.

    `unknown` are the tools whose outcomes are unknown; with `nothing_known` all of them are. `of_tools` are the lines
    that a tool gave, `undivided` the funds with an undivided line, `gated` the lines that only a closed gate holds.
    """

    rewards: Mapping[Key, RewardOutcome | None] = field(factory=dict)
    lines: Mapping[Key, LineOutcome | None] = field(factory=dict)
    unknown: frozenset[str] = frozenset()
    of_tools: frozenset[Key] = frozenset()
    undivided: frozenset[str] = frozenset()
    gated: frozenset[Key] = frozenset()
    funds: Mapping[Key, str] = field(factory=dict)
    nothing_known: bool = False

    def reward(self, key: Key, fund: str = "") -> RewardOutcome | None:
        """The outcome of a reward; None if unknown, which includes a missing reward while its fund waits."""
        if self.nothing_known or key[1] in self.unknown:
            return None
        return self.rewards.get(key, None if fund in self.undivided else NO_REWARD)

    def dividing(self) -> frozenset[str]:
        """The tools of which somebody's outcome is known."""
        return frozenset(key[1] for key, one in self.rewards.items() if one is not None)

    def fund_of(self, key: Key) -> str:
        """The fund of a reward."""
        return self.funds.get(key, "")

    def line(self, key: Key) -> LineOutcome | None:
        """The outcome of a line; None if unknown."""
        return None if self.nothing_known else self.lines.get(key, None if key[0] in self.undivided else NO_LINE)


class Outcomes(NamedTuple):
    """The outcomes of a walk: its sums, and the tables of the figures behind the money."""

    sums: Sums
    figures: Mapping[str, tuple[Any, ...]]


NO_REWARD, NO_LINE = RewardOutcome("", "", CENT_ZERO, CENT_ZERO), LineOutcome(CENT_ZERO, CENT_ZERO)
NOTHING_KNOWN = Outcomes(Sums(nothing_known=True), {})


def figures(results: Results) -> Mapping[str, tuple[Any, ...]]:
    """The tables behind the money of a walk."""
    return {name: getattr(results, name) for name in FIGURES}


def sums(results: Results, holds: Holds, stopped: frozenset[str], besides: Collection[Gate]) -> Sums:
    """The sums of a walk before its money is settled.

    `stopped` are tools that could not answer. The gates `besides`, which hold the ente's own walk, count as open.
    """
    drawn: dict[Key, list[Reward]] = defaultdict(list)
    for reward in results.rewards:
        drawn[reward.fund, reward.item].append(reward)
    rewards: dict[Key, RewardOutcome | None] = {}
    lines: dict[Key, LineOutcome | None] = {}
    gated: set[Key] = set()
    for line in leaves(results.fund_lines):
        freed = CENT_ZERO
        firm = holds.firm_line(line, besides)
        if firm and not holds.firm_line(line, ()):
            gated.add(line.key)
        for reward in drawn[line.key]:
            lost = bool(reward.due) and bool(holds.forfeiting(reward))
            freed += reward.covered if lost else CENT_ZERO
            known = firm and holds.firm(reward, besides)
            rewards[reward.key] = _paid(reward, holds, lost=lost) if known else None
        undivided = line.tool is None and not drawn[line.key] and line.savings != line.amount
        lines[line.key] = LineOutcome(line.amount, line.savings + freed) if firm and not undivided else None
    return Sums(
        rewards,
        lines,
        stopped,
        frozenset(line.key for line in results.fund_lines if line.tool is not None),
        frozenset(key[0] for key, one in lines.items() if one is None),
        frozenset(gated),
        {reward.key: reward.fund for reward in results.rewards},
    )


def _paid(reward: Reward, holds: Holds, *, lost: bool) -> RewardOutcome:
    if lost or not reward.covered:
        return NO_REWARD
    return RewardOutcome(reward.fund, reward.item, reward.covered, reward.covered - holds.waiting(reward))
