"""The account of a fund from which people were paid: what is left of it, for whom, and what stands without cover.

For every fund, with no part below zero:

    cash out - recovered + payable + withheld + savings = fund + overdrawn

An overdrawn fund, with more cash out than it holds, has nothing payable, withheld or saved. What is due without cover,
and what was paid beyond what is due, stand beside the account: of every reward

    due = cash out - recovered + payable + withheld + uncovered - credit

What is missing on a line is taken from its savings first, then from those of its sister lines: the other parts of the
same line, then the other lines of its tool; and then from what these give for what a correction adds, since that has
only savings. Only the rest is taken from what is unpaid, pro rata. Cash beyond a whole line, and cash to people to whom
nothing is due, is taken from the same; what they lack from what waits and is unpaid on the other parts of the same
line, pro rata, and then on the other lines of its fund. What a correction adds has only the savings of its line; those
of the other parts of the same line too, if the reading on it says so.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from attrs import define, evolve, field, frozen

from merito.model.messages import NOTHING, Message, Money, say, several
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import split

Key = tuple[str, ...]
Sums = dict[str, Decimal]
WHOLE = (State.WITHHELD, State.BLOCKED)
SPARE = ("savings", "raised")
OVERDRAWN = say("è stato pagato più di quanto il fondo contiene (conguagli)")
PAID_BEYOND = say("è stato pagato più di quanto la riga contiene (conguagli)")
TOO_SHORT = say("ciò che è già stato pagato non lascia abbastanza per tutto ciò che spetta (conguagli)")
LESSENED = say("economie ridotte da ciò che è stato pagato oltre il dovuto (conguagli)")
ADDED_HELD = say(
    "differenze dopo una correzione, sospese finché l'atto che adotta la lettura non dice con quale denaro si pagano "
    "(conguagli)"
)
IN_BALANCES = say("la differenza è nei conguagli, e se non era dovuta si recupera, con un suo atto")


@frozen(kw_only=True)
class PaidTool:
    """A tool with payments: what was due before a correction, and what was paid net of recoveries, by reward.

    `acts` are those of the later corrections; if there are none it says nothing, and `before` equals what is due now.
    With `by_savings` the savings of a line pay for what a correction adds, and with `beside` those of the other parts
    of the same line. `not_yet` are those whose corrected
    score is not final.
    """

    tool: str
    before: Mapping[Key, Reward]
    paid: Mapping[Key, Decimal] = field(factory=dict)
    acts: Message = NOTHING
    by_savings: bool = False
    beside: bool = False
    not_yet: frozenset[str] = frozenset()
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
        known = self.before.get(reward.key)
        before = known.due if known else CENT_ZERO
        return max(reward.due - max(before, self.paid_of(reward)), CENT_ZERO)

    def paid_of(self, reward: Reward) -> Decimal:
        """What was paid of a reward."""
        return self.paid.get(reward.key, CENT_ZERO)


Tools = Mapping[str, PaidTool]


def accounted(results: Results, undue: Iterable[Reward], tools: Tools) -> Results:
    """Settled results with the account of every fund from which somebody was paid.

    `undue` are rewards of people who were paid and to whom nothing is due.
    """
    drawn: dict[Key, list[Reward]] = defaultdict(list)
    for reward in (*results.rewards, *undue):
        drawn[reward.fund, reward.item].append(reward)
    not_due = {one.key for one in undue if not one.due}
    lines: dict[Key, FundLine] = {}
    rewards: dict[Key, Reward] = {}
    for fund in dict.fromkeys(line.fund for line in results.fund_lines):
        own = [line for line in results.fund_lines if line.fund == fund]
        if not any(one.tool in tools for line in own for one in drawn[line.key]):
            continue
        shares = [_Share.of(line, drawn[line.key], tools, not_due) for line in own]
        for beside in (_of_line, _of_tool):
            for sisters in _grouped(shares, beside):
                _borne_by_others(sisters, SPARE)
                _covered_by_sisters(sisters)
        for sisters in _grouped(shares, _of_line):
            _raised_by_sisters(sisters)
        for sisters in _grouped(shares, _of_line):
            _borne_by_others(sisters, ("waiting", "unpaid"))
        _borne_by_others(shares, (*SPARE, "waiting", "unpaid"))
        overdrawn = any(one.overdrawn for one in shares)
        for one in shares:
            lines[one.line.key] = one.settled_line(overdrawn)
            rewards.update((reward.key, reward) for reward in one.settled_rewards())
    kept = tuple(rewards.pop(reward.key, reward) for reward in results.rewards)
    return results.replacing(
        rewards=(*kept, *rewards.values()),
        fund_lines=tuple(lines.get(line.key, line) for line in results.fund_lines),
    )


@define
class _Share:
    """The share of one line in the account of its fund, while it is made (euro).

    `payable`, `withheld` and `uncovered` are by the place of a reward on the line, and so is `lacking`, the part of
    `uncovered` that was paid to others, and `wanting`, the part of it that a correction adds and savings beside may
    cover; `given_more` is what a correction adds and savings cover; `beyond` is the cash out above the line,
    `overdrawn` the part of it that no other line bears (while the account is made: not yet). `waiting` is withheld and
    nobody's yet, `awaited` what it lacks since it was paid to others; `lessened` is what others take of the savings,
    `given` what corrections take of them.
    """

    line: FundLine
    rewards: Sequence[Reward]
    tools: Tools
    payable: Sums
    withheld: Sums
    uncovered: Sums
    lacking: Sums
    wanting: Sums
    given_more: Sums
    savings: Decimal
    waiting: Decimal
    beyond: Decimal
    overdrawn: Decimal
    awaited: Decimal = CENT_ZERO
    lessened: Decimal = CENT_ZERO
    given: Decimal = CENT_ZERO

    @classmethod
    def of(cls, line: FundLine, rewards: Sequence[Reward], tools: Tools, not_due: Collection[Key]) -> "_Share":
        """What the line itself covers: first what is due without corrections, then what they add.

        Cash to people to whom nothing is due takes its savings; the rest is borne as what is beyond the line.
        """
        cash = sum((_cash(one, tools) for one in rewards), CENT_ZERO)
        lost = sum((_cash(one, tools) for one in rewards if one.key in not_due), CENT_ZERO)
        room = max(line.amount - (cash - lost), CENT_ZERO)
        unpaid = {str(at): max(one.covered - _cash(one, tools), CENT_ZERO) for at, one in enumerate(rewards)}
        added = {str(at): min(_added(one, tools), unpaid[str(at)]) for at, one in enumerate(rewards)}
        base = {at: unpaid[at] - added[at] for at in unpaid}
        covered = _covered(room, base)
        left = room - sum(covered.values(), CENT_ZERO)
        whole = line.state in WHOLE
        waiting = max(line.withheld - sum((one.withheld for one in rewards), CENT_ZERO), CENT_ZERO)
        raised = _covered(max(left - lost - (CENT_ZERO if whole else waiting), CENT_ZERO), added)
        left -= sum(raised.values(), CENT_ZERO)
        awaited, waiting = waiting, left if whole else min(waiting, left)
        without = {at: unpaid[at] - covered[at] - raised[at] for at in unpaid}
        from_savings = min(lost, left - waiting)
        share = cls(
            line=line,
            rewards=rewards,
            tools=tools,
            payable={},
            withheld={},
            uncovered={
                str(at): max(one.due - max(_cash(one, tools), one.covered), CENT_ZERO) + without[str(at)]
                for at, one in enumerate(rewards)
            },
            lacking={at: base[at] - covered[at] for at in unpaid},
            wanting={
                str(at): added[str(at)] - raised[str(at)] if one.tool in tools and tools[one.tool].beside else CENT_ZERO
                for at, one in enumerate(rewards)
            },
            given_more=dict(raised),
            savings=left - waiting - from_savings,
            waiting=waiting,
            awaited=CENT_ZERO if whole else awaited - waiting,
            beyond=max(cash - line.amount, CENT_ZERO),
            overdrawn=max(cash - lost - line.amount, CENT_ZERO) + lost - from_savings,
        )
        for at, reward in enumerate(rewards):
            share._parted(str(at), reward, covered[str(at)], raised[str(at)])
        return share

    def _parted(self, at: str, reward: Reward, base: Decimal, raised: Decimal) -> None:
        """What is covered of a reward: payable, or withheld as the reward is; a raise if savings may pay for it.

        Of a reward that is held in part, that part is the last to be paid.
        """
        held = base if reward.withheld == reward.covered else min(base, reward.withheld)
        free = not reward.withheld or reward.withheld < reward.covered
        borne = free and (reward.tool not in self.tools or self.tools[reward.tool].by_savings)
        self.payable[at] = base - held + (raised if borne else CENT_ZERO)
        self.withheld[at] = base + raised - self.payable[at]

    def taken(self, part: str, amount: Decimal) -> None:
        """Takes from its savings, from what waits, or pro rata from what it covers of rewards (`unpaid`).

        `raised` is what it covers of what corrections add. What is `given` is taken from its savings for what
        corrections add elsewhere.
        """
        if part == "savings":
            self.lessened += amount
        if part == "given":
            self.savings -= amount
            self.given += amount
            return
        if part == "raised":
            for at, less in _covered(amount, self.given_more).items():
                self._uncover(at, less)
                self.given_more[at] -= less
            return
        if part != "unpaid":
            setattr(self, part, getattr(self, part) - amount)
            return
        for at, less in _covered(amount, self.unpaid).items():
            self._uncover(at, less)

    def _uncover(self, at: str, less: Decimal) -> None:
        """Takes a sum from what is covered of a reward, first from what is withheld of it."""
        held = min(less, self.withheld[at])
        self.withheld[at] -= held
        self.payable[at] -= less - held
        self.uncovered[at] += less

    def covered_beside(self, amount: Decimal) -> None:
        """Covers what others were paid of its rewards, and then of what waits, with the savings of sister lines."""
        of_rewards = min(amount, sum(self.lacking.values(), CENT_ZERO))
        self.waiting += amount - of_rewards
        self.awaited -= amount - of_rewards
        for at, more in _covered(of_rewards, self.lacking).items():
            reward = self.rewards[int(at)]
            whole = reward.withheld == reward.covered
            held = more if whole else min(more, max(reward.withheld - self.withheld[at], CENT_ZERO))
            self.withheld[at] += held
            self.payable[at] += more - held
            self.uncovered[at] -= more
            self.lacking[at] -= more

    def raised_beside(self, amount: Decimal) -> None:
        """Covers what corrections add to its rewards with the savings of other parts of its line."""
        for at, more in _covered(amount, self.wanting).items():
            reward = self.rewards[int(at)]
            free = not reward.withheld or reward.withheld < reward.covered
            self.payable[at] += more if free else CENT_ZERO
            self.withheld[at] += CENT_ZERO if free else more
            self.uncovered[at] -= more
            self.wanting[at] -= more

    @property
    def lacks(self) -> Decimal:
        """What others were paid of its rewards, or of what waits, and nothing covers yet."""
        return sum(self.lacking.values(), CENT_ZERO) + self.awaited

    @property
    def unpaid(self) -> Sums:
        """What it covers of each reward beyond what was paid."""
        return {at: self.payable[at] + self.withheld[at] for at in self.payable}

    def has(self, part: str) -> Decimal:
        """How much can be taken of a part."""
        if part == "unpaid":
            return sum(self.unpaid.values(), CENT_ZERO)
        if part == "raised":
            return sum(self.given_more.values(), CENT_ZERO)
        return self.savings if part == "given" else getattr(self, part)

    def settled_rewards(self) -> Iterator[Reward]:
        for at, reward in enumerate(self.rewards):
            tool = self.tools.get(reward.tool)
            yield _reward(reward, tool, self.payable[str(at)], self.withheld[str(at)], self.uncovered[str(at)])

    def settled_line(self, overdrawn: bool) -> FundLine:
        line = self.line
        cash = sum((_cash(one, self.tools) for one in self.rewards), CENT_ZERO)
        payable = sum(self.payable.values(), CENT_ZERO)
        withheld = self.waiting + sum(self.withheld.values(), CENT_ZERO)
        uncovered = sum(self.uncovered.values(), CENT_ZERO)
        added = any(self.withheld[str(at)] and _added(one, self.tools) for at, one in enumerate(self.rewards))
        given = say("{given} delle economie alla differenza dopo una correzione", given=Money(self.given))
        lessened = (*((LESSENED,) if self.lessened else ()), *((given,) if self.given else ()))
        why = (*lessened, *_why(overdrawn, bool(self.beyond), bool(uncovered), added))
        state = State.PROVISIONAL if line.state in WHOLE and cash + payable else line.state
        unsure = withheld or uncovered or any(_paid_while_held(one, self.tools) for one in self.rewards)
        return evolve(
            line,
            net=cash,
            payable=payable,
            withheld=withheld,
            savings=self.savings,
            uncovered=uncovered,
            overdrawn=self.overdrawn,
            state=State.PROVISIONAL if unsure and state is State.FINAL else state,
            reason=several(line.reason, *why),
            held=several(line.held, *why) if withheld else NOTHING,
        )


def _cash(reward: Reward, tools: Tools) -> Decimal:
    return tools[reward.tool].paid_of(reward) if reward.tool in tools else CENT_ZERO


def _paid_while_held(reward: Reward, tools: Tools) -> bool:
    """Whether cash went out of a reward that something holds: what it will be is not known yet."""
    return bool(_cash(reward, tools)) and reward.state in (*WHOLE, State.PROVISIONAL)


def _added(reward: Reward, tools: Tools) -> Decimal:
    return tools[reward.tool].raise_of(reward) if reward.tool in tools else CENT_ZERO


def _covered(room: Decimal, wanted: Sums) -> Sums:
    """What a sum covers of several: all, or pro rata to the cent."""
    whole = sum(wanted.values(), CENT_ZERO)
    return dict(wanted) if whole <= room else split(room, wanted)


def _of_line(line: FundLine) -> Hashable:
    """The line of which a line is a part, and the tool that divided it so."""
    return (line.of, line.tool) if line.of is not None and line.tool is not None else None


def _of_tool(line: FundLine) -> Hashable:
    """The tool that gave a line."""
    return line.tool


def _grouped(shares: Sequence[_Share], beside: Callable[[FundLine], Hashable]) -> Iterable[Sequence[_Share]]:
    """The shares of lines that are sisters; those without any are left out."""
    found: dict[Hashable, list[_Share]] = defaultdict(list)
    for one in shares:
        found[beside(one.line)].append(one)
    return [own for known, own in found.items() if known is not None]


def _borne_by_others(shares: Sequence[_Share], parts: Sequence[str]) -> None:
    """Takes the cash beyond a line from parts of other lines, in order; what none of them has stays overdrawn."""
    for part in parts:
        beyond = {str(at): one.overdrawn for at, one in enumerate(shares)}
        for at, amount in _taken(shares, part, beyond).items():
            shares[int(at)].overdrawn -= amount


def _covered_by_sisters(shares: Sequence[_Share]) -> None:
    """Covers what lines lack, since their money went to others, with the savings of these lines.

    What is missing then is taken from what corrections add on them.
    """
    for part in SPARE:
        lacking = {str(at): one.lacks for at, one in enumerate(shares)}
        for at, amount in _taken(shares, part, lacking).items():
            shares[int(at)].covered_beside(amount)


def _raised_by_sisters(shares: Sequence[_Share]) -> None:
    """Covers what corrections add, beyond the savings of the own line, with those of these lines."""
    wanting = {str(at): sum(one.wanting.values(), CENT_ZERO) for at, one in enumerate(shares)}
    for at, amount in _taken(shares, "given", wanting).items():
        shares[int(at)].raised_beside(amount)


def _taken(shares: Sequence[_Share], part: str, wanted: Sums) -> Sums:
    """Takes what is wanted, or as much as there is, from a part of several lines, pro rata; gives what each gets."""
    there = {str(at): one.has(part) for at, one in enumerate(shares)}
    room = min(sum(wanted.values(), CENT_ZERO), sum(there.values(), CENT_ZERO))
    if not room:
        return {}
    for at, less in _covered(room, there).items():
        shares[int(at)].taken(part, less)
    return _covered(room, wanted)


def _why(overdrawn: bool, beyond: bool, short: bool, added: bool) -> Iterator[Message]:
    """The reason of a line that changed."""
    if overdrawn:
        yield OVERDRAWN
    elif beyond:
        yield PAID_BEYOND
    elif short:
        yield TOO_SHORT
    if added:
        yield ADDED_HELD


def _reward(reward: Reward, tool: PaidTool | None, payable: Decimal, withheld: Decimal, uncovered: Decimal) -> Reward:
    """A reward as the account leaves it, with the reason and the state of what is held or lacks cover."""
    cash = tool.paid_of(reward) if tool else CENT_ZERO
    credit = max(cash - reward.due, CENT_ZERO)
    untouched = (reward.payable, reward.withheld) == (payable, withheld) and not (cash or uncovered)
    if untouched:
        return reward
    more = tool.raise_of(reward) if tool else CENT_ZERO
    held = reward.state in WHOLE
    why = tuple(_because(reward, tool, cash, payable, withheld, uncovered, more))
    state = reward.state
    if reward.state is not State.REFUSED:
        if withheld or uncovered:
            state = State.WITHHELD
        elif held and (reward.due or cash):  # paid entirely while held: what held it may still change it
            state = State.PROVISIONAL
    cited = tool.rules if tool and (credit or uncovered or (more and withheld)) else ()
    return evolve(
        reward,
        net=cash,
        payable=payable,
        withheld=withheld,
        uncovered=uncovered,
        credit=credit,
        state=state,
        reason=several(*why, reward.reason),
        held=several(*why, reward.held) if withheld else NOTHING,
        rules=(*reward.rules, *(rule for rule in cited if rule not in reward.rules)),
    )


def _because(
    reward: Reward,
    tool: PaidTool | None,
    cash: Decimal,
    payable: Decimal,
    withheld: Decimal,
    uncovered: Decimal,
    more: Decimal,
) -> Iterator[Message]:
    acts = tool.acts if tool else NOTHING
    if cash > reward.due:
        yield _paid_beyond(cash, reward.due, acts)
    elif cash and reward.withheld:
        yield _paid_before(cash, whole=not (withheld or uncovered))
    if uncovered:
        yield _without_cover(uncovered, acts)
    if more and withheld and not reward.withheld:
        yield say(
            "dopo {acts} la differenza resta sospesa finché l'atto che adotta la lettura non dice con quale denaro si "
            "paga",
            acts=acts,
        )
    elif more and payable and not reward.withheld:
        added = Money(min(more, payable))
        yield say("differenza di {difference} con le economie della riga del fondo", difference=added)


def _paid_beyond(cash: Decimal, due: Decimal, acts: Message) -> Message:
    paid, now = Money(cash), Money(due)
    if acts:
        return say(
            "già pagati {paid}; dopo {acts} ne spettano {due}: {difference}",
            paid=paid,
            acts=acts,
            due=now,
            difference=IN_BALANCES,
        )
    return say("già pagati {paid}, e ne spettano {due}: {difference}", paid=paid, due=now, difference=IN_BALANCES)


def _paid_before(cash: Decimal, whole: bool) -> Message:
    if whole:
        return say("già pagati {paid}, per intero", paid=Money(cash))
    return say("già pagati {paid}", paid=Money(cash))


def _without_cover(uncovered: Decimal, acts: Message) -> Message:
    if acts:
        return say(
            "{uncovered} senza copertura dopo {acts}: il fondo, già pagato ad altri, non basta, finché un atto non "
            "dice chi li dà",
            uncovered=Money(uncovered),
            acts=acts,
        )
    return say(
        "{uncovered} senza copertura: il fondo, già pagato ad altri, non basta, finché un atto non dice chi li dà",
        uncovered=Money(uncovered),
    )
