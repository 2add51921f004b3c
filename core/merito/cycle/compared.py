"""Whose money an open reading decides: every sum that differs under another choice, even by a cent.

What a row gives under every choice is the least over all walks that were tried, not only over those with the fewest
changes: two readings together may leave less than either. Savings that only move from one line to another are no less:
of each walk it is known how much each line saves more or less.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar

from merito.contract.parameters import UNKNOWN
from merito.contract.rulebook import KNOWN, LESS, SUBJECT, Interpretation
from merito.cycle.figures import deciding
from merito.cycle.outcomes import NO_REWARD, LineOutcome, Outcomes, RewardOutcome, Sums
from merito.cycle.provisional import is_value
from merito.cycle.search import Changes, Search, are_fewest
from merito.cycle.stakes import LINE, REWARD, Stakes
from merito.model.money import CENT_ZERO, Outcome

Sum = TypeVar("Sum", RewardOutcome, LineOutcome)
Key = tuple[str, ...]
Decides = Callable[[str, Sum | None, Sum | None, bool], bool]
Others = Iterable[tuple[Changes, Sum | None, bool]]


def compared(found: Search[Outcomes], readings: Mapping[str, Interpretation]) -> Stakes:
    """The differences between the ente's own walk and the other walks that were tried."""
    own = found.tried[0].walked.sums
    others = _fewest(found, own)
    known = [(changes, there, there.dividing()) for changes, there in others]
    bounded = found.whole is None and not found.apart
    certain: dict[tuple[str, Key], Decimal] = {}
    loose: list[set[str]] = [set() for _ in others]
    rewards, lines = {}, {}
    for key in own.rewards:
        mine, decides = own.reward(key), partial(_decides_reward, readings, key)
        differing = {
            at: (changes, other, key[1] in divides)
            for at, (changes, there, divides) in enumerate(known)
            if (other := _elsewhere(readings, changes, own, there, key)) != mine
        }
        rewards[key] = _apart(mine, differing.values(), decides)
        least = _least_paid(mine, differing.values(), decides) if bounded else None
        if least is not None:
            certain[REWARD, key] = least
        for at, (changes, other, divides) in differing.items():
            if mine is not None and not _counts(changes, mine, other, divides, decides):
                loose[at].add(mine.fund)
    for key in own.lines:
        line, decides_line = own.line(key), partial(_decides_line, readings, key in own.of_tools)
        apart = [(changes, one, False) for changes, there in others if (one := there.line(key)) != line]
        lines[key] = _apart(line, apart, decides_line)
        saved = _least_saved(line, apart, decides_line) if bounded else None
        if saved is not None:
            certain[LINE, key] = saved
    asked = set() if found.whole is None else {reading for one in found.tried for reading in one.live}
    untried = tuple(sorted(reading for reading in asked if not is_value(reading)))
    of_values = {(REWARD, key): told for key, some in rewards.items() if (told := _values(some))}
    of_values |= {(LINE, key): told for key, some in lines.items() if (told := _values(some))}
    return Stakes(
        _of_readings(rewards),
        _of_readings(lines),
        untried,
        deciding(found, readings),
        of_values,
        values_untried=any(map(is_value, asked)),
        certain=certain,
        moved=tuple(map(partial(_moved, readings, own), others, loose)) if bounded else None,
        branched=_branched(found) if bounded else None,
    ).without_the_idle()


def _elsewhere(
    readings: Mapping[str, Interpretation], changes: Changes, own: Sums, there: Sums, key: Key
) -> RewardOutcome | None:
    """The outcome of a reward in another walk.

    A reward for the only subject that a reading decides, as an appeal, may be a part of another reward there: it is
    what the person has there beyond all others of here.
    """
    other, (person, tool, subject, *_) = there.reward(key, own.fund_of(key)), key
    named = {readings[one].decides for one in changes if one in readings}
    mine = own.rewards.get(key)
    if f"{SUBJECT}{subject}" not in named or not subject or mine is None or other != NO_REWARD:
        return other
    every = [one for at, one in there.rewards.items() if at[:2] == (person, tool)]
    beside = [one for at, one in own.rewards.items() if at[:2] == (person, tool) and at != key]
    if None in every or None in beside:
        return None
    of_fund = [one for one in every if one is not None and one.fund == mine.fund]
    known = [one for one in beside if one is not None]
    amount = sum((one.amount for one in of_fund), CENT_ZERO) - sum((one.amount for one in known), CENT_ZERO)
    sure = sum((one.sure for one in of_fund), CENT_ZERO) - sum((one.sure for one in known), CENT_ZERO)
    if amount <= 0:
        return other
    return RewardOutcome(mine.fund, mine.item, min(amount, mine.amount), max(min(sure, mine.sure), CENT_ZERO))


