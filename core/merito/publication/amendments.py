"""The amendments of a record, applied or waiting, and which of them are about a person."""

from merito.cycle.amendments.drafts import column_of
from merito.model.amended import AmendmentState
from merito.model.columns import Column
from merito.model.dossier import Dossier
from merito.model.record import Record
from merito.publication.reserved import DASHBOARD, INDICATOR, PERSON, Reserved
from merito.regulations import Stack

BY_INDICATOR = ("indicators", "targets", "activities", "measures")
BY_DASHBOARD = ("dashboards", "dashboard_rows")
BY_OBJECTIVE = ("objectives", "resources")
A_PERSON, INDIVIDUAL = "person", "individual"


def amendments_apart(record: Record, stack: Stack, reserved: Reserved) -> list[bool]:
    """Whether each amendment is about a person; if one of a dashboard is, all amendments of that dashboard are."""
    about = [_about_a_person(state, _column(state, stack), reserved, record.dossier) for state in record.amendments]
    pairs = zip(record.amendments, about, strict=True)
    boards = {state.amendment.row[0] for state, own in pairs if own and state.amendment.table in BY_DASHBOARD}
    return [
        own or (state.amendment.table in BY_DASHBOARD and state.amendment.row[0] in boards)
        for state, own in zip(record.amendments, about, strict=True)
    ]


def _column(state: AmendmentState, stack: Stack) -> Column:
    return column_of(stack.inputs.tables[state.amendment.table], state.amendment.attribute)


def _about_a_person(state: AmendmentState, column: Column, reserved: Reserved, dossier: Dossier) -> bool:
    """Whether it concerns a person: an individual objective, a person's dashboard, what only such a dashboard carries.

    Or its old or new value names a person.
    """
    one, key = state.amendment, state.amendment.row[0]
    if one.about:
        return True
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
