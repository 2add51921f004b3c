"""The amendments of a record as rows of a table of results: applied or waiting, those about a person apart."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from merito.cycle.drafts import column_of
from merito.declarations.inputs import Column, Table
from merito.model.amended import AmendmentState
from merito.model.dossier import Dossier
from merito.model.figures import Figure
from merito.model.record import Record
from merito.publication.reserved import DASHBOARD, INDICATOR, PERSON, Reserved
from merito.workspace.amended_cells import AND

OutCell = str | int | Decimal | date | None
HEADS = (
    *("id", "act", "table", "row", "column", "old", "new"),
    *("proposed", "reason", "state", "waits_for", "rules"),
)
REASON = HEADS.index("reason")
BY_INDICATOR = ("indicators", "targets", "activities")
BY_DASHBOARD = ("dashboards", "dashboard_rows")
BY_OBJECTIVE = ("objectives", "resources")
A_PERSON, INDIVIDUAL = "person", "individual"
TOLD_APART = "righe su persone"


def amendment_rows(
    record: Record, tables: Mapping[str, Table], reserved: Reserved
) -> tuple[tuple[tuple[OutCell, ...], ...], tuple[tuple[OutCell, ...], ...]]:
    """The public rows, with one that tells of the reserved ones; and these. Those applied in their order."""
    columns = {
        state: column_of(tables[state.amendment.table], state.amendment.attribute) for state in record.amendments
    }
    own = {state for state, column in columns.items() if _about_a_person(state, column, reserved, record.dossier)}
    boards = {state.amendment.row[0] for state in own if state.amendment.table in BY_DASHBOARD}
    own |= {state for state in columns if _board(state) in boards}
    public = [_cells(state, column) for state, column in columns.items() if state not in own]
    if own:
        count: list[OutCell] = [""] * len(HEADS)
        count[REASON] = f"{TOLD_APART}, in riservato/amendments.csv"
        public.append(tuple(count))
    return tuple(public), tuple(_cells(state, column) for state, column in columns.items() if state in own)


def _cells(state: AmendmentState, column: Column) -> tuple[OutCell, ...]:
    one = state.amendment
    return (
        one.id,
        one.act or "",
        one.table,
        AND.join(str(part) for part in one.row if part not in (None, "")),
        column.name,
        _cell(state.before),
        _cell(one.new),
        one.proposed,
        one.reason,
        "applied" if state.applied else "waiting",
        state.waits_for,
        " ".join(state.rules),
    )


def _cell(value: object) -> OutCell:
    if isinstance(value, Figure):
        return value.value if isinstance(value.value, Decimal | date) else value.text
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, Decimal | date) else str(value or "")


def _about_a_person(state: AmendmentState, column: Column, reserved: Reserved, dossier: Dossier) -> bool:
    """Whether its row is of a person (an individual objective, the dashboard of one, what only such a one carries), or
    its old or new value names a person.
    """
    one, key = state.amendment, state.amendment.row[0]
    values = [value for value in (state.before, one.old, one.new) if isinstance(value, str) and value]
    if column.kind in ("ref", "who") and any(column.to == (A_PERSON,) or value.startswith(PERSON) for value in values):
        return True
    if column.kind == "choice" and INDIVIDUAL in values:
        return True
    subjects = [str(part) for part in one.row] if one.table == "weights" else []
    if one.table in BY_INDICATOR:
        subjects.append(f"{INDICATOR}{key}")
    if one.table in BY_DASHBOARD:
        subjects.append(f"{DASHBOARD}{key}")
    objective = dossier.objectives.get(str(key)) if one.table in BY_OBJECTIVE else None
    if objective is not None and objective.level == INDIVIDUAL:
        return True
    return any(map(reserved.about, subjects))


def _board(state: AmendmentState) -> object:
    return state.amendment.row[0] if state.amendment.table in BY_DASHBOARD else None