def _values(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """The ids of the provisional values that hold a row."""
    return tuple(sorted({one for told in outcomes if told.holds for one in told.readings if is_value(one)}))


def _of_readings(rows: Mapping[Key, tuple[Outcome, ...]]) -> dict[Key, tuple[Outcome, ...]]:
    """The outcomes under other choices on readings alone: those under other values have no act to adopt them by."""
    return {key: tuple(one for one in told if not any(map(is_value, one.readings))) for key, told in rows.items()}


def _fewest(found: Search[Outcomes], own: Sums) -> list[tuple[Changes, Sums]]:
    """The other sums, with the fewest changes that give each."""
    known: list[tuple[Sums, list[Changes]]] = [(own, [{}])]
    kept: list[tuple[Changes, Sums]] = []
    for one in found.others:
        there = one.walked.sums
        same = next((changes for other, changes in known if other is there or other == there), None)
        if same is None:
            known.append((there, same := []))
        if are_fewest(one.changes, same):
            same.append(one.changes)
            kept.append((one.changes, there))
    return kept


def _branched(found: Search[Outcomes]) -> frozenset[str] | None:
    """The readings that were changed in some walk; None if values were changed too."""
    changed = frozenset(reading for one in found.tried for reading in one.changes)
    return None if any(map(is_value, changed)) else changed


def _apart(own: Sum | None, there: Others[Sum], decides: Decides[Sum]) -> tuple[Outcome, ...]:
    """The outcomes that differ from the ente's own, without those for which a subset of the changes is enough.

    Each comes with whether that walk gives anybody a sum of the same tool.
    """
    least: list[tuple[Changes, Sum | None, bool]] = []
    for changes, other, divides in there:
        if are_fewest(changes, (fewer for fewer, *_ in least)):
            least.append((changes, other, divides))
    return tuple(
        _outcome(changes, own, other, holds=all(decides(reading, own, other, divides) for reading in changes))
        for changes, other, divides in least
    )


def _least_paid(
    own: RewardOutcome | None, there: Others[RewardOutcome], decides: Decides[RewardOutcome]
) -> Decimal | None:
    """The least that a reward gives from its fund; None if an outcome that holds it is unknown."""
    if own is None:
        return None
    least = own.sure
    for changes, other, divides in there:
        if not _counts(changes, own, other, divides, decides):
            continue
        if other is None or UNKNOWN in changes.values():
            return None
        least = min(least, other.sure if other.fund == own.fund else CENT_ZERO)
    return least


def _least_saved(own: LineOutcome | None, there: Others[LineOutcome], decides: Decides[LineOutcome]) -> Decimal | None:
    """The least that a line saves; None if an outcome that holds its savings is unknown."""
    if own is None:
        return None
    least = own.savings
    for changes, other, divides in there:
        if not _counts(changes, own, other, divides, decides):
            continue
        if other is None or UNKNOWN in changes.values():
            return None
        least = min(least, other.savings)
    return least


def _moved(
    readings: Mapping[str, Interpretation], own: Sums, other: tuple[Changes, Sums], loose: Collection[str]
) -> Mapping[Key, Decimal]:
    """By how much the savings of each line of a walk differ from the ente's own; what is unknown saves nothing.

    A line that the ente's own walk lacks counts unless a closed gate holds it. In the `loose` funds, where sums differ
    that the readings of the walk do not decide, nothing is gained: that money may be paid.
    """
    changes, there = other
    found = {}
    for key in own.lines.keys() | (there.lines.keys() - there.gated):
        line, one = own.line(key), there.line(key)
        if line is None or one == line:
            continue
        known = None if UNKNOWN in changes.values() else one
        decides = partial(_decides_line, readings, key in own.of_tools)
        if known is not None or _counts(changes, line, one, False, decides):
            gain = (known.savings if known is not None else CENT_ZERO) - line.savings
            found[key] = min(gain, CENT_ZERO) if key[0] in loose else gain
    return found


def _counts(changes: Changes, own: Sum, other: Sum | None, divides: bool, decides: Decides[Sum]) -> bool:
    """Whether an outcome bounds a row: a known one if any of its readings decides the row, an unknown one if all do.

    A reading that decides no such money does not hold it alone; with another one it may take more of it.
    """
    told = (decides(reading, own, other, divides) for reading in changes)
    return all(told) if other is None else any(told)


def _decides_reward(
    readings: Mapping[str, Interpretation],
    key: Key,
    reading: str,
    own: RewardOutcome | None,
    other: RewardOutcome | None,
    divides: bool,
) -> bool:
    what = readings[reading].decides if reading in readings else ""
    if what == KNOWN and other is None:
        return divides
    if what in (LESS, KNOWN):
        return own is None or other is None or other.amount < own.amount or other.sure < own.sure
    return not what.startswith(SUBJECT) or key[2] == what.removeprefix(SUBJECT)


def _decides_line(
    readings: Mapping[str, Interpretation],
    of_tool: bool,
    reading: str,
    own: LineOutcome | None,
    other: LineOutcome | None,
    _divides: bool,
) -> bool:
    """Whether it decides the savings of a line; what is due from the line is held person by person."""
    if own is not None and own.due and not own.savings:
        return False
    known = reading in readings and readings[reading].decides == KNOWN
    return not (known and of_tool and other is None)


def _outcome(changes: Changes, own: Sum | None, other: Sum | None, *, holds: bool) -> Outcome:
    (reading, choice), *further = changes.items()
    return Outcome(reading=reading, choice=choice, amount=_amount(own, other), further=tuple(further), holds=holds)


def _amount(own: RewardOutcome | LineOutcome | None, other: RewardOutcome | LineOutcome | None) -> Decimal | None:
    """The sum in the other walk: for a line what goes to people, or the whole line if that is the same."""
    if other is None:
        return None
    if isinstance(other, RewardOutcome):
        return other.amount
    assert own is None or isinstance(own, LineOutcome)
    return other.amount if own is not None and own.due == other.due and not own.due else other.due
