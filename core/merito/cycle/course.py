"""The starting point of a walk through the cycle."""

from datetime import date

from attrs import frozen

from merito.contract.parameters import Parameters
from merito.contract.rulebook import Readings
from merito.model.dossier import Dossier
from merito.model.simulation import Simulation
from merito.regulations import Stack


@frozen(kw_only=True)
class Course:
    """The starting point of a walk: dossier, layers, parameters, readings, date."""

    stack: Stack
    dossier: Dossier
    parameters: Parameters
    readings: Readings
    as_of: date
    provisional: bool = False
    simulation: Simulation | None = None
    unwritten_conferred: bool = False
