"""What was set aside for some prizes: the lines of the funds as given, before any tool divided them."""

from collections.abc import Iterable, Mapping

from merito import FundLine, Reward, Step

Key = tuple[str, str]


def whole_lines(step: Step) -> Mapping[Key, FundLine]:
    """For every line the top line of which it is a part: itself if it is part of none."""
    return step.once(_whole)


def lines_of(step: Step, rewards: Iterable[Reward]) -> dict[Key, FundLine]:
    """The top lines from which some rewards are paid, by their keys."""
    known = whole_lines(step)
    found = (known[one.fund, one.item] for one in rewards if (one.fund, one.item) in known)
    return {line.key: line for line in found}  # type: ignore[misc]


def _whole(step: Step) -> Mapping[Key, FundLine]:
    lines = {(line.fund, line.item): line for line in step.so_far.fund_lines}
    found = {}
    for key, line in lines.items():
        top = line
        while top.of is not None and (top.fund, top.of) in lines:
            top = lines[top.fund, top.of]
        found[key] = top
    return found
