"""Shows adopted readings on the money that they decide."""

from typing import TypeVar

from attrs import evolve

from merito.contract.memory import Memory
from merito.cycle.course import Course
from merito.cycle.exploring import at_stake, holds_of, open_choices
from merito.cycle.holds import Holds
from merito.cycle.walked import walked
from merito.model.money import FundLine, Reward
from merito.model.record import Record

Money = TypeVar("Money", Reward, FundLine)


def with_adopted(record: Record, course: Course) -> Record:
    """The record in which money cites the adopted readings that decide it.

    It takes as long as a run in which nothing is adopted, and serves explanations.
    """
    if not any(one.must_adopt and one.adopted for one in course.readings.all()):
        return record
    again = evolve(course, readings=course.readings.unadopted())
    memory = Memory(open_choices(again))
    walk, phases = walked(again, memory)
    holds = holds_of(walk, at_stake(again, walk, phases, memory))
    rewards = tuple(_with_rules(row, _deciding(holds, row)) for row in record.results.rewards)
    lines = tuple(_with_rules(row, _deciding(holds, row)) for row in record.results.fund_lines)
    return evolve(record, results=record.results.replacing(rewards=rewards, fund_lines=lines))


def _deciding(holds: Holds, row: Reward | FundLine) -> tuple[str, ...]:
    """The readings of which another choice is known to give a different result."""
    return tuple(sorted({reading for one in holds.outcomes(row) for reading in one.readings}))


def _with_rules(row: Money, readings: tuple[str, ...]) -> Money:
    more: tuple[str, ...] = tuple(one for one in readings if one not in row.rules)
    return evolve(row, rules=(*row.rules, *more)) if more else row
