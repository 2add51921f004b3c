"""What is payable and saved whichever choice is made on who bears a correction after the payment; the rest waits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from attrs import evolve

from merito.contract.rulebook import Interpretation
from merito.model.messages import Money, Ref, cited, say, several
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import split

Key = tuple[str, ...]


def certain(stands: Results, others: Sequence[Results], reading: Interpretation) -> Results:
    """The results with what another choice of a reading would not pay or save withheld.

    `others` are the results under its other choices. What a person loses is taken first from a reward for the subject
    that the reading decides: the same money may be in another reward there.
    """
    rule, lost = reading.id, _lost(stands, others, reading)
    moved: dict[Key, Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in stands.rewards:
        moved[one.fund, one.item] += lost[one.key]
    waiting = _waiting(stands, others)
    if not any(moved.values()) and not any(waiting.values()):
        return stands
    why = say(
        "la lettura {rule} non è adottata, e con un'altra scelta dopo la correzione spetterebbe ad altri",
        rule=Ref("reading", rule),
    )

    def settled_reward(one: Reward) -> Reward:
        less = lost[one.key]
        if not less:
            return one
        return evolve(
            one,
            payable=one.payable - less,
            withheld=one.withheld + less,
            state=State.WITHHELD,
            reason=several(say("{less} sospesi: {why}", less=Money(less), why=why), one.reason),
            held=several(cited(rule, why), one.held),
            rules=(*one.rules, *((rule,) if rule not in one.rules else ())),
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
            rules=(*line.rules, *((rule,) if rule not in line.rules else ())),
        )

    return stands.replacing(
        rewards=tuple(map(settled_reward, stands.rewards)), fund_lines=tuple(map(settled_line, stands.fund_lines))
    )


def _lost(stands: Results, others: Sequence[Results], reading: Interpretation) -> Mapping[Key, Decimal]:
    """What another choice takes of each reward, by its key: of all that a person has through a tool from a fund."""
    there = [_payable(other) for other in others]
    own: dict[Key, list[Reward]] = defaultdict(list)
    for one in stands.rewards:
        own[_owed(one)].append(one)
    _, _, subject = reading.decides.partition("subject:")
    lost: dict[Key, Decimal] = {}
    for owed, rewards in own.items():
        whole = sum((one.payable for one in rewards), CENT_ZERO)
        left = _most(whole, [payable.get(owed) for payable in there])
        for one in sorted(rewards, key=lambda one: one.subject != subject):
            lost[one.key] = min(one.payable, left)
            left -= lost[one.key]
    return lost


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
