"""What an ente allocates to the result pay of holders of posts: the lines that pay it, or could."""

from merito import FundLine, Reward, Step
from merito.national.set_aside import Key, also_for_others, lines_of, whole_lines

RESULT, POST = "result", "post"


def result_lines(step: Step, holders: set[str]) -> list[FundLine] | None:
    """The lines from which only holders have result pay; None if one also pays somebody else (`mixed_lines`).

    Lines on which nobody draws count if their tool uses a fund that pays posts: their part is saved.
    """
    if mixed_lines(step, holders):
        return None
    own = lines_of(step, (one for one in _paying(step) if one.person in holders))
    return list({**own, **_of_nobody(step)}.values())


def mixed_lines(step: Step, holders: set[str]) -> list[FundLine]:
    """The lines from which holders have result pay and others are paid too."""
    return also_for_others(step, _paying(step), holders)


def _paying(step: Step) -> list[Reward]:
    return [one for one in step.so_far.rewards if step.tools[one.tool].pays == RESULT]


def _of_nobody(step: Step) -> dict[Key, FundLine]:
    given = {one.tool for one in step.so_far.rewards}
    of_posts = {fund for tool in step.tools.values() if tool.pays == POST for fund in tool.funds}
    vacant = {
        tool.name
        for tool in step.tools.values()
        if tool.pays == RESULT and tool.name not in given and of_posts.intersection(tool.funds)
    }
    whole = whole_lines(step)
    found = (whole[line.fund, line.item] for line in step.so_far.fund_lines if line.tool in vacant)
    return {line.key: line for line in found}  # type: ignore[misc]


def nothing_destined(step: Step) -> bool:
    """Whether everything in the funds of result pay is for others or saved: the ente allocates nothing to results."""
    tools = [tool for tool in step.tools.values() if tool.pays == RESULT]
    funds = {fund for tool in tools for fund in tool.funds}.intersection(one.id for one in step.dossier.funds)
    if not funds:
        return False
    lines = [line for line in step.so_far.fund_lines if line.fund in funds]
    divided = {(line.fund, line.of) for line in lines if line.of is not None}
    drawn = {(one.fund, one.item) for one in step.so_far.rewards}
    last = (line for line in lines if (line.fund, line.item) not in divided)
    return all((line.fund, line.item) in drawn or line.savings == line.amount for line in last)
