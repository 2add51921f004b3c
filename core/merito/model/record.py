"""The record of a run: what was computed for one ente and year, at which date, by which plugin."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from merito.model.acts import Act, Deadline, DeadlineState, GateState, Phase
from merito.model.amended import AmendmentState
from merito.model.basis import InForce, Reading
from merito.model.dossier import Dossier
from merito.model.publication import PublicationLimits
from merito.model.results import Results
from merito.model.simulation import Simulation


@frozen(kw_only=True)
class PhaseState:
    """How far a phase went: `done`, `waiting` (for its data), `partial`, `blocked`, `provisional` or `empty`.

    `missing` says what stops it (Italian); `refused` tells that some tool or subject of it was refused, `held` that
    some money of it is withheld. `awaits` are the titles of acts that conclude it and are not there at the date.
    `checked` tells that it computes nothing here, but holds acts and terms to its rules; `lacking`, that these found
    something: an act that is missing or late, an error, a warning.
    """

    phase: Phase
    state: str
    missing: tuple[str, ...] = ()
    refused: bool = False
    held: bool = False
    awaits: tuple[str, ...] = ()
    checked: bool = False
    lacking: bool = False


@frozen(kw_only=True)
class DeadlineAt:
    """A deadline as it stands at the date of the run, and the act that meets it.

    A payment may have to wait for other acts (`waits_for`, Italian): its term yields to them.
    """

    deadline: Deadline
    state: DeadlineState
    act: Act | None = None
    waits_for: str = ""


@frozen(kw_only=True)
class Record:
    """Everything a run has to say of one ente and one year. The same dossier and date give the same record.

    `dossier` holds the plan as amended at `as_of`; `amendments` are those applied, in their order, then those
    that wait. `own_rules` are the files of the ente's own rules that ran, by hash. With a `simulation` the figures rest
    on what was supposed and not on the ente's data alone: they are shown, marked, and never enter the register.
    `asked` are the readings that some rule asked for.
    """

    dossier: Dossier
    as_of: date
    provisional: bool
    edition: str
    layers: tuple[str, ...]
    versions: Mapping[str, str]
    phases: tuple[PhaseState, ...]
    gates: tuple[GateState, ...]
    deadlines: tuple[DeadlineAt, ...]
    results: Results
    publication: PublicationLimits
    amendments: tuple[AmendmentState, ...] = ()
    readings: tuple[Reading, ...] = ()
    open_readings: tuple[Reading, ...] = ()
    parameters_set: tuple[InForce[object], ...] = ()
    hashes: Mapping[str, str] = field(factory=dict)
    own_rules: Mapping[str, str] = field(factory=dict)
    asked: tuple[str, ...] = ()
    simulation: Simulation | None = None

    @property
    def simulated(self) -> bool:
        """Whether its figures are those of a simulation."""
        return self.simulation is not None

    def phase(self, phase: Phase) -> PhaseState:
        """The state of one phase."""
        return next(state for state in self.phases if state.phase == phase)
