"""What a sum of money reveals about people: the rewards that draw on fund lines, without the pay of posts.

The value of a post from its weighting is public; a person's result pay or prize is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from merito.contract.inputs import POST, Inputs
from merito.kit.extremes import extremes
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Results, TableRow
from merito.publication.known import NAMED, ONE, Figure, Known

PAID, WITHHELD, NOTHING, UNPAID = "paid", "withheld", "nothing", "unpaid"


class Money:
    """The rewards of a record by the fund line that they draw on."""

    def __init__(self, results: Results, inputs: Inputs) -> None:
        self._posts = frozenset(tool.name for tool in inputs.tools.values() if tool.pays == POST)
        self._behind: dict[tuple[int, ...], tuple[Reward, ...]] = {}
        self._drawn: dict[tuple[str, ...], list[Reward]] = defaultdict(list)
        for reward in results.rewards:
            self._drawn[reward.fund, reward.item].append(reward)
        self._merit = {key: self.of_merit(own) for key, own in self._drawn.items()}
        self.extremes = extremes(self.of_merit(results.rewards))
        self.bounded = frozenset(one.person for one in self.of_merit(results.rewards) if one.most)
        """The people of whom everybody knows the most that they could have."""

    def of_merit(self, rewards: Iterable[Reward]) -> tuple[Reward, ...]:
        """The rewards that are not the pay of a post."""
        return tuple(reward for reward in rewards if reward.tool not in self._posts)

    def drawn_on(self, lines: Iterable[FundLine]) -> tuple[Reward, ...]:
        """The rewards of merit that draw on some lines."""
        return tuple(chain.from_iterable(self._merit.get(line.key, ()) for line in lines))

    def behind(self, rows: Iterable[TableRow]) -> tuple[Reward, ...]:
        """The rewards of merit that rows rest on, directly or through fund lines."""
        each = list(rows)
        key = tuple(map(id, each))
        if key not in self._behind:
            resting = [one for row in each for one in row.rests_on]
            own = self.of_merit(one for one in resting if isinstance(one, Reward))
            drawn = self.drawn_on(one for one in resting if isinstance(one, FundLine))
            self._behind[key] = tuple({reward.key: reward for reward in (*own, *drawn)}.values())
        return self._behind[key]

    def figures(self, rewards: Sequence[Reward], savings: Decimal | None = None) -> tuple[Figure, ...]:
        """The paid sums; with `savings`, also what is held, and who has nothing if something is saved."""
        if not rewards:
            return ()
        paid = Figure(PAID, {_unit(one): one.released for one in rewards})
        return (paid,) if savings is None else (paid, *_rest(rewards, savings))

    def named(self, rewards: Sequence[Reward]) -> tuple[Figure, ...]:
        """The paid sum of people who are no secret: of a fund, a category, or all the classes of a group."""
        return (Figure(NAMED, {_unit(one): one.released for one in rewards}),) if rewards else ()

    def telling(self, rewards: Sequence[Reward], savings: Decimal, known: Known) -> tuple[Figure, ...]:
        """The paid sums and, if they concern enough people, how the rest divides into held and saved.

        Otherwise people without payment: the rest is revealed anyway, as what is set aside minus what is paid.
        """
        whole = self.figures(rewards, savings)
        if self.divides(rewards, savings, known):
            return whole
        return (*whole[:1], Figure(UNPAID, {_unit(one): _unpaid(one) for one in rewards})) if rewards else ()

    def divides(self, rewards: Sequence[Reward], savings: Decimal, known: Known) -> bool:
        """Whether the division of the unpaid rest into held and saved may be published."""
        return known.admits(_rest(rewards, savings))


def _rest(rewards: Sequence[Reward], savings: Decimal) -> Iterator[Figure]:
    if any(one.withheld for one in rewards):
        yield Figure(WITHHELD, {_unit(one): one.withheld for one in rewards})
    if savings and any(not one.due for one in rewards):
        yield Figure(NOTHING, {_unit(one): CENT_ZERO if one.due else ONE for one in rewards})


def _unpaid(reward: Reward) -> Decimal:
    """The part of a reward that is not paid; for one that is not due, only its existence."""
    return reward.withheld if reward.due else ONE


def _unit(reward: Reward) -> tuple[str, ...]:
    return reward.key
