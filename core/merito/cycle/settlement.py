"""Settles the money of a walk: every line of a fund is paid + withheld + savings, to the cent.

If nothing of a line is paid, its savings wait too. So do savings that rest on doubtful data: they may be due to
somebody. An open reading holds no more than it may change: what is least under every choice is payable, or saved. Of
savings it is the least of all lines of a fund together.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from attrs import evolve, frozen

from merito.cycle.holds import FORFEITED, REFUSED, Hold, Holds, of_people
from merito.model.messages import NOTHING, Code, Message, say, several
from merito.model.messages import Money as Sum
from merito.model.money import CENT_ZERO, Band, FundLine, Outcome, Reward
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import split
from merito.regulations import PluginFaultError

WHOLE = (State.WITHHELD, State.BLOCKED)
Key = tuple[str, ...]
Money = TypeVar("Money", Reward, FundLine)


def check_division(lines: tuple[FundLine, ...], funds: dict[str, Decimal], plugin: str, hook: str) -> None:
    """Checks that parts sum to the line that they divide, and first lines to the ente's fund. Raises a fault."""
    by_key = {line.key: line for line in lines}
    parts: dict[Key, list[FundLine]] = defaultdict(list)
    for line in lines:
        if line.of is not None:
            parts[line.fund, line.of].append(line)
    for key, divided in parts.items():
        parent = by_key.get(key)
        if parent is None:
            what = say("{part} divide {line}, che non è una voce", part=str(divided[0].key), line=str(key))
            raise PluginFaultError(plugin, hook, what)
        _same(parent.amount, divided, say("le parti di {line}", line=str(key)), plugin, hook)
    for fund, amount in funds.items():
        first = [line for line in lines if line.fund == fund and line.of is None]
        if first:
            _same(amount, first, say("le voci del fondo {fund}", fund=Code(fund)), plugin, hook)


def _same(amount: Decimal, lines: Iterable[FundLine], what: Message, plugin: str, hook: str) -> None:
    total = sum((line.amount for line in lines), CENT_ZERO)
    if total != amount:
        wrong = say(
            "{what} fanno in tutto {total}, non {amount}: il denaro si conserva al centesimo",
            what=what,
            total=str(total),
            amount=str(amount),
        )
        raise PluginFaultError(plugin, hook, wrong)


def leaves(lines: tuple[FundLine, ...]) -> tuple[FundLine, ...]:
    """Lines that no other line divides, each in the position of the line that it is a part of."""
    parts: dict[tuple[str, str | None], list[FundLine]] = defaultdict(list)
    for line in lines:
        parts[line.fund, line.of].append(line)
    return tuple(leaf for line in lines if line.of is None for leaf in _under(line, parts))


def _under(line: FundLine, parts: Mapping[tuple[str, str | None], list[FundLine]]) -> Iterator[FundLine]:
    divided = parts.get((line.fund, line.item))
    if divided is None:
        yield line
    for part in divided or ():
        yield from _under(part, parts)


def settle(results: Results, holds: Holds, undivided: Callable[[FundLine], Message], plugin: str) -> Results:
    """Results with `paid` and `withheld` set on every reward and line; `undivided` says why a line is unused."""
    drawn: dict[Key, list[Reward]] = defaultdict(list)
    for reward in results.rewards:
        drawn[reward.fund, reward.item].append(reward)
    beside = _beside(results, holds.posts)
    standing: list[_Line] = []
    for leaf in leaves(results.fund_lines):
        line = _bearing(leaf, holds)
        rewards = [_bearing(reward, holds) for reward in drawn.pop(line.key, [])]
        standing.append(_Line.of(line, rewards, holds, beside(line)))
    if drawn:
        key, rewards = next(iter(drawn.items()))
        what = say(
            "{reward} attinge a {line}, che non è una voce di un fondo", reward=str(rewards[0].key), line=str(key)
        )
        raise PluginFaultError(plugin, "merito_rewards", what)
    saved = _saved(standing, holds)
    lines = [_settle_line(one, saved[one.line.key], undivided, plugin) for one in standing]
    settled = {reward.key: reward for one in standing for reward in one.paid_out}
    rewards_in_order = tuple(settled[reward.key] for reward in results.rewards)
    by_key = {line.key: line for line in results.fund_lines}
    waited = frozenset(line.key for line in lines if line.savings < by_key[line.key].savings)
    bands = tuple(_as_its_line(band, lines, waited) for band in results.bands)
    return results.replacing(rewards=rewards_in_order, fund_lines=tuple(lines), bands=bands)


