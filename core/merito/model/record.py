"""The record of a run: what was computed for one ente and year, at which date, by which plugin."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from merito.model.acts import Act, Deadline, DeadlineState, GateState, Phase
from merito.model.amended import AmendmentState
from merito.model.basis import InForce, Reading
from merito.model.dossier import Dossier
from merito.model.messages import NOTHING, Message
from merito.model.publication import PublicationLimits
from merito.model.results import Results
from merito.model.simulation import Simulation

EMPTY, CHECKED = "empty", "checked"
NOTHING_COMPUTED = (EMPTY, CHECKED)


@frozen(kw_only=True)
class PhaseState:
    """The state of a phase: `done`, `waiting` (for data), `partial`, `blocked`, `provisional`, `checked` or `empty`.

    `missing` says what stops it; `refused`, that one of its tools or subjects was refused; `held`, that some
    of its money is withheld. `awaits` are the titles of missing acts that conclude it. A `checked` phase computes
    nothing here, but checks acts and deadlines; `lacking` says that these checks found something: a missing or late
    act, an error, a warning.
    """

    phase: Phase
    state: str
    missing: tuple[Message, ...] = ()
    refused: bool = False
    held: bool = False
    awaits: tuple[str, ...] = ()
    lacking: bool = False


@frozen(kw_only=True)
class DeadlineAt:
    """A deadline at the date of the run, and the act that meets it.

    A payment may have to wait for other acts (`waits_for`): its deadline yields to them.
    """

    deadline: Deadline
    state: DeadlineState
    act: Act | None = None
    waits_for: Message = NOTHING


@frozen(kw_only=True)
class Record:
    """All results of a run for one ente and one year. The same dossier and date give the same record.

    `dossier` has the plan as amended at `as_of`; `amendments` are the applied ones, in order, then those that wait.
    `own_rules` are the files of the ente's own rules that ran, by hash. With a `simulation` the figures rest on
    supposed values: they are marked, and never enter the register. `asked` are the readings that some rule asked for.
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
