"""Tells the other outcome: the walk is made again as if the ente had adopted another choice."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from attrs import evolve

from merito.cycle.walk import Walk
from merito.model.basis import Reading
from merito.model.money import CENT_ZERO, FundLine, Outcome, Reward
from merito.model.results import Results

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
            _collect(rewards, _due_of(walk.results.rewards), _due_of(other.rewards), reading.id, choice)
            _collect(lines, _lines_of(walk.results), _lines_of(other), reading.id, choice)
    if not rewards and not lines:
        return walk.results
    return walk.results.replacing(
        rewards=tuple(_told(row, rewards.get(row.key)) for row in walk.results.rewards),
        fund_lines=tuple(_told(row, lines.get(row.key)) for row in walk.results.fund_lines),
    )


def _told(row: Money, outcomes: list[Outcome] | None) -> Money:
    return evolve(row, alternative=tuple(outcomes)) if outcomes and not row.alternative else row


def _due_of(rewards: tuple[Reward, ...]) -> dict[Key, Decimal]:
    return {reward.key: reward.due for reward in rewards}


def _lines_of(results: Results) -> dict[Key, Decimal]:
    """What of each line is due to people; of a line that nobody draws on, its amount."""
    lines: dict[Key, Decimal] = {}
    for reward in results.rewards:
        key = (reward.fund, reward.item)
        lines[key] = lines.get(key, CENT_ZERO) + reward.due
    return {line.key: lines.get(line.key, line.amount) for line in results.fund_lines}


def _collect(
    outcomes: dict[Key, list[Outcome]],
    now: dict[Key, Decimal],
    other: dict[Key, Decimal],
    reading: str,
    choice: str,
) -> None:
    for key, amount in now.items():
        changed = other.get(key, CENT_ZERO)
        if changed != amount:
            outcomes.setdefault(key, []).append(Outcome(reading=reading, choice=choice, amount=changed))
