"""The bodies that layers declare, as rules look for them."""

from merito.contract.bodies import BodyNames
from merito.contract.step import Step


def nearest_body(step: Step, written: str) -> str:
    """The title of the body whose name is nearest to what is written; empty if none is near."""
    return BodyNames(step.bodies).nearest(written)
