"""Money that was partly paid already: payments are kept, and no line gives more than it holds.

What a correction takes from a person who was paid is reported, never taken back. What it adds is held, unless the ente
has adopted that the savings of the line pay for it, and these are enough. Overpayments reduce the savings of their
line; if a line is then too short, people not yet paid wait.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import evolve, field, frozen

from merito.cycle.told_once import told_once
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import euro_text

Key = tuple[str, ...]
WAITS = "resta sospeso finché un atto non dice chi lo sostiene"
PAID_BEYOND = "è stato pagato più di quanto la riga contiene (riservato/conguagli.csv)"
TOO_SHORT = "ciò che è già stato pagato non lascia abbastanza per tutto ciò che spetta (riservato/conguagli.csv)"
ADDED_HELD = "differenze dopo una correzione, sospese finché un atto non dice chi le sostiene (riservato/conguagli.csv)"
IN_BALANCES = "la differenza è nei conguagli, e se non era dovuta si recupera, con un suo atto"


@frozen(kw_only=True)
class PaidTool:
    """A tool with payments: what was due before a correction, and what was paid, by reward.

    `acts` are those of the later corrections (Italian); if there are none it is empty, and `before` equals what is due
    now.
    """

    tool: str
    before: Mapping[Key, Reward]
    paid: Mapping[Key, Decimal] = field(factory=dict)
    acts: str = ""
    by_savings: bool = False
    rules: tuple[str, ...] = ()

    def was_due(self, person: str) -> Decimal:
        """What was due to a person without the correction."""
        return self._due_by_person.get(person, CENT_ZERO)

    @cached_property
    def _due_by_person(self) -> Mapping[str, Decimal]:
        found: dict[str, Decimal] = defaultdict(lambda: CENT_ZERO)
        for one in self.before.values():
            found[one.person] += one.due
        return found

    def raise_of(self, reward: Reward) -> Decimal:
        """What the correction adds to a reward, above what was due or paid."""
        if not self.acts:
            return CENT_ZERO
        return max(reward.due - max(self.due_before(reward), self.paid_of(reward)), CENT_ZERO)

    def due_before(self, reward: Reward) -> Decimal:
        """What was due without the correction."""
        known = self.before.get(reward.key)
        return known.due if known else CENT_ZERO

    def paid_of(self, reward: Reward) -> Decimal:
        """What was paid of a reward."""
        return self.paid.get(reward.key, CENT_ZERO)

    def touches(self, reward: Reward) -> bool:
        """Whether the line of a reward must be settled again: it was corrected, or overpaid."""
        return bool(self.acts) or self.paid_of(reward) > reward.paid


Tools = Mapping[str, PaidTool]


def standing(results: Results, undue: Iterable[Reward], tools: Tools) -> Results:
    """Settled results in which nobody has less than what was paid, and no line gives more than it holds.

    `undue` are rewards of people who were paid and to whom nothing is due.
    """
    lines = {line.key: line for line in results.fund_lines}
    drawn: dict[Key, list[Reward]] = defaultdict(list)
    for reward in (*results.rewards, *undue):
        drawn[reward.fund, reward.item].append(reward)
    settled: dict[Key, Reward] = {}
    for key, rewards in drawn.items():
        if any(reward.tool in tools and tools[reward.tool].touches(reward) for reward in rewards):
            lines[key], stands = _line(lines[key], rewards, tools)
            settled.update({reward.key: reward for reward in stands})
    kept = tuple(settled.pop(reward.key, reward) for reward in results.rewards)
    return results.replacing(rewards=(*kept, *settled.values()), fund_lines=tuple(lines.values()))


def _line(line: FundLine, rewards: list[Reward], tools: Tools) -> tuple[FundLine, list[Reward]]:
    """A line and its rewards. Savings pay for increases if that is adopted and they are enough; else these are held."""
    stands = [_stands(one, tools[one.tool]) if one.tool in tools else one for one in rewards]
    short = _paid(stands) > line.amount
    if short:
        stands = [_unpaid_held(one, tools.get(one.tool)) for one in stands]
    spent = _paid(stands)
    added = {one.key: one.withheld for one in stands if one.tool in tools and tools[one.tool].raise_of(one)}
    wanted = sum(added.values(), CENT_ZERO)
    held = sum((one.withheld for one in stands if one.key not in added), CENT_ZERO)
    whole = line.state in (State.WITHHELD, State.BLOCKED)
    waiting = max(line.withheld - sum((one.withheld for one in rewards), CENT_ZERO), CENT_ZERO)
    if wanted and wanted <= line.amount - spent - held - waiting and not whole:
        stands = [_borne(one) if one.key in added and tools[one.tool].by_savings else one for one in stands]
    paid = min(_paid(stands), line.amount)
    left = line.amount - paid
    withheld = left if whole else min(sum((one.withheld for one in stands), waiting), left)
    state = State.FINAL if whole and paid else line.state
    why = tuple(_why(spent > line.amount, short, any(_added_held(one, tools) for one in stands)))
    because = told_once((line.held, *why)) if withheld else ""
    reason, savings = told_once((line.reason, *why)), left - withheld
    return evolve(line, paid=paid, withheld=withheld, savings=savings, state=state, reason=reason, held=because), stands


def _why(beyond: bool, short: bool, added: bool) -> Iterator[str]:
    """The reason of a line that changed (Italian). It is public, so it gives no sum."""
    if beyond:
        yield PAID_BEYOND
    elif short:
        yield TOO_SHORT
    if added:
        yield ADDED_HELD


def _added_held(reward: Reward, tools: Tools) -> bool:
    return bool(reward.withheld and reward.tool in tools and tools[reward.tool].raise_of(reward))


def _paid(rewards: Iterable[Reward]) -> Decimal:
    return sum((one.paid for one in rewards), CENT_ZERO)


def _stands(reward: Reward, one: PaidTool) -> Reward:
    paid = one.paid_of(reward)
    if reward.due < paid:
        reason = told_once((_beyond(reward, one), reward.reason))
        rules = (*reward.rules, *(rule for rule in one.rules if rule not in reward.rules))
        stands = evolve(reward, due=paid, paid=paid, withheld=CENT_ZERO, undue=paid - reward.due)
        return evolve(stands, state=State.FINAL, reason=reason, rules=rules)
    if not one.acts:
        return reward if paid <= reward.paid else _paid_while_held(reward, paid)
    more = one.raise_of(reward)
    now = max(paid, reward.paid - more if reward.paid > more else CENT_ZERO)
    if now == reward.paid:
        return reward
    if not more:
        return evolve(reward, paid=now, withheld=reward.due - now)
    why = f"dopo {one.acts} la differenza resta sospesa finché un atto non dice chi la sostiene"
    reason, rules = told_once((why, reward.reason)), (*reward.rules, *one.rules)
    return evolve(reward, paid=now, withheld=reward.due - now, state=State.WITHHELD, reason=reason, rules=rules)


def _paid_while_held(reward: Reward, paid: Decimal) -> Reward:
    """What was paid of a held reward is no longer held, since the money is gone.

    A reward that was paid entirely holds nothing, but is not final while what held it may change it.
    """
    left = reward.due - paid
    whole = not left and reward.state in (State.WITHHELD, State.BLOCKED)
    how = ", per intero" if whole else ""
    reason = told_once((reward.reason, f"già pagati {euro_text(paid)}{how}"))
    return evolve(reward, paid=paid, withheld=left, state=State.PROVISIONAL if whole else reward.state, reason=reason)


def _beyond(reward: Reward, one: PaidTool) -> str:
    paid, due = euro_text(one.paid_of(reward)), euro_text(reward.due)
    if one.acts:
        return f"già pagati {paid}; dopo {one.acts} ne spettano {due}: {IN_BALANCES}"
    return f"già pagati {paid}, e ne spettano {due}: {IN_BALANCES}"


def _unpaid_held(reward: Reward, one: PaidTool | None) -> Reward:
    """A reward on a line that payments have left too short: what is not paid yet is held."""
    paid = min(one.paid_of(reward), reward.due) if one else CENT_ZERO
    if reward.paid <= paid:
        return reward
    after = f" dopo {one.acts}" if one and one.acts else ""
    why = f"la riga del fondo, già pagata ad altri, non basta a quanto spetta{after}: {WAITS}"
    reason, rules = told_once((why, reward.reason)), (*reward.rules, *(one.rules if one else ()))
    return evolve(reward, paid=paid, withheld=reward.due - paid, state=State.WITHHELD, reason=reason, rules=rules)


def _borne(reward: Reward) -> Reward:
    """A reward whose increase is paid from the savings of its line."""
    reason = f"differenza di {euro_text(reward.withheld)} con le economie della riga del fondo"
    return evolve(reward, paid=reward.due, withheld=CENT_ZERO, state=State.FINAL, reason=reason)


def is_short(results: Results) -> bool:
    """Whether a line holds less money than was paid from it and is due."""
    wanted: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for reward in results.rewards:
        wanted[reward.fund, reward.item] += reward.due
    return any(wanted[line.key] > line.paid + line.withheld for line in results.fund_lines)