@frozen
class _Standing:
    """How a reward stands: what holds it `whole`, why it is `lost`, and of what holds it only `in_part`, the sum.

    It is `bounded` if nothing holds it but open readings, and what each choice gives is known.
    """

    reward: Reward
    whole: tuple[Hold, ...]
    lost: tuple[Hold, ...]
    in_part: tuple[Hold, ...]
    waiting: Decimal
    bounded: bool = False

    @classmethod
    def of(cls, reward: Reward, holds: Holds, on_line: tuple[Hold, ...]) -> "_Standing":
        lost, certain = holds.forfeiting(reward), holds.certain(reward)
        own, left_open = holds.on_reward(reward), holds.left_open(reward)
        in_part, waiting = holds.in_part(reward), holds.waiting(reward)
        apart = _holding(reward, (*own, *on_line))
        bounded = bool(left_open) and certain is not None and not (apart or (lost and reward.due))
        if bounded and certain:
            sure = min(certain, reward.covered - waiting)
            return cls(reward, (), lost, (*left_open, *in_part), reward.covered - sure, bounded=True)
        whole = _holding(reward, (*own, *left_open, *on_line))
        return cls(reward, whole, lost, in_part, waiting, bounded=bounded)


@frozen
class _Line:
    """How a line stands: what holds it whole, what holds its savings besides open readings, and its rewards as settled.

    `left_open` are the open readings that decide its savings, and `may_lose` how much less it may save by itself. It
    waits `with_rewards` if nothing of it is payable, and something that is due is held by more than readings.
    """

    line: FundLine
    whole: tuple[Hold, ...]
    on_savings: tuple[Hold, ...]
    left_open: tuple[Hold, ...]
    may_lose: Decimal
    told: tuple[Message, ...]
    paid_out: list[Reward]
    due: bool
    with_rewards: bool

    @classmethod
    def of(cls, line: FundLine, rewards: list[Reward], holds: Holds, beside: Collection[Reward]) -> "_Line":
        whole = holds.on_line(line)
        each = [_Standing.of(reward, holds, whole) for reward in rewards]
        line = _freed(line, [one.reward for one in each if one.lost and not one.whole])
        paid_out = [_settle_reward(one) for one in each]
        if not any(reward.due for reward in rewards):
            may_give = (hold for one in each if not one.bounded for hold in one.whole if hold.may_give)
            whole = (*whole, *may_give)
        by_person = [(one.reward.person, one.whole or one.in_part) for one in each]
        told = _reasons_of([("", whole)] if whole else by_person)
        due = [one for one in each if one.reward.covered and not (one.lost and not one.whole)]
        payable = any(reward.payable for reward in paid_out)
        with_rewards = not payable and not all(one.bounded for one in due)
        on_savings, left_open = holds.on_savings(line, beside), holds.left_open(line)
        certain = min(holds.certain(line) or CENT_ZERO, line.savings) if left_open else line.savings
        return cls(line, whole, on_savings, left_open, line.savings - certain, told, paid_out, bool(due), with_rewards)

    @property
    def by_readings(self) -> bool:
        """Whether nothing but open readings holds its savings."""
        return not (self.whole or self.on_savings or self.with_rewards)

    def savings_held(self, saved: Decimal) -> tuple[Hold, ...]:
        """What holds its savings, or may move them to another line."""
        moves = self.may_lose or saved != self.line.savings
        return (*self.on_savings, *(self.left_open if self.on_savings or moves else ()))

    def waits_whole(self, saved: Decimal) -> bool:
        """Whether it waits whole, with its savings: nothing of it is payable, nor saved whichever choice is adopted."""
        if self.whole or self.with_rewards:
            return True
        waiting = self.due or self.on_savings or self.left_open
        return bool(waiting) and not saved and not any(reward.payable for reward in self.paid_out)


