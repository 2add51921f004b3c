"""merito: runs the Italian public performance cycle (D.Lgs. 150/2009), each ente under its own regulation.

What the author of a regulation needs stands here; everything else is the engine's own.
"""

from merito.declarations.identity import Edition, Interpreter, Regulation
from merito.declarations.inputs import Tool
from merito.differentiation import undifferentiated
from merito.findings import about, cell_of, cells_of, listed, told
from merito.hearings import Hearing, hearing
from merito.hookspecs import hookimpl
from merito.leave import never_counts
from merito.measurement import (
    Child,
    IndicatorPolicy,
    Rolled,
    achieved,
    activity_weights,
    final_measure,
    gap,
    indicator_grades,
    monitored,
    roll_up,
    sibling_weights,
)
from merito.model.acts import Act, ActNeed, Deadline, Gate, Phase
from merito.model.amended import AmendmentState
from merito.model.basis import Basis, InForce, Intermediate, Made, Reading, Tried
from merito.model.columns import Column, Table
from merito.model.dossier import Candidate, Dossier, Ente, ExtraRow, Given
from merito.model.figures import Figure, Range, Said
from merito.model.looked_at import Confirmation, Remark
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, Outcome, PositionValue, Reward
from merito.model.people import Absence, Appointment, Evaluation, Person, Position, PositionScore, Rating, Service, Unit
from merito.model.plan import (
    Activity,
    Amendment,
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
from merito.model.source import places_text
from merito.model.states import State
from merito.rulebook import rule
from merito.step import Step, first_of
from merito.tenure import Held, Tenure, at_once, held, managerial, posts_of, staff_positions, tenures

__all__ = [
    "Absence",
    "Act",
    "ActNeed",
    "Activity",
    "Amendment",
    "AmendmentState",
    "Appointment",
    "Area",
    "Band",
    "Basis",
    "Candidate",
    "Carried",
    "Child",
    "Column",
    "Confirmation",
    "Dashboard",
    "DashboardRow",
    "Deadline",
    "Dossier",
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
    "Hearing",
    "Held",
    "InForce",
    "Indicator",
    "IndicatorPolicy",
    "Intermediate",
    "Interpreter",
    "Made",
    "Measure",
    "Monitored",
    "Objective",
    "Outcome",
    "Person",
    "PersonScore",
    "Phase",
    "Placement",
    "Position",
    "PositionScore",
    "PositionValue",
    "Project",
    "Range",
    "Rating",
    "Reading",
    "Regulation",
    "Remark",
    "Resource",
    "ResultRows",
    "Results",
    "Reward",
    "Rolled",
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
    "Tenure",
    "Tool",
    "Tried",
    "Unit",
    "Weight",
    "about",
    "achieved",
    "activity_weights",
    "at_once",
    "cell_of",
    "cells_of",
    "final_measure",
    "first_of",
    "gap",
    "hearing",
    "held",
    "hookimpl",
    "indicator_grades",
    "listed",
    "managerial",
    "monitored",
    "never_counts",
    "places_text",
    "posts_of",
    "roll_up",
    "rule",
    "sibling_weights",
    "staff_positions",
    "tenures",
    "told",
    "undifferentiated",
]
