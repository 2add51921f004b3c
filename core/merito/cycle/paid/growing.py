"""People paid more than is certain today, to whom more may turn out to be due: what they owe is not known yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import evolve

from merito.cycle.paid.sums import Owed, net
from merito.kit.findings import told
from merito.model.acts import Phase
from merito.model.messages import Listed, Message, Ref, say, several
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import Payment
from merito.model.results import Finding, Results
from merito.model.states import State
from merito.numbers import natural_key

MOST_NAMED = 8  # number: of people that a sentence names
MAY_GROW = say("quanto spetta non si sa ancora, e può essere anche ciò che è stato pagato")


def still_growing(
    settled: Results, paid: Mapping[Owed, tuple[Payment, ...]], corrected: Collection[str]
) -> Mapping[Owed, Decimal]:
    """By person and tool, how much more (euro) than is certain was paid that may yet be due.

    Whatever waits in a fund may turn out to be theirs: what was paid beyond that is not due in any case. Of the tools
    that are `corrected` it is the correction that says what somebody owes.
    """
    waiting: dict[str, Decimal] = defaultdict(lambda: CENT_ZERO)
    for line in settled.fund_lines:
        waiting[line.fund] += line.withheld
    own: dict[Owed, list[Reward]] = defaultdict(list)
    for reward in settled.rewards:
        own[reward.person, reward.tool].append(reward)
    found: dict[Owed, Decimal] = {}
    for owed, rows in paid.items():
        growing = [one for one in own[owed] if one.may_grow]
        if not growing or owed[1] in corrected:
            continue
        due = sum((one.due for one in own[owed]), CENT_ZERO)
        held = sum((one.withheld for one in own[owed]), CENT_ZERO)
        room = sum((waiting[fund] for fund in {one.fund for one in growing}), CENT_ZERO) - held
        more = min(net(rows) - due, room)
        if more > 0:
            found[owed] = more
    return found


def due_in_other_ways(
    settled: Results,
    others: Iterable[Results],
    paid: Mapping[Owed, tuple[Payment, ...]],
    corrected: Collection[str],
) -> Mapping[Owed, Decimal]:
    """By person and tool, how much more (euro) than is due was paid that is due under another choice on a reading.

    `others` are the results under the other choices.
    """
    due = _due(settled)
    most: dict[Owed, Decimal] = defaultdict(lambda: CENT_ZERO)
    for there in others:
        for owed, amount in _due(there).items():
            most[owed] = max(most[owed], amount)
    found = {
        owed: min(net(rows), most[owed]) - due[owed]
        for owed, rows in paid.items()
        if owed in due and owed[1] not in corrected
    }
    return {owed: more for owed, more in found.items() if more > 0}


def _due(results: Results) -> Mapping[Owed, Decimal]:
    found: dict[Owed, Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in results.rewards:
        found[one.person, one.tool] += one.due
    return found


def with_what_may_grow(settled: Results, growing: Mapping[Owed, Decimal]) -> Results:
    """The rewards of such people with that sum, which nobody is owed for certain: it waits."""
    left, may_grow = dict(growing), {(one.person, one.tool) for one in settled.rewards if one.may_grow}

    def grown(reward: Reward) -> Reward:
        owed = reward.person, reward.tool
        more = left.pop(owed, CENT_ZERO) if reward.may_grow or owed not in may_grow else CENT_ZERO
        if not more:
            return reward
        return evolve(
            reward,
            due=reward.due + more,
            withheld=reward.withheld + more,
            state=State.WITHHELD,
            reason=several(MAY_GROW, reward.reason),
            held=several(MAY_GROW, reward.held),
        )

    return settled.replacing(rewards=tuple(map(grown, settled.rewards)))


def told_growing(growing: Collection[Owed], rules: Mapping[str, str]) -> Iterator[Finding]:
    """One finding per tool."""
    for tool in sorted({tool for _, tool in growing}, key=natural_key):
        people = sorted((person for person, of in growing if of == tool), key=natural_key)
        yield told("warning", rules[tool], _why(tool, people), phase=Phase.REWARDS, tool=tool)


def _why(tool: str, people: Collection[str]) -> Message:
    return say(
        "strumento {tool}: {people} ha già avuto più di ciò che è certo, e può spettargli anche quello: non c'è "
        "conguaglio, finché quanto spetta non si sa",
        many="strumento {tool}: {people} hanno già avuto più di ciò che è certo, e può spettare loro anche quello: non "
        "c'è conguaglio, finché quanto spetta non si sa",
        number="count",
        tool=Ref("tool", tool),
        people=Listed((Ref("person", one) for one in people), MOST_NAMED),
        count=len(people),
    )
