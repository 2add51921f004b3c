"""Phase e: the available money, the rankings, and the rewards of each tool."""

from collections.abc import Iterable

from merito.contract.inputs import POST, Tool
from merito.cycle.answers import latest
from merito.cycle.checked import check
from merito.cycle.resources import check_funds
from merito.cycle.walk import Walk, stamped
from merito.model.acts import Phase
from merito.regulations import PluginFaultError


def rewards(walk: Walk) -> None:
    """Calls cuts, rankings, every tool that the checks have not refused, and finally the check of all rewards."""
    for hook in ("merito_available", "merito_placements"):
        walk.add(latest(walk.from_the_top(hook, Phase.REWARDS)), hook)
        check_funds(walk, hook)
    _tools(walk, walk.course.stack.inputs.tools.values())
    check(walk, "merito_check_rewards", Phase.REWARDS)


def posts(walk: Walk) -> None:
    """Calls only the tools that pay a post: all that remains of the phase if a gate stops the rewards of merit."""
    _tools(walk, (tool for tool in walk.course.stack.inputs.tools.values() if tool.pays == POST))


def _tools(walk: Walk, tools: Iterable[Tool]) -> None:
    for tool in tools:
        if tool.name in walk.refused_tools:
            refused = f"strumento «{tool.label}» rifiutato: {walk.refused_tools[tool.name]}"
            walk.missing[Phase.REWARDS].append(refused)
            walk.stopped_tools.setdefault(tool.name, []).append(refused)
        else:
            _one_tool(walk, tool.name)


def _one_tool(walk: Walk, tool: str) -> None:
    hook = "merito_rewards"
    given = latest(walk.from_the_top(hook, Phase.REWARDS, tool))
    if given is None:
        return
    foreign = next((reward for reward in given.rewards if reward.tool != tool), None)
    if foreign is not None:
        raise PluginFaultError(walk.who_gave(hook), hook, f"asked for tool {tool!r}, gave a reward of {foreign.tool!r}")
    walk.add(stamped(given, tool), hook)
    check_funds(walk, hook)
