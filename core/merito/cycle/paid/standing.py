"""Money after a correction that comes when a tool has been paid: what was paid stands, and the difference is held.

What a correction takes from somebody who was paid is told, never taken back; what it gives is held, unless the ente has
adopted that the savings of the line bear it, and they reach.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import evolve, frozen

from merito.cycle.told_once import told_once
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import euro_text

Key = tuple[str, ...]
WAITS = "resta sospeso finché un atto non dice chi lo sostiene"


@frozen(kw_only=True)
class Corrected:
    """A tool that was paid before a correction: what was due without it and paid of that, by reward."""

    tool: str
    acts: str
    before: Mapping[Key, Reward]
    paid: Mapping[Key, Decimal]
    by_savings: bool
    rules: tuple[str, ...] = ()

    def changes(self, rewards: Iterable[Reward]) -> bool:
        """Whether somebody is due another sum than before."""
        now = {one.key: one.due for one in rewards if one.tool == self.tool}
        return now != {key: one.due for key, one in self.before.items()}

    def was_due(self, person: str) -> Decimal:
        """What was due to somebody without the correction."""
        return sum((one.due for one in self.before.values() if one.person == person), CENT_ZERO)

    def raise_of(self, reward: Reward) -> Decimal:
        """What the correction adds to a reward, above what was due or paid."""
        return max(reward.due - max(self.due_before(reward), self.paid.get(reward.key, CENT_ZERO)), CENT_ZERO)

    def due_before(self, reward: Reward) -> Decimal:
        """What was due without the correction."""
        known = self.before.get(reward.key)
        return known.due if known else CENT_ZERO


def standing(results: Results, tools: Mapping[str, Corrected]) -> Results:
    """Settled results in which nobody has less than what was paid, and no line gives more than it holds."""
    if not tools:
        return results
    lines = {line.key: line for line in results.fund_lines}
    drawn: dict[Key, list[Reward]] = defaultdict(list)
    for reward in (*results.rewards, *_gone(results, tools, lines)):
        drawn[reward.fund, reward.item].append(reward)
    settled: dict[Key, Reward] = {}
    for key, rewards in drawn.items():
        if any(reward.tool in tools for reward in rewards):
            lines[key], stands = _line(lines[key], rewards, tools)
            settled.update({reward.key: reward for reward in stands})
    kept = tuple(settled.pop(reward.key, reward) for reward in results.rewards)
    return results.replacing(rewards=(*kept, *settled.values()), fund_lines=tuple(lines.values()))


def _gone(results: Results, tools: Mapping[str, Corrected], lines: Mapping[Key, FundLine]) -> Iterator[Reward]:
    """Rewards that were paid and are not due at all now, each on its line; where that is gone, on the largest left."""
    here = {reward.key for reward in results.rewards}
    for one in tools.values():
        for key, reward in one.before.items():
            of_fund = [line for line in lines.values() if line.fund == reward.fund]
            if key in here or not one.paid.get(key) or not of_fund:
                continue
            there = (reward.fund, reward.item) in lines
            item = reward.item if there else max(of_fund, key=lambda line: line.amount).item
            yield evolve(
                reward, item=item, due=CENT_ZERO, paid=CENT_ZERO, withheld=CENT_ZERO, rests_on=(), alternative=()
            )


def _line(line: FundLine, rewards: list[Reward], tools: Mapping[str, Corrected]) -> tuple[FundLine, list[Reward]]:
    """A line and its rewards. The savings bear what is added where that is adopted and they reach; else it is held."""
    stands = [_stands(one, tools[one.tool]) if one.tool in tools else one for one in rewards]
    if sum((one.paid for one in stands), CENT_ZERO) > line.amount:
        stands = [_unpaid_held(one, tools[one.tool]) if one.tool in tools else one for one in stands]
    spent = sum((one.paid for one in stands), CENT_ZERO)
    left = max(line.amount - spent, CENT_ZERO)
    added = {one.key: one.withheld for one in stands if one.tool in tools and tools[one.tool].raise_of(one)}
    wanted = sum(added.values(), CENT_ZERO)
    held = sum((one.withheld for one in stands if one.key not in added), CENT_ZERO)
    whole = line.state in (State.WITHHELD, State.BLOCKED)
    waiting = max(line.withheld - sum((one.withheld for one in rewards), CENT_ZERO), CENT_ZERO)
    if wanted and wanted <= left - held - waiting and not whole:
        stands = [_borne(one) if one.key in added and tools[one.tool].by_savings else one for one in stands]
    paid = sum((one.paid for one in stands), CENT_ZERO)
    withheld = sum((one.withheld for one in stands), waiting)
    withheld = line.amount - min(paid, line.amount) if whole else min(withheld, max(line.amount - paid, CENT_ZERO))
    paid = min(paid, line.amount)
    beyond = (
        f"pagati {euro_text(spent)}, più di quanto la riga contiene (riservato/conguagli.csv)"
        if spent > line.amount
        else ""
    )
    state = State.FINAL if whole and paid else line.state
    savings = line.amount - paid - withheld
    reason = told_once((line.reason, beyond if spent > line.amount else ""))
    return evolve(line, paid=paid, withheld=withheld, savings=savings, state=state, reason=reason), stands


def _stands(reward: Reward, one: Corrected) -> Reward:
    paid = one.paid.get(reward.key, CENT_ZERO)
    if reward.due < paid:
        why = (
            f"già pagati {euro_text(paid)}; dopo {one.acts} ne spettano {euro_text(reward.due)}: la differenza è nei "
            "conguagli, e si recupera solo con un suo atto"
        )
        reason = told_once((why, reward.reason))
        rules = (*reward.rules, *one.rules)
        return evolve(reward, due=paid, paid=paid, withheld=CENT_ZERO, state=State.FINAL, reason=reason, rules=rules)
    more = one.raise_of(reward)
    now = max(paid, reward.paid - more if reward.paid > more else CENT_ZERO)
    if now == reward.paid:
        return reward
    if not more:
        return evolve(reward, paid=now, withheld=reward.due - now)
    why = f"dopo {one.acts} la differenza resta sospesa finché un atto non dice chi la sostiene"
    reason, rules = told_once((why, reward.reason)), (*reward.rules, *one.rules)
    return evolve(reward, paid=now, withheld=reward.due - now, state=State.WITHHELD, reason=reason, rules=rules)


def _unpaid_held(reward: Reward, one: Corrected) -> Reward:
    """A reward on a line that what was paid has left too short: what is not paid yet is held."""
    paid = min(one.paid.get(reward.key, CENT_ZERO), reward.due)
    if reward.paid <= paid:
        return reward
    why = f"la riga del fondo, già pagata ad altri, non basta a quanto spetta dopo {one.acts}: {WAITS}"
    reason, rules = told_once((why, reward.reason)), (*reward.rules, *one.rules)
    return evolve(reward, paid=paid, withheld=reward.due - paid, state=State.WITHHELD, reason=reason, rules=rules)


def _borne(reward: Reward) -> Reward:
    """A reward whose difference the savings of its line bear."""
    reason = f"differenza di {euro_text(reward.withheld)} con le economie della riga del fondo"
    return evolve(reward, paid=reward.due, withheld=CENT_ZERO, state=State.FINAL, reason=reason)


def is_short(results: Results, tools: Mapping[str, Corrected]) -> bool:
    """Whether a line of a corrected tool holds less money than was paid of it and is due."""
    wanted: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for reward in results.rewards:
        wanted[reward.fund, reward.item] += reward.due
    of_tools = {(one.fund, one.item) for one in results.rewards if one.tool in tools}
    lines = (line for line in results.fund_lines if line.key in of_tools)
    return any(wanted[line.key] > line.paid + line.withheld for line in lines)
