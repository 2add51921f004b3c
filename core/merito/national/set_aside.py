"""What was set aside for some prizes: the lines of the funds as given, before any tool divided them."""

from collections.abc import Collection, Iterable, Mapping

from merito import FundLine, Reward, Step
from merito.numbers import together_text

Key = tuple[str, str]


def whole_lines(step: Step) -> Mapping[Key, FundLine]:
    """For every line the top line of which it is a part: itself if it is part of none."""
    return step.once(_whole)


def lines_of(step: Step, rewards: Iterable[Reward]) -> dict[Key, FundLine]:
    """The top lines from which some rewards are paid, by their keys."""
    known = whole_lines(step)
    found = (known[one.fund, one.item] for one in rewards if (one.fund, one.item) in known)
    return {line.key: line for line in found}  # type: ignore[misc]


def also_for_others(step: Step, rewards: Iterable[Reward], people: Collection[str]) -> list[FundLine]:
    """The top lines from which some rewards of these people are paid, and something to somebody else."""
    own = lines_of(step, (one for one in rewards if one.person in people))
    others = lines_of(step, (one for one in step.so_far.rewards if one.person not in people))
    return [line for key, line in own.items() if key in others]


def funds_named(step: Step, lines: Iterable[FundLine]) -> str:
    """The funds of some lines, each once (Italian)."""
    names = dict.fromkeys(line.fund for line in lines)
    return together_text([f"«{step.funds[name].title or name}»" if name in step.funds else name for name in names])


def _whole(step: Step) -> Mapping[Key, FundLine]:
    lines = {(line.fund, line.item): line for line in step.so_far.fund_lines}
    found = {}
    for key, line in lines.items():
        top = line
        while top.of is not None and (top.fund, top.of) in lines:
            top = lines[top.fund, top.of]
        found[key] = top
    return found