def _saved(lines: Collection[_Line], holds: Holds) -> Mapping[Key, Decimal]:
    """What is saved of each line; where only open readings hold savings, what every choice saves of a fund.

    What the fund may lose waits on the lines that may save less, pro rata.
    """
    saved = {one.line.key: CENT_ZERO if one.on_savings else one.line.savings for one in lines}
    of_fund: dict[str, list[_Line]] = defaultdict(list)
    for one in lines:
        of_fund[one.line.fund].append(one)
    for fund, every in of_fund.items():
        free = [one.line for one in every if one.by_readings]
        less = {one.line.item: one.may_lose for one in every if one.by_readings and one.may_lose}
        if not less:
            continue
        most = holds.may_lose(fund, free, whole=len(free) == len(every))
        each = sum(less.values(), CENT_ZERO)
        for item, waits in split(each if most is None else min(most, each), less).items():
            saved[fund, item] -= waits
    return saved


def _beside(results: Results, posts: Collection[str]) -> Callable[[FundLine], Collection[Reward]]:
    """The rewards of a line and of its sister lines.

    If there are none, those of its tool in the fund; for a tool that pays posts, none, because what one post saves does
    not depend on other posts.
    """
    above = {line.key: line.of for line in results.fund_lines}
    sisters: dict[tuple[str, str | None], list[Reward]] = defaultdict(list)
    of_tool: dict[tuple[str, str], list[Reward]] = defaultdict(list)
    for reward in results.rewards:
        sisters[reward.fund, above.get((reward.fund, reward.item))].append(reward)
        if reward.tool not in posts:
            of_tool[reward.fund, reward.tool].append(reward)
    return lambda line: sisters.get((line.fund, line.of), []) or of_tool.get((line.fund, line.tool or ""), [])


def _as_its_line(band: Band, lines: Iterable[FundLine], waited: Collection[Key]) -> Band:
    """A band of a line that is withheld entirely is withheld too, without savings; if savings wait, so do its own."""
    for line in lines:
        if not any(isinstance(one, Band) and one.key == band.key for one in line.rests_on):
            continue
        if line.state in WHOLE:
            return evolve(band, state=line.state, savings=None if band.savings is None else CENT_ZERO)
        if line.key in waited and band.savings is not None:
            return evolve(band, savings=min(band.savings, line.savings))
    return band


def _freed(line: FundLine, forfeited: list[Reward]) -> FundLine:
    """The line with its forfeited rewards added to its savings."""
    freed = [reward for reward in forfeited if reward.covered]
    if not freed:
        return line
    reason = several(of_people(FORFEITED, [one.person for one in freed]), line.reason)
    return evolve(line, savings=line.savings + sum((one.covered for one in freed), CENT_ZERO), reason=reason)


def _bearing(row: Money, holds: Holds) -> Money:
    """The row with the open readings that decide it among its rules, and its other outcomes."""
    found: list[str] = [reading for reading in holds.readings_of(row) if reading not in row.rules]
    told = {str(one) for one in row.alternative}
    more: tuple[Outcome, ...] = tuple(one for one in holds.outcomes(row) if str(one) not in told)
    if not found and not more:
        return row
    rules: tuple[str, ...] = (*row.rules, *found)
    return evolve(row, rules=rules, alternative=(*row.alternative, *more))


def _holding(reward: Reward, holds: Iterable[Hold]) -> tuple[Hold, ...]:
    """What holds a reward, without duplicates; if nothing is due, only what may give something."""
    return tuple(dict.fromkeys(hold for hold in holds if reward.due or hold.may_give))


