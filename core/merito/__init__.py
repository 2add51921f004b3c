"""merito: runs the Italian public performance cycle (D.Lgs. 150/2009), each ente under its own regulation.

This module exports `Workspace`, which runs the cycle from Python (`merito.api`), and what authors of regulations need;
everything else is internal.
"""

from typing import TYPE_CHECKING, Any

from merito.contract.faults import PluginError
from merito.contract.hookspecs import hookimpl, rule
from merito.contract.identity import Edition, Interpreter, Regulation
from merito.contract.inputs import ActKind, Tool
from merito.contract.offices import BodyKind, Office
from merito.contract.proceedings import Proceeding, ProceedingStep
from merito.contract.step import Step, first_of
from merito.model.acts import Act, ActNeed, Deadline, Gate, Phase
from merito.model.amended import Amendment, AmendmentState
from merito.model.appointed import AppointmentAt, ProceedingAt
from merito.model.basis import Basis, InForce, Intermediate, Made, Reading, Tried
from merito.model.columns import Column, Table
from merito.model.dossier import Candidate, Dossier, Ente, ExtraRow, Given
from merito.model.faults import MeritoError
from merito.model.figures import Figure, Range, Said
from merito.model.looked_at import Confirmation, Remark
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.messages import (
    NOTHING,
    Aside,
    Cited,
    Listed,
    Message,
    Money,
    Percent,
    Points,
    Ref,
    as_message,
    cited,
    plain,
    say,
    several,
)
from merito.model.money import Band, FundLine, Outcome, PositionValue, Rate, Reward
from merito.model.paid import Balance, Payment
from merito.model.people import (
    Absence,
    Appointment,
    BodyMember,
    Delegation,
    EarlierEvaluation,
    Evaluation,
    Person,
    Position,
    PositionScore,
    Qualification,
    Rating,
    Regrading,
    ReturnedEvaluation,
    ReturnedRating,
    Service,
    Unit,
)
from merito.model.plan import (
    Activity,
    Area,
    Dashboard,
    DashboardRow,
    Indicator,
    Measure,
    Objective,
    Project,
    Resource,
    Target,
    Weight,
)
from merito.model.publication import Tells
from merito.model.results import Finding, ResultRows, Results, Severity, TableRow
from merito.model.rows import Rows
from merito.model.site import Publication
from merito.model.source import places_text
from merito.model.states import State
from merito.version import __version__ as __version__

if TYPE_CHECKING:
    from merito.api import Register, Workspace
    from merito.register.problems import RegisterError
    from merito.workspace.problems import BadDataError, WorkspaceError

__all__ = [
    "NOTHING",
    "Absence",
    "Act",
    "ActKind",
    "ActNeed",
    "Activity",
    "Amendment",
    "AmendmentState",
    "Appointment",
    "AppointmentAt",
    "Area",
    "Aside",
    "BadDataError",
    "Balance",
    "Band",
    "Basis",
    "BodyKind",
    "BodyMember",
    "Candidate",
    "Carried",
    "Cited",
    "Column",
    "Confirmation",
    "Dashboard",
    "DashboardRow",
    "Deadline",
    "Delegation",
    "Dossier",
    "EarlierEvaluation",
    "Edition",
    "Ente",
    "Evaluation",
    "ExtraRow",
    "Figure",
    "Finding",
    "FundLine",
    "Gate",
    "Given",
    "Grade",
    "InForce",
    "Indicator",
    "Intermediate",
    "Interpreter",
    "Listed",
    "Made",
    "Measure",
    "MeritoError",
    "Message",
    "Money",
    "Monitored",
    "Objective",
    "Office",
    "Outcome",
    "Payment",
    "Percent",
    "Person",
    "PersonScore",
    "Phase",
    "Placement",
    "PluginError",
    "Points",
    "Position",
    "PositionScore",
    "PositionValue",
    "Proceeding",
    "ProceedingAt",
    "ProceedingStep",
    "Project",
    "Publication",
    "Qualification",
    "Range",
    "Rate",
    "Rating",
    "Reading",
    "Ref",
    "Register",
    "RegisterError",
    "Regrading",
    "Regulation",
    "Remark",
    "Resource",
    "ResultRows",
    "Results",
    "ReturnedEvaluation",
    "ReturnedRating",
    "Reward",
    "Rows",
    "Said",
    "Service",
    "Severity",
    "State",
    "Step",
    "Table",
    "TableRow",
    "Target",
    "Tells",
    "Tool",
    "Tried",
    "Unit",
    "Weight",
    "Workspace",
    "WorkspaceError",
    "as_message",
    "cited",
    "first_of",
    "hookimpl",
    "places_text",
    "plain",
    "rule",
    "say",
    "several",
]

OF_THE_ENGINE = ("BadDataError", "Register", "RegisterError", "Workspace", "WorkspaceError")


def __getattr__(name: str) -> Any:
    """The engine, imported when it is first asked for: a plugin does not need it."""
    if name not in OF_THE_ENGINE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from merito import api  # noqa: PLC0415 (plugins import this module)

    return getattr(api, name)
