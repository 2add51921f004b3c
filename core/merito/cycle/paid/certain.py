"""What is payable and saved whichever choice is made on who bears a correction after the payment; the rest waits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from attrs import evolve

from merito.model.messages import Listed, Money, Ref, cited, say, several
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import split

Key = tuple[str, ...]


def certain(
    stands: Results,
    others: Sequence[Results],
    readings: Sequence[str],
    subject: str = "",
    funds: Collection[str] | None = None,
) -> Results:
    """The results with what another choice on some readings would not pay or save withheld.

    `others` are the results under other choices; only some `funds` are looked at, if given. What a person loses is
    taken first from a reward for the `subject` that the reading decides: the same money may be in another reward there.
    """
    lost = _lost(stands, others, subject)
    if funds is not None:
        in_funds = {one.key for one in stands.rewards if one.fund in funds}
        lost = {key: less if key in in_funds else CENT_ZERO for key, less in lost.items()}
    moved: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in stands.rewards:
        moved[one.fund, one.item] += lost[one.key]
    waiting = {key: less for key, less in _waiting(stands, others).items() if funds is None or key[0] in funds}
    unsure = _paid_beyond(stands, others) if funds is not None else frozenset()
    if not any(moved.values()) and not any(waiting.values()) and not unsure:
        return stands
    why = say(
        "la lettura {readings} non è adottata, e con un'altra scelta dopo il pagamento spetterebbe ad altri",
        many="le letture {readings} non sono adottate, e con altre scelte dopo il pagamento spetterebbe ad altri",
        number="count",
        count=len(readings),
        readings=Listed(Ref("reading", one) for one in readings),
    )

    def settled_reward(one: Reward) -> Reward:
        less = lost[one.key]
        if not less and _owed(one) in unsure and one.net and one.state is State.FINAL:
            told = say("già pagati {paid}, e non è definitivo: {why}", paid=Money(one.net), why=why)
            return evolve(one, state=State.PROVISIONAL, reason=several(told, one.reason))
        if not less:
            return one
        return evolve(
            one,
            payable=one.payable - less,
            withheld=one.withheld + less,
            state=State.WITHHELD,
            reason=several(say("{less} sospesi: {why}", less=Money(less), why=why), one.reason),
            held=several(cited(readings[0], why), one.held),
            rules=(*one.rules, *(rule for rule in readings if rule not in one.rules)),
        )

    def settled_line(line: FundLine) -> FundLine:
        less, saved = moved[line.key], waiting.get(line.key, CENT_ZERO)
        if not less and not saved:
            return line
        return evolve(
            line,
            payable=line.payable - less,
            withheld=line.withheld + less + saved,
            savings=line.savings - saved,
            state=State.PROVISIONAL if line.state is State.FINAL else line.state,
            held=several(line.held, why),
            rules=(*line.rules, *(rule for rule in readings if rule not in line.rules)),
        )

    return stands.replacing(
        rewards=tuple(map(settled_reward, stands.rewards)), fund_lines=tuple(map(settled_line, stands.fund_lines))
    )


def _lost(stands: Results, others: Sequence[Results], subject: str) -> Mapping[Key, Decimal]:
    """What another choice takes of each reward, by its key: of all that a person has through a tool from a fund."""
    there = [_payable(other) for other in others]
    own: dict[Key, list[Reward]] = defaultdict(list)
    for one in stands.rewards:
        own[_owed(one)].append(one)
    lost: dict[Key, Decimal] = {}
    for owed, rewards in own.items():
        whole = sum((one.payable for one in rewards), CENT_ZERO)
        left = _most(whole, [payable.get(owed) for payable in there])
        for one in sorted(rewards, key=lambda one: one.subject != subject):
            lost[one.key] = min(one.payable, left)
            left -= lost[one.key]
    return lost


def _paid_beyond(stands: Results, others: Sequence[Results]) -> frozenset[Key]:
    """Who was paid, through a tool and from a fund, more than is due under another choice."""
    paid: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in stands.rewards:
        paid[_owed(one)] += one.net
    due = [_due(other) for other in others]
    return frozenset(owed for owed, out in paid.items() if any(one.get(owed, CENT_ZERO) < out for one in due))


def _due(results: Results) -> Mapping[Key, Decimal]:
    found: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in results.rewards:
        found[_owed(one)] += one.due
    return found


def _most(sums: Decimal, others: Sequence[Decimal | None]) -> Decimal:
    """The most that another choice takes of a sum."""
    return max(sums - min((other or CENT_ZERO for other in others), default=sums), CENT_ZERO)


def _payable(results: Results) -> Mapping[Key, Decimal]:
    """What is payable, by person, tool and fund."""
    found: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in results.rewards:
        found[_owed(one)] += one.payable
    return found


def _owed(reward: Reward) -> Key:
    return (reward.person, reward.tool, reward.fund)


def _waiting(stands: Results, others: Sequence[Results]) -> Mapping[Key, Decimal]:
    """By line, the savings that another choice would give to somebody.

    Of a fund it is what all its lines together may save less, on the lines that may save less, pro rata.
    """
    saved = _by_fund(stands)
    there = [_by_fund(other) for other in others]
    found: dict[Key, Decimal] = {}
    for fund, lines in saved.items():
        whole, each = _sum(lines), [other[fund] for other in there]
        less = {item: _most(own, [other.get(item) for other in each]) for item, own in lines.items()}
        amount = _most(whole, [*map(_sum, each)])
        if amount:
            found.update({(fund, item): part for item, part in split(amount, less).items() if part})
    return found


def _by_fund(results: Results) -> Mapping[str, Mapping[str, Decimal]]:
    """The savings of each line, by fund."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for line in results.fund_lines:
        found[line.fund][line.item] = line.savings
    return found


def _sum(savings: Mapping[str, Decimal]) -> Decimal:
    return sum(savings.values(), CENT_ZERO)
