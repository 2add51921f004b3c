"""People who were paid and to whom nothing is due now, as rewards of zero; and those of whom that is unknown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import evolve

from merito.cycle.paid.purses import Purses
from merito.cycle.paid.sums import Owed, net
from merito.kit.findings import told
from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.messages import Ref, say
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.paid import Payment
from merito.model.results import Finding, Results
from merito.numbers import natural_key


def no_longer_due(results: Results, before: Iterable[Reward]) -> Iterator[Reward]:
    """Rewards that a correction has removed, each on its line; if that is gone, on another that pays such people."""
    here = {reward.key for reward in results.rewards}
    there = {line.key for line in results.fund_lines}
    of_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in results.fund_lines:
        of_fund[line.fund].append(line)
    purses = Purses(results)
    for reward in before:
        if reward.key in here or reward.fund not in of_fund:
            continue
        item = reward.item
        if (reward.fund, item) not in there:
            own = purses.lines_of(reward.person, reward.tool, of_fund[reward.fund])
            item = max(own, key=_amount).item
        yield evolve(
            reward, item=item, due=CENT_ZERO, payable=CENT_ZERO, withheld=CENT_ZERO, rests_on=(), alternative=()
        )


def never_due(
    results: Results,
    gone: Iterable[Reward],
    paid: Mapping[Owed, tuple[Payment, ...]],
    funds: Mapping[str, Collection[str]],
    rules: Mapping[str, tuple[str, ...]],
) -> Iterator[Reward]:
    """A reward for each person paid through a tool without having one, on the largest line that pays such people.

    These are the people of the same ranking, or those among whom the line is shared; if that is not known, all that the
    tool pays. Until the tool divides anything, it is the line that is left to it, or one that no tool has divided: what
    other tools pay, or save, is not touched. `gone` are the rewards that a correction has removed. If the fund has no
    line at all, there is none.
    """
    computed = {(reward.person, reward.tool) for reward in (*results.rewards, *gone)}
    purses = Purses(results)
    for (person, tool), rows in paid.items():
        if (person, tool) in computed or not net(rows):
            continue
        lines = purses.lines_of_tool(tool) or _to_divide(results, tool, funds[tool])
        line = max(purses.lines_of(person, tool, lines), key=_amount, default=None)
        if line is None:
            continue
        yield Reward(
            person=person,
            tool=tool,
            fund=line.fund,
            item=line.item,
            due=CENT_ZERO,
            rests_on=(),
            rules=rules[tool],
            basis=Basis(inputs=rows),
        )


def _to_divide(results: Results, tool: str, funds: Collection[str]) -> tuple[FundLine, ...]:
    """The lines from which a tool that has divided none would pay: those left to it, else undivided, else all."""
    drawn = {(one.fund, one.item) for one in results.rewards}
    every = tuple(line for line in results.fund_lines if line.fund in funds)
    left = tuple(line for line in every if line.left_to == tool)
    undivided = tuple(line for line in every if line.withheld and line.tool is None and line.key not in drawn)
    return left or undivided or every


def _amount(line: FundLine) -> Decimal:
    return line.amount


def not_computed(
    rewards: Collection[Reward], lines: Iterable[FundLine], paid: Iterable[Owed], funds: Mapping[str, Collection[str]]
) -> frozenset[Owed]:
    """People paid through a tool without a reward, while a line of its funds is held and pays nobody.

    `rewards` includes those that a correction has removed.
    """
    computed = {(one.person, one.tool) for one in rewards}
    drawn = {(one.fund, one.item) for one in rewards}
    waiting = {line.fund for line in lines if line.withheld and line.key not in drawn}
    return frozenset(one for one in paid if one not in computed and not waiting.isdisjoint(funds[one[1]]))


def told_unknown(unknown: Collection[Owed], rules: Mapping[str, str]) -> Iterator[Finding]:
    """One finding per tool."""
    for tool in sorted({tool for _, tool in unknown}, key=natural_key):
        why = say(
            "strumento {tool}: a chi è già stato pagato non si sa ancora quanto spetta, perché il fondo non è tutto "
            "diviso: di questi non c'è conguaglio, finché i dati che mancano non ci sono",
            tool=Ref("tool", tool),
        )
        yield told("warning", rules[tool], why, phase=Phase.REWARDS, tool=tool)