def _settle_reward(one: _Standing) -> Reward:
    """A reward payable, or withheld by what holds it. A forfeited one is not due, once nothing else holds it."""
    reward, holds, lost, waiting = one.reward, one.whole, one.lost, one.waiting
    if not holds and not (lost and reward.due):
        if not waiting and not one.bounded:
            return evolve(reward, payable=reward.covered, withheld=waiting)
        held = several(*(hold.why for hold in one.in_part))
        payable, state = reward.covered - waiting, State.WITHHELD if waiting else reward.state
        why = several(held, reward.reason)
        return evolve(reward, payable=payable, withheld=waiting, state=state, reason=why, held=held)
    every = (*lost, *holds)
    refused = any(hold.state is State.REFUSED for hold in every)
    settled = evolve(
        reward,
        payable=CENT_ZERO,
        withheld=reward.covered,
        state=State.REFUSED if refused else State.WITHHELD,
        reason=several(*(hold.why for hold in every), reward.reason),
        held=several(*(hold.why for hold in every)),
        conditions=tuple(hold.gate for hold in every if hold.gate is not None),
    )
    if holds:
        return settled
    nothing = evolve(settled, due=CENT_ZERO, withheld=CENT_ZERO, uncovered=CENT_ZERO)
    return evolve(nothing, reason=say("{why} ({due})", why=settled.reason, due=Sum(reward.due)))


def _reasons_of(each: Iterable[tuple[str, tuple[Hold, ...]]]) -> tuple[Message, ...]:
    """Reasons of a line; those about persons are counted, with each person. A refused reward is not also not final."""
    people: dict[Message, list[str]] = {}
    whys: dict[Message, list[Message]] = defaultdict(list)
    for person, held in each:
        kinds = dict.fromkeys(hold.counted for hold in held if hold.counted)
        for kind in (REFUSED,) if REFUSED in kinds else kinds:
            people.setdefault(kind, []).append(person)
            whys[kind] += [hold.why for hold in held if hold.counted == kind]
        for hold in held:
            if not hold.counted:
                people.setdefault(hold.why, [])
    return tuple(of_people(told, those, whys[told]) if those else told for told, those in people.items())


def _settle_line(one: _Line, saved: Decimal, undivided: Callable[[FundLine], Message], plugin: str) -> FundLine:
    """A line payable, withheld or saved."""
    line, rewards, reasons = one.line, one.paid_out, one.told
    waiting = _reasons_of([("", one.savings_held(saved))])
    due = sum((reward.covered for reward in rewards), CENT_ZERO)
    uncovered = sum((reward.uncovered for reward in rewards), CENT_ZERO)
    payable = sum((reward.payable for reward in rewards), CENT_ZERO)
    unused = line.tool is None and not rewards and line.savings != line.amount
    if unused:
        return _withheld_whole(line, State.BLOCKED, (*reasons, undivided(line), line.reason))
    left = line.amount - due - line.savings
    if left:
        told = say(
            "la voce {line} è di {amount}: {due} spettanti e {savings} di economie; il denaro si conserva al centesimo",
            line=str(line.key),
            amount=str(line.amount),
            due=str(due),
            savings=str(line.savings),
        )
        if left > 0:
            what = say("{told}: {left} non va a nessuno", told=told, left=str(left))
        else:
            what = say("{told}: la voce è superata di {over}", told=told, over=str(-left))
        raise PluginFaultError(plugin, "merito_rewards", what)
    if one.waits_whole(saved):
        return _withheld_whole(line, State.WITHHELD, (*reasons, *waiting), uncovered)
    why = (*(reasons if payable != due else ()), *waiting)
    withheld = line.amount - payable - saved
    reason = several(*why, line.reason)
    because = _holding_it(line, why) if withheld else NOTHING
    state = State.PROVISIONAL if withheld and line.state is State.FINAL else line.state
    return evolve(
        line,
        payable=payable,
        withheld=withheld,
        savings=saved,
        uncovered=uncovered,
        state=state,
        reason=reason,
        held=because,
    )


def _withheld_whole(line: FundLine, state: State, why: tuple[Message, ...], uncovered: Decimal = CENT_ZERO) -> FundLine:
    return evolve(
        line,
        payable=CENT_ZERO,
        withheld=line.amount,
        savings=CENT_ZERO,
        uncovered=uncovered,
        state=state,
        reason=several(*why, line.reason),
        held=_holding_it(line, why),
    )


def _holding_it(line: FundLine, why: tuple[Message, ...]) -> Message:
    """Why money of a line is withheld; a reason from its rule belongs to its savings, if it has some."""
    return several(*why) if line.savings else several(*why, line.reason)
