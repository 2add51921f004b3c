"""Turns the rows of a table, once read, into the classes of the model."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import fields

from merito.declarations.inputs import Table
from merito.model.acts import Act
from merito.model.dossier import Candidate, ExtraRow
from merito.model.looked_at import Confirmation
from merito.model.people import (
    Absence,
    Appointment,
    Evaluation,
    Person,
    Position,
    PositionScore,
    Rating,
    Service,
    Unit,
)
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
from merito.workspace.columns import Read

MODELS: Mapping[str, type] = {
    model.__name__: model
    for model in (
        Absence,
        Act,
        Activity,
        Amendment,
        Appointment,
        Area,
        Candidate,
        Confirmation,
        Dashboard,
        DashboardRow,
        Evaluation,
        Indicator,
        Measure,
        Objective,
        Person,
        Position,
        PositionScore,
        Project,
        Rating,
        Resource,
        Service,
        Target,
        Unit,
        Weight,
    )
}


def to_model(row: Read, table: Table) -> object:
    """The row as an object of the model, or as an extra row where only one regulation has the table."""
    return next(to_models((row,), table))


def to_models(rows: Iterable[Read], table: Table) -> Iterator[object]:
    """The rows of a table, as objects of the model or as extra rows."""
    if not table.model:
        for row in rows:
            yield ExtraRow(id=str(row.values.get("id") or ""), values=row.values, source=row.source)
        return
    model = MODELS[table.model]
    own = {attribute.name for attribute in fields(model)}
    named = [(column.name, column.attribute) for column in table.columns.values()]
    common = [(name, attribute) for name, attribute in named if attribute in own]
    extra = [(name, attribute) for name, attribute in named if attribute not in own]
    for row in rows:
        values = row.values
        known = {attribute: values[name] for name, attribute in common}
        yield model(**known, extra={attribute: values[name] for name, attribute in extra}, source=row.source)
