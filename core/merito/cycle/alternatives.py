"""Tells the other outcome: the walk is made again as if the ente had adopted another choice."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple, TypeVar

from attrs import evolve

from merito.cycle.walk import Walk
from merito.model.basis import Reading
from merito.model.money import CENT_ZERO, FundLine, Outcome, Reward
from merito.model.results import Results
from merito.model.states import State

Key = tuple[str, ...]
Money = TypeVar("Money", Reward, FundLine)


def with_alternatives(walk: Walk, held_by: tuple[Reading, ...], again: Callable[[str, str], Results]) -> Results:
    """Results in which every row of money whose outcome would differ says what it would be (euro).

    `again` walks the same course with one reading changed. An outcome that a rule has told itself is kept.
    """
    rewards: dict[Key, list[Outcome]] = {}
    lines: dict[Key, list[Outcome]] = {}
    for reading in held_by:
        for choice in walk.course.stack.rulebook.interpretations[reading.id].choices:
            if choice == reading.choice:
                continue
            other = again(reading.id, choice)
            outcome = _Other(reading.id, choice, _undivided(other))
            _collect(rewards, _due_of(walk.results.rewards), _due_of(other.rewards), outcome)
            _collect(lines, _lines_of(walk.results), _lines_of(other), outcome)
    if not rewards and not lines:
        return walk.results
    return walk.results.replacing(
        rewards=tuple(_told(row, rewards.get(row.key)) for row in walk.results.rewards),
        fund_lines=tuple(_told(row, lines.get(row.key)) for row in walk.results.fund_lines),
    )


def _told(row: Money, outcomes: list[Outcome] | None) -> Money:
    told = {one.reading for one in row.alternative}
    more: tuple[Outcome, ...] = tuple(one for one in outcomes or () if one.reading not in told)
    return evolve(row, alternative=(*row.alternative, *more)) if more else row


class _Other(NamedTuple):
    """A walk under another choice, and the funds of which some line is not divided there."""

    reading: str
    choice: str
    undivided: frozenset[str]


class _Due(NamedTuple):
    """What goes to people; of a line also its whole amount, which is told where nobody is due another sum."""

    fund: str
    amount: Decimal
    whole: Decimal = CENT_ZERO


def _undivided(results: Results) -> frozenset[str]:
    return frozenset(line.fund for line in results.fund_lines if line.state is State.BLOCKED)


def _due_of(rewards: tuple[Reward, ...]) -> dict[Key, _Due]:
    return {reward.key: _Due(reward.fund, reward.due) for reward in rewards}


def _lines_of(results: Results) -> dict[Key, _Due]:
    """What of each line is due to people, and its amount."""
    lines: dict[Key, Decimal] = {}
    for reward in results.rewards:
        key = (reward.fund, reward.item)
        lines[key] = lines.get(key, CENT_ZERO) + reward.due
    return {line.key: _Due(line.fund, lines.get(line.key, CENT_ZERO), line.amount) for line in results.fund_lines}


def _collect(outcomes: dict[Key, list[Outcome]], now: dict[Key, _Due], there: dict[Key, _Due], other: _Other) -> None:
    for key, due in now.items():
        changed, amount = _outcome(due, there.get(key), due.fund in other.undivided)
        if changed:
            outcomes.setdefault(key, []).append(Outcome(reading=other.reading, choice=other.choice, amount=amount))


def _outcome(now: _Due, there: _Due | None, undivided: bool) -> tuple[bool, Decimal | None]:
    """Whether a row is another there, and its sum: what goes to people or, where that is nothing in both, all of it."""
    if undivided and (there is None or (now.amount and not there.amount)):
        return True, None
    then = there or _Due(now.fund, CENT_ZERO)
    if then.amount != now.amount:
        return True, then.amount
    return not now.amount and then.whole != now.whole, then.whole
