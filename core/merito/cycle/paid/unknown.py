"""People paid through a tool whose money is not divided yet: what is due to them is unknown, not zero."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from merito.cycle.paid.sums import Owed
from merito.model.acts import Phase
from merito.model.money import FundLine, Reward
from merito.model.results import Finding
from merito.numbers import natural_key


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


def told_unknown(unknown: Collection[Owed], labels: Mapping[str, str], rule: str) -> Iterator[Finding]:
    """One finding per tool. It is public, so it does not say how many people it concerns."""
    for tool in sorted({tool for _, tool in unknown}, key=natural_key):
        yield Finding(
            severity="warning",
            phase=Phase.REWARDS,
            rule=rule,
            message=(
                f"strumento «{labels[tool]}»: a chi è già stato pagato non si sa ancora quanto spetta, perché il fondo "
                "non è tutto diviso: di questi non c'è conguaglio, finché i dati che mancano non ci sono"
            ),
            tool=tool,
        )
