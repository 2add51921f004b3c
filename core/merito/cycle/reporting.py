"""Phase f: tables to publish and documents, after the money is settled."""

from merito.cycle.answers import latest
from merito.cycle.walk import Walk
from merito.model.acts import Phase

HOOKS = ("merito_transparency", "merito_documents")


def reporting(walk: Walk) -> None:
    """Asks for what is published and printed."""
    for hook in HOOKS:
        walk.add(latest(walk.ask(hook, Phase.REPORTING)), hook)
