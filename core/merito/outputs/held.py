"""What holds the money of a record, a row for each thing that holds it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from merito.model.messages import Cited, Message, reasons_of, say
from merito.model.money import CENT_ZERO, FundLine, Held, Reward
from merito.model.results import Results

NO_REASON = say(
    "la regola che lo tiene non ne scrive il motivo: lo mostra merito explain, e chi tiene il regolamento lo scrive"
)
Line = tuple[str, ...]


def held_money(results: Results) -> tuple[Held, ...]:
    """The holds on what is due to people, then those on the rest of the lines."""
    of_people: dict[Line, Decimal] = defaultdict(lambda: CENT_ZERO)
    for reward in results.rewards:
        of_people[reward.fund, reward.item] += reward.withheld
    rewards = (row for reward in results.rewards if reward.withheld for row in _of_reward(reward))
    lines = ((line, line.withheld - of_people[line.key]) for line in results.fund_lines)
    return (*rewards, *(row for line, left in lines if left > 0 for row in _of_line(line, left)))


def _of_reward(reward: Reward) -> Iterator[Held]:
    for rules, why in _apart(reward.held or reward.reason):
        yield Held(
            fund=reward.fund,
            item=reward.item,
            amount=reward.withheld,
            why=why,
            rules=rules,
            person=reward.person,
            tool=reward.tool,
            subject=reward.subject,
        )


def _of_line(line: FundLine, left: Decimal) -> Iterator[Held]:
    for rules, why in _apart(line.held or line.reason):
        yield Held(fund=line.fund, item=line.item, amount=left, why=why, rules=rules, tool=line.tool or "")


def _apart(held: Message) -> Iterator[tuple[tuple[str, ...], Message]]:
    """Each reason with the rules that it cites."""
    for one in reasons_of(held) or (NO_REASON,):
        match one.values:
            case ((_, Cited(rules, what)),):
                yield rules, what
            case _:
                yield (), one
