"""What can be supposed of an ente, and its money and scores to be compared."""

from merito.execution.worker import Computed
from merito.simulation import gains
from merito.simulation.levers import Lever, Standing
from merito.simulation.levers import levers as every
from merito.window.views.year import material_of


def levers(computed: Computed) -> tuple[Lever, ...]:
    """Everything that the ente could decide, as it stands in a computed record."""
    material = material_of(computed)
    return every(material.stack, Standing.of(material, computed.opened.course))


def figures(computed: Computed) -> gains.Figures:
    """The money and scores of a computed record."""
    return gains.figures(material_of(computed))
