"""What authors of regulations need: the names that `merito` exports, besides the engine's."""

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
