"""People who were paid and to whom nothing is due now: a reward of zero, on a fund line, for the payment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import evolve

from merito.cycle.paid.sums import Owed, net
from merito.model.basis import Basis
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.paid import Payment
from merito.model.results import Results

Key = tuple[str, ...]


def no_longer_due(results: Results, before: Iterable[Reward]) -> Iterator[Reward]:
    """Rewards that a correction has removed, each on its line; if that is gone, on the largest remaining line."""
    here = {reward.key for reward in results.rewards}
    there = {line.key for line in results.fund_lines}
    of_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in results.fund_lines:
        of_fund[line.fund].append(line)
    largest = {fund: max(lines, key=_amount) for fund, lines in of_fund.items()}
    for reward in before:
        if reward.key in here or reward.fund not in largest:
            continue
        item = reward.item if (reward.fund, reward.item) in there else largest[reward.fund].item
        yield evolve(reward, item=item, due=CENT_ZERO, paid=CENT_ZERO, withheld=CENT_ZERO, rests_on=(), alternative=())


def never_due(
    rewards: Iterable[Reward],
    fund_lines: Collection[FundLine],
    paid: Mapping[Owed, tuple[Payment, ...]],
    funds: Mapping[str, Collection[str]],
    rules: tuple[str, ...],
) -> Iterator[Reward]:
    """A reward for each person paid through a tool without having one, on the largest line that the tool pays.

    If the fund has no line at all, there is none.
    """
    drawn: dict[str, set[Key]] = defaultdict(set)
    computed: set[Owed] = set()
    for reward in rewards:
        drawn[reward.tool].add((reward.fund, reward.item))
        computed.add((reward.person, reward.tool))
    largest: dict[str, FundLine | None] = {}
    for (person, tool), rows in paid.items():
        if (person, tool) in computed or not net(rows):
            continue
        if tool not in largest:
            of_tool = [line for line in fund_lines if line.tool == tool or line.key in drawn[tool]]
            lines = of_tool or (line for line in fund_lines if line.fund in funds[tool])
            largest[tool] = max(lines, key=_amount, default=None)
        line = largest[tool]
        if line is None:
            continue
        yield Reward(
            person=person,
            tool=tool,
            fund=line.fund,
            item=line.item,
            due=CENT_ZERO,
            rests_on=(),
            rules=rules,
            basis=Basis(inputs=rows),
        )


def _amount(line: FundLine) -> Decimal:
    return line.amount
