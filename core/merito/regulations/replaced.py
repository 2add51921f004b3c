"""What an ente's own rules replace in the layers below, by name, so that a clash is visible."""

from collections.abc import Iterator

from attrs import frozen

from merito.regulations.checks import hook_names
from merito.regulations.stack import Stack

DECLARE = (
    "merito_deadlines",
    "merito_gates",
    "merito_check_parameters",
    "merito_check_plan",
    "merito_check_positions",
    "merito_check_rewards",
)
GROUPS = ("acts", "funds", "tools", "figures")


@frozen(kw_only=True)
class Replaced:
    """Something of a layer below: its hook, `rules`, `parameters` or group of inputs, its name, and what replaces it.

    For a hook the name is that of the function that is not called, for the `tool` that it would have served.
    """

    layer: str
    what: str
    name: str
    by: str = ""
    tool: str | None = None


def replaced(stack: Stack) -> tuple[Replaced, ...]:
    """Everything replaced, from the code of hooks to declarations; empty if an ente has no rules of its own."""
    return (*_functions(stack), *_declared(stack)) if stack.own_files else ()


def _functions(stack: Stack) -> Iterator[Replaced]:
    for hook in hook_names():
        if hook in DECLARE:
            continue
        *below, (_, own) = stack.callers_of(hook)
        for mine in own:
            for layer, theirs in below:
                for one in theirs:
                    if mine.tool is None or one.tool in (None, mine.tool):
                        name = f"{one.plugin.partition(':')[2]}.{one.name}"
                        yield Replaced(layer=layer, what=hook, name=name, by=mine.name, tool=mine.tool or one.tool)


def _declared(stack: Stack) -> Iterator[Replaced]:
    own, below = stack.layers[-1], stack.layers[:-1]
    for layer in below:
        for rule in own.rulebook.rules.values():
            if rule.implements in layer.rulebook.rules:
                yield Replaced(layer=layer.name, what="rules", name=rule.implements or "", by=rule.id)
        for key in own.parameters:
            if key in layer.parameters:
                yield Replaced(layer=layer.name, what="parameters", name=key)
        for group in GROUPS:
            for name in getattr(own.inputs, group):
                if name in getattr(layer.inputs, group):
                    yield Replaced(layer=layer.name, what=group, name=name)
